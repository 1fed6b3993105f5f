extension ReviewMigrations {
    /// Recommended activities near to what was filed, as Intake found them; null where nobody had looked.
    static let similarActivities = """
        ALTER TABLE case_round ADD COLUMN similar_activities jsonb;
        """
}
