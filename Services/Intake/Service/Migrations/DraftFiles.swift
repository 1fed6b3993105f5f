/// Lets a file that was never submitted be deleted with its bytes. The policy is what keeps every other file: whatever the
/// service is told or does wrong, its role cannot delete what was part of a round.
enum DraftFiles {
    static let sql = """
        DELETE FROM attachment a
         WHERE a.removed_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM submission_version v
                            WHERE v.case_id = a.case_id
                              AND v.attachments @> jsonb_build_array(jsonb_build_object('id', a.id)));
        ALTER TABLE attachment ENABLE ROW LEVEL SECURITY;
        CREATE POLICY seen ON attachment FOR SELECT USING (true);
        CREATE POLICY added ON attachment FOR INSERT WITH CHECK (true);
        CREATE POLICY removed ON attachment FOR UPDATE USING (true);
        CREATE POLICY never_submitted ON attachment FOR DELETE
          USING (NOT EXISTS (SELECT 1 FROM submission_version v
                              WHERE v.case_id = attachment.case_id
                                AND v.attachments @> jsonb_build_array(jsonb_build_object('id', attachment.id))));
        GRANT DELETE ON attachment TO {runtime};
        """
}
