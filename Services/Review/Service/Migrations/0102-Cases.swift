extension ReviewMigrations {
    /// Cases with the form of every round, and what was said about its items.
    static let cases = """
        CREATE TABLE review_case (
            id             uuid PRIMARY KEY,
            number         text NOT NULL UNIQUE,
            unit           text NOT NULL CHECK (unit ~ '^[0-9]{4}$'),
            standard       text NOT NULL,
            applicant_id   uuid NOT NULL,
            applicant_name text NOT NULL,
            institution    text NOT NULL,
            title          text NOT NULL,
            year           integer NOT NULL,
            regions        text[] NOT NULL,
            round          integer NOT NULL CHECK (round >= 1),
            submitted_at   timestamptz NOT NULL,
            state          text NOT NULL CHECK (state IN (
                'submitted', 'returned', 'resubmitted', 'complete', 'examined', 'correction-requested',
                'in-evaluation', 'evaluated', 'letter-drafted', 'issued', 'refused', 'delivered', 'completed')),
            task           text CHECK (task IN (
                'completeness', 'examination', 'evaluation', 'letter', 'signature')),
            version        integer NOT NULL CHECK (version >= 1),
            holder_id      uuid,
            holder_name    text,
            examiner_id    uuid,
            examiner_name  text,
            answer_by      date,
            minutes        text,
            delivered_at   timestamptz,
            rated_at       timestamptz,
            opened_at      timestamptz NOT NULL,
            changed_at     timestamptz NOT NULL,
            CHECK ((holder_id IS NULL) = (holder_name IS NULL)),
            CHECK ((examiner_id IS NULL) = (examiner_name IS NULL))
        );
        -- The worklist: its length; the work; the latest of what waits for nobody here.
        CREATE INDEX review_case_list ON review_case (unit, state);
        CREATE INDEX review_case_waiting ON review_case (unit, submitted_at) WHERE task IS NOT NULL;
        CREATE INDEX review_case_resting ON review_case (unit, changed_at DESC, id) WHERE task IS NULL;

        CREATE TABLE case_round (
            case_id      uuid NOT NULL REFERENCES review_case,
            round        integer NOT NULL CHECK (round >= 1),
            form         jsonb NOT NULL,
            attachments  jsonb NOT NULL,
            submitted_at timestamptz NOT NULL,
            PRIMARY KEY (case_id, round)
        );
        CREATE TABLE case_finding (
            case_id  uuid NOT NULL REFERENCES review_case,
            version  integer NOT NULL,
            position integer NOT NULL,
            round    integer NOT NULL,
            step     text NOT NULL CHECK (step IN ('return', 'examine')),
            item     text NOT NULL,
            verdict  text NOT NULL CHECK (verdict IN ('sound', 'advice', 'correction')),
            words    text,
            PRIMARY KEY (case_id, version, position),
            UNIQUE (case_id, version, item),
            CHECK (verdict = 'sound' OR words IS NOT NULL)
        );
        CREATE TABLE case_note (
            case_id uuid NOT NULL REFERENCES review_case,
            version integer NOT NULL,
            words   text NOT NULL,
            PRIMARY KEY (case_id, version)
        );
        GRANT SELECT, INSERT, UPDATE ON review_case TO {runtime};
        GRANT SELECT, INSERT ON case_round, case_finding, case_note TO {runtime};
        """
}
