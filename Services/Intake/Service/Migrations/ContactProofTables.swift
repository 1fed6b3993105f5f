/// Addresses that were proven, the one-time links that prove them, and what waits to be answered by one.
enum ContactProofTables {
    static let sql = """
        ALTER TABLE account ADD COLUMN email_proven_at timestamptz;
        -- The portal and operators vouched for these; whoever registered on the web has to confirm.
        UPDATE account SET email_proven_at = created_at
         WHERE portal_account_id IS NOT NULL
            OR EXISTS (SELECT FROM account_grant g WHERE g.person_id = account.person_id AND g.role <> 'applicant');
        CREATE INDEX account_email ON account (email_key);
        CREATE TABLE contact_proof (
          id           uuid        PRIMARY KEY,
          person_id    uuid        NOT NULL REFERENCES account,
          purpose      text        NOT NULL CHECK (purpose IN ('confirm', 'password')),
          email        text        NOT NULL,
          requested_at timestamptz NOT NULL,
          expires_at   timestamptz NOT NULL CHECK (expires_at > requested_at),
          used_at      timestamptz
        );
        CREATE INDEX contact_proof_person ON contact_proof (person_id, requested_at);
        CREATE INDEX contact_proof_expiry ON contact_proof (expires_at);
        -- Addresses that were typed at "forgot password", whether anybody has them or not; gone once they were looked at.
        CREATE TABLE password_request (
          id          uuid        PRIMARY KEY,
          email_key   text        NOT NULL,
          traceparent text,
          asked_at    timestamptz NOT NULL
        );
        -- Identifiers of the portal for persons who have an account of their own making with the same, proven address.
        CREATE TABLE portal_link (
          portal_account_id text        PRIMARY KEY,
          person_id         uuid        NOT NULL REFERENCES account,
          linked_at         timestamptz NOT NULL
        );
        GRANT UPDATE (email_proven_at) ON account TO {runtime};
        GRANT SELECT, INSERT, DELETE ON contact_proof TO {runtime};
        GRANT UPDATE (used_at) ON contact_proof TO {runtime};
        GRANT SELECT, INSERT, UPDATE, DELETE ON password_request TO {runtime};
        GRANT SELECT, INSERT ON portal_link TO {runtime};
        """
}
