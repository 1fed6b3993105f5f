extension ReviewMigrations {
    /// Letters and number registers. Four eyes are kept here too: whatever the program does, no row can say that a drafter
    /// or last editor signed, and a signed letter is never changed.
    static let letters = """
        CREATE TABLE letter (
            id                    uuid PRIMARY KEY,
            case_id               uuid NOT NULL UNIQUE REFERENCES review_case,
            unit                  text NOT NULL,
            outcome               text NOT NULL CHECK (outcome IN ('feasible', 'refused')),
            advice                text[] NOT NULL,
            reasons               text[] NOT NULL,
            content               bytea NOT NULL,
            template_version      text NOT NULL,
            drafted_by            uuid NOT NULL,
            drafted_by_name       text NOT NULL,
            drafted_at            timestamptz NOT NULL,
            last_edited_by        uuid NOT NULL,
            last_edited_by_name   text NOT NULL,
            last_edited_at        timestamptz NOT NULL,
            signed_by             uuid,
            signed_by_name        text,
            signed_at             timestamptz,
            signer_office         text,
            letter_number         text,
            recommendation_number text UNIQUE,
            verification_code     text UNIQUE,
            sha256                text UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
            size                  integer CHECK (size > 0),
            CONSTRAINT letter_four_eyes CHECK (signed_by <> drafted_by AND signed_by <> last_edited_by),
            CONSTRAINT letter_signed_whole CHECK (
                num_nulls(signed_by, signed_by_name, signed_at, signer_office, letter_number, verification_code,
                    sha256, size) IN (0, 8)),
            CONSTRAINT letter_recommendation CHECK (
                (recommendation_number IS NOT NULL) = (signed_by IS NOT NULL AND outcome = 'feasible')),
            CONSTRAINT letter_reasons CHECK ((outcome = 'refused') = (cardinality(reasons) > 0)),
            CONSTRAINT letter_number_once UNIQUE (unit, letter_number)
        );
        CREATE TABLE letter_file (
            letter_id uuid PRIMARY KEY REFERENCES letter,
            pdf       bytea NOT NULL
        );
        CREATE FUNCTION keep_letter() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF NEW.signed_by IS NOT NULL OR NEW.last_edited_by <> NEW.drafted_by THEN
                    RAISE EXCEPTION 'a letter begins as a draft'
                        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_begins_as_draft';
                END IF;
                RETURN NEW;
            END IF;
            IF OLD.signed_by IS NOT NULL THEN
                RAISE EXCEPTION 'a signed letter is never changed'
                    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_signed';
            END IF;
            IF NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.drafted_by <> OLD.drafted_by THEN
                RAISE EXCEPTION 'a letter keeps its case and its drafter'
                    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_drafter';
            END IF;
            -- Approval freezes what was drafted: signing and editing are never one update.
            IF NEW.signed_by IS NOT NULL AND (
                NEW.content, NEW.template_version, NEW.outcome, NEW.advice, NEW.reasons, NEW.last_edited_by
            ) IS DISTINCT FROM (
                OLD.content, OLD.template_version, OLD.outcome, OLD.advice, OLD.reasons, OLD.last_edited_by
            ) THEN
                RAISE EXCEPTION 'a letter is signed as it was drafted'
                    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_frozen';
            END IF;
            RETURN NEW;
        END
        $body$;
        CREATE TRIGGER keep_letter BEFORE INSERT OR UPDATE ON letter FOR EACH ROW EXECUTE FUNCTION keep_letter();

        CREATE TABLE number_register (
            unit text NOT NULL,
            year integer NOT NULL,
            kind text NOT NULL CHECK (kind IN ('letter', 'recommendation')),
            last integer NOT NULL CHECK (last >= 0),
            PRIMARY KEY (unit, year, kind)
        );
        GRANT SELECT, INSERT, UPDATE ON letter, number_register TO {runtime};
        GRANT SELECT, INSERT ON letter_file TO {runtime};
        """
}
