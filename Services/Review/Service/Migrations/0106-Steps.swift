extension ReviewMigrations {
    /// The audit of a case: every step, added and never changed (the runtime role may not).
    static let steps = """
        CREATE TABLE case_step (
            case_id      uuid NOT NULL REFERENCES review_case,
            version      integer NOT NULL CHECK (version >= 1),
            step         text NOT NULL,
            state        text NOT NULL,
            round        integer NOT NULL,
            by_id        uuid,
            by_name      text,
            by_unit      text,
            on_behalf_of uuid,
            at           timestamptz NOT NULL,
            PRIMARY KEY (case_id, version)
        );
        GRANT SELECT, INSERT ON case_step TO {runtime};
        """
}
