/// What the role that runs the service may do, table by table. What was submitted and what happened is never deleted.
enum IntakeGrants {
    static let sql = """
        GRANT SELECT, INSERT ON account TO {runtime};
        GRANT UPDATE (name, institution, email, email_key, mobile, password_hash, changed_at, closed_at)
          ON account TO {runtime};
        GRANT SELECT, INSERT, DELETE ON account_grant TO {runtime};
        GRANT SELECT, INSERT, UPDATE, DELETE ON session, sign_in_failure, draft TO {runtime};
        GRANT SELECT, INSERT ON standard, submission_version, idempotency, timeline TO {runtime};
        GRANT SELECT, INSERT, UPDATE ON case_counter, submission, case_mirror, catalogue TO {runtime};
        GRANT SELECT, INSERT ON attachment TO {runtime};
        GRANT UPDATE (removed_at) ON attachment TO {runtime};
        """
}
