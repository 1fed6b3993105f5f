import Postgres

/// Timers, and parked messages. Numbers 20 to 29.
enum TimerTables {
    static let migrations: [Migration] = [
        Migration(module: "messaging", number: 20, name: "messaging timers", sql: Self.timers),
        Migration(module: "messaging", number: 21, name: "messaging parking", sql: Self.parking),
    ]

    private static let timers = """
        CREATE TABLE timers (
          name        text        NOT NULL,
          subject     text        NOT NULL,
          due_at      timestamptz NOT NULL,
          next_try_at timestamptz NOT NULL,
          attempts    integer     NOT NULL DEFAULT 0,
          fired_at    timestamptz,
          PRIMARY KEY (name, subject)
        );
        CREATE INDEX timers_due ON timers (next_try_at) WHERE fired_at IS NULL;
        GRANT SELECT, INSERT, UPDATE, DELETE ON timers TO {runtime};
        """

    private static let parking = """
        CREATE TABLE parked_message (
          queue       text        NOT NULL,
          sender      text        NOT NULL,
          message_id  uuid        NOT NULL,
          type        text,
          subject     text,
          sequence    bigint,
          reason      text        NOT NULL,
          attempts    integer     NOT NULL,
          history     jsonb       NOT NULL,
          message     bytea       NOT NULL,
          body        bytea       NOT NULL,
          body_size   bigint      NOT NULL,
          parked_at   timestamptz NOT NULL,
          replayed_at timestamptz,
          PRIMARY KEY (queue, sender, message_id)
        );
        GRANT SELECT, INSERT ON parked_message TO {runtime};
        GRANT UPDATE (reason, attempts, history, parked_at, replayed_at) ON parked_message TO {runtime};
        """
}
