import MessagingLive
import Postgres

/// Everything that Rating keeps. Numbers are never used again; a written migration never changes.
enum RatingMigrations {
    static let own: [Migration] = [knownThings, ratings, complaints]
    static var all: [Migration] { self.own + MessagingSchema.migrations }

    private static let knownThings = Migration(
        number: 1, name: "known units and calendars",
        sql: """
            CREATE TABLE known_unit (
              code text PRIMARY KEY CHECK (code ~ '^[0-9]{4}$'),
              name text NOT NULL,
              zone text NOT NULL,
              standard text NOT NULL,
              standard_version integer NOT NULL
            );
            CREATE TABLE calendar_version (
              version integer PRIMARY KEY,
              covered_from date NOT NULL,
              covered_until date NOT NULL,
              days_off jsonb NOT NULL
            );
            GRANT SELECT, INSERT, UPDATE ON known_unit TO {runtime};
            GRANT SELECT, INSERT ON calendar_version TO {runtime};
            """)

    // Streams overtake each other: a delivery may be known before the case's opening. So each event fills its own columns.
    private static let ratings = Migration(
        number: 2, name: "cases and their ratings",
        sql: """
            CREATE TABLE rated_case (
              case_id uuid PRIMARY KEY,
              case_number text,
              unit text CHECK (unit ~ '^[0-9]{4}$'),
              title text,
              institution text,
              outcome text CHECK (outcome IN ('feasible', 'refused')),
              decided_at timestamptz,
              delivered_at timestamptz,
              completed_at timestamptz,
              first_answer_at timestamptz,
              answers integer NOT NULL DEFAULT 0 CHECK (answers >= 0),
              CHECK ((answers = 0) = (first_answer_at IS NULL))
            );
            CREATE INDEX rated_case_unit ON rated_case (unit) WHERE completed_at IS NOT NULL;
            CREATE TABLE rating_answer (
              case_id uuid NOT NULL REFERENCES rated_case,
              version integer NOT NULL CHECK (version > 0),
              score integer NOT NULL CHECK (score BETWEEN 1 AND 5),
              comment text CHECK (char_length(comment) <= 1000),
              given_at timestamptz NOT NULL,
              PRIMARY KEY (case_id, version)
            );
            GRANT SELECT, INSERT, UPDATE ON rated_case TO {runtime};
            GRANT SELECT, INSERT ON rating_answer TO {runtime};
            """)

    private static let complaints = Migration(
        number: 3, name: "complaints",
        sql: """
            CREATE TABLE complaint (
              id uuid PRIMARY KEY,
              sender text NOT NULL,
              idempotency_key text NOT NULL,
              digest bytea NOT NULL,
              tracking_code text NOT NULL UNIQUE,
              unit text NOT NULL CHECK (unit ~ '^[0-9]{4}$'),
              channel text NOT NULL,
              channel_reference text,
              case_number text,
              content text NOT NULL,
              is_anonymous boolean NOT NULL,
              is_confidential boolean NOT NULL,
              state text NOT NULL CHECK (state IN ('filed', 'handled', 'answered', 'closed')),
              filed_at timestamptz NOT NULL,
              UNIQUE (sender, idempotency_key)
            );
            CREATE TABLE complaint_state (
              complaint_id uuid NOT NULL REFERENCES complaint,
              state text NOT NULL,
              since timestamptz NOT NULL,
              PRIMARY KEY (complaint_id, since)
            );
            -- Sealed: the service can put a complainant in and never read one out. The complaint desk will read through a
            -- role of its own.
            CREATE TABLE complainant (
              complaint_id uuid PRIMARY KEY REFERENCES complaint,
              name text,
              contact text
            );
            COMMENT ON TABLE complainant IS 'Personal data (UU 27/2022), sealed: no SELECT for the service.';
            GRANT SELECT, INSERT, UPDATE ON complaint TO {runtime};
            GRANT SELECT, INSERT ON complaint_state TO {runtime};
            GRANT INSERT ON complainant TO {runtime};
            """)
}
