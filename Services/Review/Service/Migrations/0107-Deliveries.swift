extension ReviewMigrations {
    /// How far the notice of a letter came on each channel, as Notify told it last.
    static let deliveries = """
        CREATE TABLE delivery_channel (
            case_id uuid NOT NULL REFERENCES review_case,
            channel text NOT NULL,
            state   text NOT NULL,
            told_at timestamptz NOT NULL,
            PRIMARY KEY (case_id, channel)
        );
        GRANT SELECT, INSERT, UPDATE ON delivery_channel TO {runtime};
        """
}
