/// Drafts, submissions with every round's form, files, standards, keys and counters.
enum SubmissionTables {
    static let sql = """
        CREATE TABLE draft (
          case_id       uuid        PRIMARY KEY,
          person_id     uuid        NOT NULL REFERENCES account,
          round         integer     NOT NULL CHECK (round >= 1),
          content       jsonb       NOT NULL,
          import_report jsonb,
          created_at    timestamptz NOT NULL,
          updated_at    timestamptz NOT NULL
        );
        CREATE INDEX draft_person ON draft (person_id, updated_at DESC);
        CREATE TABLE standard (
          id           text        PRIMARY KEY,
          unit         text        NOT NULL,
          version      integer     NOT NULL,
          unit_body    jsonb       NOT NULL,
          body         jsonb       NOT NULL,
          published_at timestamptz NOT NULL,
          UNIQUE (unit, version)
        );
        CREATE TABLE case_counter (
          unit text    NOT NULL,
          year integer NOT NULL,
          last integer NOT NULL CHECK (last >= 1),
          PRIMARY KEY (unit, year)
        );
        CREATE TABLE submission (
          case_id            uuid        PRIMARY KEY,
          number             text        NOT NULL UNIQUE,
          person_id          uuid        NOT NULL REFERENCES account,
          unit               text        NOT NULL,
          standard           text        NOT NULL REFERENCES standard,
          title              text        NOT NULL,
          year               integer     NOT NULL,
          institution        text        NOT NULL,
          regions            text[]      NOT NULL,
          source             text        NOT NULL CHECK (source IN ('page', 'api', 'amqp')),
          round              integer     NOT NULL CHECK (round >= 1),
          first_submitted_at timestamptz NOT NULL,
          submitted_at       timestamptz NOT NULL
        );
        CREATE INDEX submission_person ON submission (person_id, submitted_at DESC);
        CREATE TABLE submission_version (
          case_id      uuid        NOT NULL REFERENCES submission,
          round        integer     NOT NULL CHECK (round >= 1),
          form         jsonb       NOT NULL,
          attachments  jsonb       NOT NULL,
          submitted_at timestamptz NOT NULL,
          PRIMARY KEY (case_id, round)
        );
        CREATE TABLE attachment (
          id         uuid        PRIMARY KEY,
          case_id    uuid        NOT NULL,
          person_id  uuid        NOT NULL REFERENCES account,
          name       text        NOT NULL,
          media_type text        NOT NULL,
          size       integer     NOT NULL CHECK (size BETWEEN 1 AND 20971520),
          sha256     text        NOT NULL,
          content    bytea       NOT NULL CHECK (octet_length(content) = size),
          created_at timestamptz NOT NULL,
          removed_at timestamptz
        );
        CREATE INDEX attachment_case ON attachment (case_id);
        CREATE TABLE idempotency (
          scope        text        NOT NULL,
          key          text        NOT NULL,
          content_hash bytea       NOT NULL,
          case_id      uuid        NOT NULL,
          created_at   timestamptz NOT NULL,
          PRIMARY KEY (scope, key)
        );
        """
}
