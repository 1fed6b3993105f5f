/// What Intake has learnt of a case from the messages of others, for its applicant and for the public.
enum CaseTables {
    static let sql = """
        CREATE TABLE case_mirror (
          case_id               uuid        PRIMARY KEY REFERENCES submission,
          round                 integer     NOT NULL CHECK (round >= 1),
          stage                 text        NOT NULL,
          due_on                date,
          remarks               jsonb,
          remarks_note          text,
          remarks_round         integer,
          answer_by             date,
          letter_id             uuid,
          letter_number         text,
          recommendation_number text,
          verification_code     text,
          reasons               jsonb,
          decided_at            timestamptz,
          delivered_at          timestamptz,
          rating_score          integer     CHECK (rating_score BETWEEN 1 AND 5),
          updated_at            timestamptz NOT NULL
        );
        CREATE TABLE timeline (
          case_id    uuid        NOT NULL REFERENCES submission,
          message_id uuid        NOT NULL,
          at         timestamptz NOT NULL,
          fact       jsonb       NOT NULL,
          PRIMARY KEY (case_id, message_id)
        );
        CREATE TABLE catalogue (
          case_id               uuid        PRIMARY KEY,
          title                 text        NOT NULL,
          year                  integer     NOT NULL,
          institution           text        NOT NULL,
          unit                  text        NOT NULL,
          recommendation_number text        NOT NULL UNIQUE,
          verification_code     text        NOT NULL,
          issued_at             timestamptz NOT NULL,
          words                 tsvector    NOT NULL GENERATED ALWAYS AS
            (to_tsvector('simple', title || ' ' || institution || ' ' || recommendation_number)) STORED
        );
        CREATE INDEX catalogue_words ON catalogue USING gin (words);
        CREATE INDEX catalogue_issued ON catalogue (issued_at DESC, case_id);
        """
}
