/// What recommended activities are found by when a draft comes near to one: words, letters and regions.
///
/// `pg_trgm` is a trusted extension: the owner of the database may create it. What an entry lacks is taken from the form
/// that was recommended, as `ActivitySketch` and `RegionReach` read it; that of before has at most 60 variables too.
enum SimilarActivityTables {
    static let sql = """
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        ALTER TABLE catalogue
          ADD COLUMN variables  jsonb  NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(variables) = 'array'),
          ADD COLUMN population text   NOT NULL DEFAULT '',
          ADD COLUMN regions    text[],
          ADD COLUMN reach      text[] NOT NULL DEFAULT '{}';
        COMMENT ON COLUMN catalogue.regions IS 'Where data are collected; empty for all Indonesia, null when unknown.';
        COMMENT ON COLUMN catalogue.reach IS 'Codes of regions, provinces as two digits, 0000 for all Indonesia.';
        UPDATE catalogue c
           SET variables = coalesce(
                 (SELECT jsonb_agg(name) FROM (
                    SELECT v.form #> ARRAY['answers', '3.4', n::text, 'nama'] AS name FROM generate_series(0, 59) n) named
                   WHERE jsonb_typeof(name) = 'string'), '[]'),
               population = concat_ws(', ',
                 v.form #>> '{answers,5.8}', v.form #>> '{answers,5.7}', v.form #>> '{answers,4.8.lainnya}',
                 CASE WHEN v.form #> '{answers,4.8}' @> '1' THEN 'individu' END,
                 CASE WHEN v.form #> '{answers,4.8}' @> '2' THEN 'rumah tangga' END,
                 CASE WHEN v.form #> '{answers,4.8}' @> '4' THEN 'usaha atau perusahaan' END),
               regions = s.regions,
               reach = CASE WHEN s.regions = '{}' THEN ARRAY['0000']
                            ELSE ARRAY(SELECT r FROM unnest(s.regions) r UNION
                                       SELECT left(r, 2) FROM unnest(s.regions) r) END
          FROM submission s JOIN submission_version v ON v.case_id = s.case_id AND v.round = s.round
         WHERE s.case_id = c.case_id;
        ALTER TABLE catalogue ADD COLUMN topic tsvector NOT NULL GENERATED ALWAYS AS (
          setweight(to_tsvector('indonesian', title), 'A') || setweight(to_tsvector('indonesian', variables), 'B')
          || setweight(to_tsvector('indonesian', population), 'C')) STORED;
        CREATE INDEX catalogue_topic ON catalogue USING gin (topic);
        CREATE INDEX catalogue_spelling ON catalogue USING gin (title gin_trgm_ops);
        CREATE INDEX catalogue_reach ON catalogue USING gin (reach);
        """
}
