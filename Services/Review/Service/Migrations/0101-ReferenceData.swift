extension ReviewMigrations {
    /// Versions of the calendar (owned here) and copies of units and standards (owned by Intake).
    static let referenceData = """
        CREATE TABLE calendar_version (
            version       integer PRIMARY KEY CHECK (version >= 1),
            covered_from  date NOT NULL,
            covered_until date NOT NULL CHECK (covered_until >= covered_from),
            content       jsonb NOT NULL,
            loaded_at     timestamptz NOT NULL
        );
        CREATE TABLE unit_copy (
            code        text PRIMARY KEY CHECK (code ~ '^[0-9]{4}$'),
            content     jsonb NOT NULL,
            received_at timestamptz NOT NULL
        );
        CREATE TABLE standard_copy (
            id          text PRIMARY KEY,
            unit        text NOT NULL,
            version     integer NOT NULL,
            content     jsonb NOT NULL,
            received_at timestamptz NOT NULL,
            UNIQUE (unit, version)
        );
        GRANT SELECT, INSERT ON calendar_version TO {runtime};
        GRANT SELECT, INSERT, UPDATE ON unit_copy TO {runtime};
        GRANT SELECT, INSERT ON standard_copy TO {runtime};
        """
}
