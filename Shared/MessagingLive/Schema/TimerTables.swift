import Postgres

/// Timers, and parked messages.
enum TimerTables {
    static let migrations: [Migration] = [
        Migration(module: "messaging", number: 20, name: "messaging timers", sql: Self.timers),
        Migration(module: "messaging", number: 21, name: "messaging parking", sql: Self.parking),
    ]

    private static let timers = """
        CREATE TABLE timer_name (
          name        text        PRIMARY KEY,
          declared_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        COMMENT ON TABLE timer_name IS 'What some build of the service has a handler for; nothing else can be armed.';
        CREATE TABLE timers (
          name         text        NOT NULL,
          subject      text        NOT NULL,
          rung         text        NOT NULL DEFAULT '',
          due_at       timestamptz NOT NULL,
          next_try_at  timestamptz NOT NULL,
          attempts     integer     NOT NULL DEFAULT 0,
          last_failure text,
          fired_at     timestamptz,
          PRIMARY KEY (name, subject, rung)
        );
        CREATE INDEX timers_due ON timers (due_at) WHERE fired_at IS NULL;
        GRANT SELECT, INSERT ON timer_name TO {runtime};
        GRANT SELECT, INSERT, UPDATE, DELETE ON timers TO {runtime};
        """

    private static let parking = """
        CREATE TABLE parked_message (
          id           bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
          queue        text        NOT NULL,
          sender       text        NOT NULL,
          message_id   uuid        NOT NULL,
          type         text,
          subject      text,
          sequence     bigint,
          reason       text        NOT NULL,
          attempts     integer     NOT NULL,
          history      jsonb       NOT NULL,
          message      bytea       NOT NULL,
          body         bytea       NOT NULL,
          body_size    bigint      NOT NULL,
          parked_at    timestamptz NOT NULL,
          replayed_at  timestamptz,
          discarded_at timestamptz,
          PRIMARY KEY (queue, sender, message_id)
        );
        CREATE INDEX parked_message_resting ON parked_message (queue, type, reason, id)
          WHERE replayed_at IS NULL AND discarded_at IS NULL;
        CREATE INDEX parked_message_subject ON parked_message (subject);
        CREATE TABLE replay_run (
          id          uuid             PRIMARY KEY,
          selection   text             NOT NULL,
          per_second  double precision NOT NULL CHECK (per_second > 0),
          state       text             NOT NULL CHECK (state IN ('running', 'paused', 'stopped', 'finished')),
          reason      text,
          person_id   uuid             NOT NULL,
          person_name text             NOT NULL,
          created_at  timestamptz      NOT NULL DEFAULT clock_timestamp(),
          changed_at  timestamptz      NOT NULL DEFAULT clock_timestamp(),
          released_at timestamptz,
          ramped_from bigint           NOT NULL DEFAULT 0
        );
        CREATE INDEX replay_run_running ON replay_run (created_at) WHERE state = 'running';
        CREATE TABLE replay_message (
          staging_id  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          run_id      uuid        NOT NULL REFERENCES replay_run (id),
          parked_id   bigint      NOT NULL REFERENCES parked_message (id),
          state       text        NOT NULL
            CHECK (state IN ('waiting', 'released', 'failing', 'done', 'failed', 'skipped')),
          reason      text,
          released_at timestamptz,
          ended_at    timestamptz
        );
        COMMENT ON COLUMN replay_message.state IS 'Released: put among the retries in the same transaction, once.';
        CREATE INDEX replay_message_of_run ON replay_message (run_id, state, staging_id);
        CREATE INDEX replay_message_released ON replay_message (run_id) WHERE state IN ('released', 'failing');
        CREATE UNIQUE INDEX replay_message_live ON replay_message (parked_id)
          WHERE state IN ('waiting', 'released', 'failing');
        CREATE TABLE parked_action (
          id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          parked_id   bigint      NOT NULL REFERENCES parked_message (id),
          action      text        NOT NULL CHECK (action IN ('replayed', 'discarded', 'body-shown')),
          reason      text,
          person_id   uuid        NOT NULL,
          person_name text        NOT NULL,
          done_at     timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        COMMENT ON TABLE parked_action IS 'Who did what to a parked message, and who has seen its body. Insert-only.';
        CREATE INDEX parked_action_of_message ON parked_action (parked_id, id);
        GRANT SELECT, INSERT ON parked_message, parked_action TO {runtime};
        GRANT UPDATE (reason, attempts, history, parked_at, replayed_at, discarded_at) ON parked_message TO {runtime};
        GRANT SELECT, INSERT ON replay_run, replay_message TO {runtime};
        GRANT UPDATE (state, reason, changed_at, released_at, ramped_from) ON replay_run TO {runtime};
        GRANT UPDATE (state, reason, released_at, ended_at) ON replay_message TO {runtime};
        """
}
