import Postgres

/// What leaves: outbox, its sequences, the relay's cursor and what is stuck. Numbers 1 to 9.
enum OutboxTables {
    static let migrations: [Migration] = [
        Migration(module: "messaging", number: 1, name: "messaging outbox", sql: Self.outbox)
    ]

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
        GRANT SELECT, INSERT ON outbox TO {runtime};
        GRANT SELECT, INSERT, UPDATE ON event_sequence TO {runtime};
        GRANT SELECT ON outbox_cursor TO {runtime};
        GRANT UPDATE (epoch, lo, hi, last_id, updated_at) ON outbox_cursor TO {runtime};
        GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_stuck TO {runtime};
        """
}
