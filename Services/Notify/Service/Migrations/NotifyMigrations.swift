import MessagingLive
import Postgres

/// Everything that Notify keeps. Numbers are never used again; a written migration never changes.
enum NotifyMigrations {
    static let own: [Migration] = [contacts, knownThings, notices, attempts, deliveries, causes, deciders, proofMails]
    static var all: [Migration] { self.own + MessagingSchema.migrations }

    /// Personal data: only this table keeps names and addresses; `proof_mail` has one while its mail is under way.
    private static let contacts = Migration(
        number: 1, name: "contacts",
        sql: """
            CREATE TABLE contact (
              person_id uuid PRIMARY KEY,
              name text NOT NULL,
              email text NOT NULL,
              mobile text,
              verified_at timestamptz NOT NULL
            );
            COMMENT ON TABLE contact IS 'Personal data (UU 27/2022); fed by contact.verified alone.';
            GRANT SELECT, INSERT, UPDATE ON contact TO {runtime};
            """)

    private static let knownThings = Migration(
        number: 2, name: "known standards and cases",
        sql: """
            CREATE TABLE service_standard (
              id text PRIMARY KEY,
              unit text NOT NULL CHECK (unit ~ '^[0-9]{4}$'),
              unit_name text NOT NULL,
              service_name text NOT NULL,
              working_days integer NOT NULL CHECK (working_days > 0),
              channels text[] NOT NULL,
              zone text NOT NULL
            );
            CREATE TABLE known_case (
              case_id uuid PRIMARY KEY,
              case_number text NOT NULL,
              unit text NOT NULL CHECK (unit ~ '^[0-9]{4}$'),
              standard text NOT NULL,
              applicant_id uuid NOT NULL,
              title text NOT NULL,
              year integer NOT NULL,
              institution text NOT NULL,
              clock_end timestamptz
            );
            GRANT SELECT, INSERT, UPDATE ON service_standard, known_case TO {runtime};
            """)

    private static let notices = Migration(
        number: 3, name: "templates, notices, obligations, inbox",
        sql: """
            CREATE TABLE template_version (
              kind text NOT NULL,
              channel text NOT NULL,
              version integer NOT NULL CHECK (version > 0),
              content jsonb NOT NULL,
              loaded_at timestamptz NOT NULL,
              PRIMARY KEY (kind, channel, version)
            );
            CREATE TABLE notice (
              id uuid PRIMARY KEY,
              source_message uuid NOT NULL UNIQUE,
              kind text NOT NULL,
              case_id uuid NOT NULL REFERENCES known_case,
              person_id uuid NOT NULL,
              letter_id uuid,
              facts jsonb NOT NULL,
              occurred_at timestamptz NOT NULL,
              clock_end timestamptz,
              planned_at timestamptz,
              CHECK ((kind IN ('case-letter-issued', 'case-refused')) = (letter_id IS NOT NULL))
            );
            CREATE UNIQUE INDEX notice_letter ON notice (letter_id) WHERE letter_id IS NOT NULL;
            CREATE INDEX notice_unplanned ON notice (occurred_at) WHERE planned_at IS NULL;
            CREATE INDEX notice_case ON notice (case_id, occurred_at);
            CREATE TABLE obligation (
              id uuid PRIMARY KEY,
              notice_id uuid NOT NULL REFERENCES notice,
              channel text NOT NULL CHECK (channel IN ('email', 'whatsapp', 'portal')),
              template_version integer,
              state text NOT NULL
                CHECK (state IN ('waiting', 'sending', 'handed-over', 'failed', 'in-doubt', 'open')),
              due_at timestamptz,
              attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
              next_attempt_at timestamptz,
              evidence text,
              changed_at timestamptz NOT NULL,
              UNIQUE (notice_id, channel),
              CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
              CHECK (state <> 'handed-over' OR evidence IS NOT NULL)
            );
            CREATE INDEX obligation_due ON obligation (next_attempt_at) WHERE state = 'waiting';
            CREATE INDEX obligation_log ON obligation (changed_at DESC);
            CREATE INDEX obligation_in_doubt ON obligation (changed_at) WHERE state = 'in-doubt';
            CREATE TABLE inbox_item (
              notice_id uuid PRIMARY KEY REFERENCES notice,
              person_id uuid NOT NULL,
              arrived_at timestamptz NOT NULL,
              template_version integer NOT NULL
            );
            CREATE INDEX inbox_item_person ON inbox_item (person_id, arrived_at DESC);
            GRANT SELECT, INSERT ON template_version, inbox_item TO {runtime};
            GRANT SELECT, INSERT, UPDATE ON notice, obligation TO {runtime};
            """)

    private static let attempts = Migration(
        number: 4, name: "attempts and receipts",
        sql: """
            CREATE TABLE attempt (
              id uuid PRIMARY KEY,
              obligation_id uuid NOT NULL REFERENCES obligation,
              number integer NOT NULL CHECK (number > 0),
              message_id text NOT NULL,
              started_at timestamptz NOT NULL,
              answer_by timestamptz NOT NULL,
              finished_at timestamptz,
              verdict text CHECK (verdict IN ('taken', 'not-taken', 'refused', 'unknown')),
              code integer,
              cause text,
              UNIQUE (obligation_id, number),
              CHECK ((finished_at IS NULL) = (verdict IS NULL))
            );
            -- At most one call is on its way for one obligation, whatever the code believes.
            CREATE UNIQUE INDEX attempt_running ON attempt (obligation_id) WHERE finished_at IS NULL;
            CREATE INDEX attempt_answer_by ON attempt (answer_by) WHERE finished_at IS NULL;
            CREATE TABLE receipt (
              attempt_id uuid PRIMARY KEY REFERENCES attempt,
              provider text NOT NULL,
              code integer NOT NULL,
              received_at timestamptz NOT NULL
            );
            -- What operators decided about mails in doubt; never changed.
            CREATE TABLE settlement (
              obligation_id uuid NOT NULL REFERENCES obligation,
              attempts integer NOT NULL,
              decision text NOT NULL CHECK (decision IN ('terkirim', 'ulangi')),
              decided_by uuid NOT NULL,
              decided_at timestamptz NOT NULL,
              PRIMARY KEY (obligation_id, attempts)
            );
            GRANT SELECT, INSERT, UPDATE ON attempt TO {runtime};
            GRANT SELECT, INSERT ON receipt, settlement TO {runtime};
            """)

    private static let causes = Migration(
        number: 6, name: "causes of notices",
        sql: """
            ALTER TABLE notice
              ADD COLUMN source_type text NOT NULL DEFAULT '',
              ADD COLUMN source_publisher text NOT NULL DEFAULT '',
              ADD COLUMN correlation text,
              ADD COLUMN traceparent text;
            -- The defaults are for rows that are there already.
            ALTER TABLE notice ALTER COLUMN source_type DROP DEFAULT, ALTER COLUMN source_publisher DROP DEFAULT;
            """)

    private static let deciders = Migration(
        number: 7, name: "who decided",
        sql: """
            ALTER TABLE settlement ADD COLUMN decided_name text NOT NULL DEFAULT '';
            -- The default is for rows that are there already.
            ALTER TABLE settlement ALTER COLUMN decided_name DROP DEFAULT;
            """)

    private static let proofMails = Migration(
        number: 8, name: "mails with one-time links",
        sql: """
            CREATE TABLE proof_mail (
              proof_id uuid PRIMARY KEY,
              person_id uuid NOT NULL,
              kind text NOT NULL CHECK (kind IN ('contact-confirm', 'contact-password')),
              template_version integer NOT NULL,
              email text,
              expires_at timestamptz NOT NULL,
              state text NOT NULL CHECK (state IN ('waiting', 'sending', 'handed-over', 'failed', 'in-doubt')),
              attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
              next_attempt_at timestamptz,
              answer_by timestamptz,
              code integer,
              cause text,
              changed_at timestamptz NOT NULL,
              CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
              CHECK ((state = 'sending') = (answer_by IS NOT NULL)),
              CHECK ((state IN ('waiting', 'sending')) = (email IS NOT NULL))
            );
            COMMENT ON COLUMN proof_mail.email IS 'Personal data (UU 27/2022); gone as soon as the mail is over.';
            CREATE INDEX proof_mail_due ON proof_mail (next_attempt_at) WHERE state = 'waiting';
            CREATE INDEX proof_mail_running ON proof_mail (answer_by) WHERE state = 'sending';
            GRANT SELECT, INSERT, UPDATE ON proof_mail TO {runtime};
            """)

    private static let deliveries = Migration(
        number: 5, name: "deliveries",
        sql: """
            CREATE TABLE delivery (
              letter_id uuid PRIMARY KEY,
              case_id uuid NOT NULL,
              completed_at timestamptz NOT NULL
            );
            GRANT SELECT, INSERT ON delivery TO {runtime};
            """)
}
