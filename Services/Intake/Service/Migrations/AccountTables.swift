/// Who may sign in, as what, and what is known of sign-ins that failed.
enum AccountTables {
    static let sql = """
        CREATE TABLE account (
          person_id         uuid        PRIMARY KEY,
          name              text        NOT NULL,
          institution       text,
          email             text        NOT NULL,
          email_key         text        NOT NULL,
          mobile            text,
          password_hash     text,
          portal_account_id text        UNIQUE,
          created_at        timestamptz NOT NULL,
          changed_at        timestamptz NOT NULL,
          closed_at         timestamptz
        );
        -- Accounts of the portal have no password and may share an address with one that signs in: an address that was
        -- typed at registration is not proven, so the two are never joined by it.
        CREATE UNIQUE INDEX account_sign_in_email ON account (email_key) WHERE password_hash IS NOT NULL;
        CREATE TABLE account_grant (
          person_id  uuid        NOT NULL REFERENCES account,
          role       text        NOT NULL
            CHECK (role IN ('applicant', 'officer', 'evaluator', 'signer', 'supervisor', 'operator')),
          unit       text        CHECK (unit ~ '^[0-9]{4}$'),
          granted_at timestamptz NOT NULL,
          UNIQUE NULLS NOT DISTINCT (person_id, role, unit),
          CHECK ((unit IS NULL) = (role IN ('applicant', 'operator')))
        );
        CREATE TABLE session (
          digest     bytea       PRIMARY KEY,
          id         uuid        NOT NULL UNIQUE,
          person_id  uuid        NOT NULL REFERENCES account,
          csrf       text        NOT NULL,
          created_at timestamptz NOT NULL,
          used_at    timestamptz NOT NULL,
          expires_at timestamptz NOT NULL,
          ended_at   timestamptz
        );
        CREATE INDEX session_expiry ON session (expires_at);
        CREATE TABLE sign_in_failure (
          key     text        PRIMARY KEY,
          count   integer     NOT NULL CHECK (count >= 0),
          last_at timestamptz NOT NULL
        );
        """
}
