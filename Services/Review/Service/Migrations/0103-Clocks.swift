extension ReviewMigrations {
    /// Legal clocks: at most one of a case runs, and an ended one is never changed.
    static let clocks = """
        CREATE TABLE legal_clock (
            case_id          uuid NOT NULL REFERENCES review_case,
            number           integer NOT NULL CHECK (number >= 1),
            round            integer NOT NULL,
            declared_at      timestamptz NOT NULL,
            working_days     integer NOT NULL CHECK (working_days >= 1),
            due_on           date NOT NULL,
            due_at           timestamptz NOT NULL,
            calendar_version integer NOT NULL,
            ended_at         timestamptz,
            end_reason       text CHECK (end_reason IN ('correction-requested', 'issued', 'refused')),
            PRIMARY KEY (case_id, number),
            CHECK ((ended_at IS NULL) = (end_reason IS NULL))
        );
        CREATE UNIQUE INDEX legal_clock_running ON legal_clock (case_id) WHERE ended_at IS NULL;

        CREATE FUNCTION keep_ended_clock() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF OLD.ended_at IS NOT NULL THEN
                RAISE EXCEPTION 'an ended clock is never changed'
                    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'legal_clock_ended';
            END IF;
            RETURN NEW;
        END
        $body$;
        CREATE TRIGGER keep_ended_clock BEFORE UPDATE ON legal_clock
            FOR EACH ROW EXECUTE FUNCTION keep_ended_clock();
        GRANT SELECT, INSERT, UPDATE ON legal_clock TO {runtime};
        """
}
