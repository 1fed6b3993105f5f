public import Postgres

/// The tables of messaging, the same in every service's database. They have a history of their own, so that
/// they can grow without knowing what the service has numbered.
public struct MessagingSchema: Sendable {
    /// The migrations, a history of their own beside the service's.
    ///
    /// `{runtime}` stands for the role under which the service runs; it gets what is needed and no more.
    public static let migrations: [Migration] =
        [
            ("messaging outbox", Self.outbox), ("messaging inbox", Self.inbox), ("messaging timers", Self.timers),
            ("messaging grants", Self.grants),
        ].enumerated().map { index, part in
            Migration(module: "messaging", number: index + 1, name: part.0, sql: part.1)
        }

    private static let outbox = """
        CREATE TABLE event_sequence (
          stream  text   NOT NULL,
          subject text   NOT NULL,
          last    bigint NOT NULL CHECK (last >= 1),
          PRIMARY KEY (stream, subject)
        );
        CREATE TABLE outbox (
          xid         xid8        NOT NULL DEFAULT pg_current_xact_id(),
          id          bigint      GENERATED ALWAYS AS IDENTITY (CACHE 1),
          message_id  uuid        NOT NULL UNIQUE,
          exchange    text        NOT NULL,
          routing_key text        NOT NULL,
          mandatory   boolean     NOT NULL,
          type        text        NOT NULL,
          subject     text        NOT NULL,
          sequence    bigint,
          properties  jsonb       NOT NULL,
          body        bytea       NOT NULL CHECK (octet_length(body) <= 262144),
          created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
          PRIMARY KEY (xid, id),
          UNIQUE (id)
        );
        COMMENT ON TABLE outbox IS 'Insert-only: what was published and is to be published, for ever in order.';
        CREATE TABLE outbox_cursor (
          relay      text        PRIMARY KEY,
          epoch      bigint      NOT NULL,
          lo         xid8        NOT NULL,
          hi         xid8        NOT NULL,
          last_id    bigint      NOT NULL,
          updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
        ) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
        INSERT INTO outbox_cursor (relay, epoch, lo, hi, last_id) VALUES ('main', 0, '0', '0', 0);
        CREATE TABLE outbox_stuck (
          id          bigint      PRIMARY KEY,
          lane        text        NOT NULL,
          reason      text        NOT NULL,
          attempts    integer     NOT NULL,
          stuck_since timestamptz NOT NULL,
          next_try_at timestamptz NOT NULL
        );
        CREATE INDEX outbox_stuck_lane ON outbox_stuck (lane, id);
        """

    private static let inbox = """
        CREATE TABLE inbox (
          consumer     text        NOT NULL,
          message_id   uuid        NOT NULL,
          processed_at timestamptz NOT NULL,
          PRIMARY KEY (consumer, message_id)
        );
        CREATE TABLE inbox_position (
          queue   text   NOT NULL,
          stream  text   NOT NULL,
          subject text   NOT NULL,
          applied bigint NOT NULL,
          PRIMARY KEY (queue, stream, subject)
        );
        CREATE TABLE inbox_early (
          queue       text        NOT NULL,
          stream      text        NOT NULL,
          subject     text        NOT NULL,
          sequence    bigint      NOT NULL,
          message     bytea       NOT NULL,
          body        bytea       NOT NULL,
          is_parked   boolean     NOT NULL,
          received_at timestamptz NOT NULL,
          PRIMARY KEY (queue, stream, subject, sequence)
        );
        CREATE TABLE command_reply (
          queue      text        NOT NULL,
          sender     text        NOT NULL,
          message_id uuid        NOT NULL,
          reply      bytea       NOT NULL,
          replied_at timestamptz NOT NULL,
          PRIMARY KEY (queue, sender, message_id)
        );
        CREATE TABLE retry (
          queue      text        NOT NULL,
          sender     text        NOT NULL,
          message_id uuid        NOT NULL,
          attempt    integer     NOT NULL,
          due_at     timestamptz NOT NULL,
          reason     text        NOT NULL,
          is_replay  boolean     NOT NULL,
          history    jsonb       NOT NULL,
          actor      bytea,
          message    bytea       NOT NULL,
          body       bytea       NOT NULL,
          PRIMARY KEY (queue, sender, message_id)
        );
        CREATE INDEX retry_due ON retry (due_at);
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
        """

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
        """

    private static let grants = """
        GRANT SELECT, INSERT ON outbox, inbox, command_reply TO {runtime};
        GRANT SELECT, INSERT, UPDATE ON event_sequence, inbox_position TO {runtime};
        GRANT SELECT ON outbox_cursor TO {runtime};
        GRANT UPDATE (epoch, lo, hi, last_id, updated_at) ON outbox_cursor TO {runtime};
        GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_stuck, retry, timers TO {runtime};
        GRANT SELECT, INSERT, DELETE ON inbox_early TO {runtime};
        GRANT SELECT, INSERT ON parked_message TO {runtime};
        GRANT UPDATE (reason, attempts, history, parked_at, replayed_at) ON parked_message TO {runtime};
        """
}
