extension ReviewMigrations {
    /// How newer calendars have moved running clocks, kept for ever; and how far the newest calendar has been carried
    /// through the running clocks.
    static let clockMoves = """
        CREATE TABLE clock_move (
            case_id      uuid NOT NULL,
            clock        integer NOT NULL,
            from_version integer NOT NULL,
            to_version   integer NOT NULL CHECK (to_version > from_version),
            old_due_on   date NOT NULL,
            old_due_at   timestamptz NOT NULL,
            new_due_on   date NOT NULL,
            new_due_at   timestamptz NOT NULL,
            reason       text NOT NULL,
            moved_at     timestamptz NOT NULL,
            PRIMARY KEY (case_id, clock, to_version),
            FOREIGN KEY (case_id, clock) REFERENCES legal_clock
        );
        CREATE TABLE calendar_projection (
            version     integer PRIMARY KEY REFERENCES calendar_version,
            after_case  uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
            checked     integer NOT NULL DEFAULT 0,
            moved       integer NOT NULL DEFAULT 0,
            began_at    timestamptz NOT NULL,
            finished_at timestamptz
        );
        GRANT SELECT, INSERT ON clock_move TO {runtime};
        GRANT SELECT, INSERT, UPDATE ON calendar_projection TO {runtime};
        """
}
