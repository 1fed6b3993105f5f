/// Finds recommendation numbers by their parts: the parser of text search would take `V-26.0000.002` for one word.
enum CatalogueWords {
    static let sql = """
        ALTER TABLE catalogue DROP COLUMN words;
        ALTER TABLE catalogue ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS
          (to_tsvector('simple', regexp_replace(
            title || ' ' || institution || ' ' || recommendation_number, '[^[:alnum:]]+', ' ', 'g'))) STORED;
        CREATE INDEX catalogue_words ON catalogue USING gin (words);
        """
}
