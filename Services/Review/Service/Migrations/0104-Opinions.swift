extension ReviewMigrations {
    /// Opinions of evaluators: one each, and none is changed once the evaluation is closed.
    static let opinions = """
        CREATE TABLE opinion (
            case_id     uuid NOT NULL REFERENCES review_case,
            person_id   uuid NOT NULL,
            person_name text NOT NULL,
            unit        text,
            recommends  text NOT NULL CHECK (recommends IN ('feasible', 'refused')),
            words       text NOT NULL,
            given_at    timestamptz NOT NULL,
            PRIMARY KEY (case_id, person_id)
        );
        CREATE FUNCTION keep_closed_opinion() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF EXISTS (SELECT 1 FROM review_case WHERE id = NEW.case_id AND minutes IS NOT NULL) THEN
                RAISE EXCEPTION 'an opinion is never changed after the evaluation is closed'
                    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'opinion_closed';
            END IF;
            RETURN NEW;
        END
        $body$;
        CREATE TRIGGER keep_closed_opinion BEFORE INSERT OR UPDATE ON opinion
            FOR EACH ROW EXECUTE FUNCTION keep_closed_opinion();
        GRANT SELECT, INSERT, UPDATE ON opinion TO {runtime};
        """
}
