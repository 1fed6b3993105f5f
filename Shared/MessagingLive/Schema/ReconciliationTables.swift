import Postgres

/// What reconciliation keeps.
enum ReconciliationTables {
    static let migrations: [Migration] = [
        Migration(module: "messaging", number: 30, name: "messaging reconciliation", sql: Self.reconciliation),
        Migration(module: "messaging", number: 32, name: "messaging rebuild", sql: Self.rebuild),
    ]

    private static let reconciliation = """
        CREATE TABLE reconciliation (
          consumer       text        PRIMARY KEY,
          state          jsonb       NOT NULL,
          due_at         timestamptz NOT NULL,
          drift          bigint      NOT NULL DEFAULT 0,
          unanswered     timestamptz,
          reconciled_xid xid8        NOT NULL DEFAULT '0',
          reconciled_id  bigint      NOT NULL DEFAULT 0
        ) WITH (fillfactor = 50);
        COMMENT ON COLUMN reconciliation.reconciled_xid IS
          'This consumer lacks nothing of what the outbox held up to here: what is older may be dropped.';
        CREATE TABLE outbox_resend (
          xid           xid8        NOT NULL,
          id            bigint      NOT NULL,
          requested_at  timestamptz NOT NULL,
          claimed_until timestamptz NOT NULL DEFAULT '-infinity',
          PRIMARY KEY (xid, id)
        );
        COMMENT ON TABLE outbox_resend IS 'Rows that are published once more, as they were; gone once confirmed.';
        GRANT SELECT, INSERT, UPDATE ON reconciliation TO {runtime};
        GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_resend TO {runtime};
        """

    private static let rebuild = """
        CREATE TABLE outbox_rebuild (
          is_only     boolean     PRIMARY KEY DEFAULT TRUE CHECK (is_only),
          since       timestamptz NOT NULL,
          asked_at    timestamptz NOT NULL,
          done_id     bigint      NOT NULL,
          through_id  bigint      NOT NULL,
          marked      bigint      NOT NULL DEFAULT 0,
          finished_at timestamptz
        );
        COMMENT ON TABLE outbox_rebuild IS
          'The last rebuild of an empty broker: up to which row of the outbox (done_id) its rows stand in outbox_resend.';
        GRANT SELECT, INSERT, UPDATE ON outbox_rebuild TO {runtime};
        """
}
