"""PostgreSQL's index knows of each word the kind of its row and the slice of numbers that it lies
in, and a search asks it from the newest slices on.

A GIN index gathers all rows that match before the first is known, so a common word would cost as
much as it is old. Each word is laid twice: with a slice of 4,096 numbers and with one of 65,536.
``search_newest`` asks the newest two small slices, then older and older ones, about four times as
many numbers each time, and stops as soon as it has enough: a common word is found in the first, and
a rare one has few matches to gather.
"""

from alembic import op

revision = "0026"
down_revision = "0025"

# Dear, so that the planner never works it out row by row instead of asking the index.
LEXEMES = """
CREATE FUNCTION search_lexemes(kind text, id bigint, words text) RETURNS tsvector
IMMUTABLE PARALLEL SAFE COST 10000 LANGUAGE sql AS $$
    SELECT array_to_tsvector(coalesce(array_agg(slice || word), '{}'))
    FROM unnest(string_to_array(words, ' ')) AS word,
         unnest(ARRAY[kind || '/' || (id >> 12) || '/', kind || '//' || (id >> 16) || '/']) AS slice
    WHERE word <> ''
$$
"""

# The entries of a kind with one of the words (beginnings: or a longer one), in these spaces (NULL:
# in all), the newest first, at most so many. What matches is a part by itself: the planner would
# rather read a range of numbers and look at each row's words.
NEWEST = """
CREATE FUNCTION search_newest(
    asked text, words text[], beginnings boolean[], spaces integer[], most integer
) RETURNS TABLE (id integer, subject_id integer, title text, "text" text)
STABLE LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    stop bigint := (SELECT max(id) + 1 FROM search_entry WHERE kind = asked);
    start bigint;
    width integer := 12;
    mark text := '/';
    slices integer := 2;
    found_here integer;
    wanted tsquery;
BEGIN
    WHILE stop > 0 AND most > 0 LOOP
        start := greatest(((stop - 1) >> width) + 1 - slices, 0) << width;
        wanted := (
            SELECT string_agg(
                format('''%s%s%s/%s''%s', asked, mark, slice, word,
                       CASE WHEN beginning THEN ':*' ELSE '' END),
                ' | ')
            FROM generate_series(start >> width, (stop - 1) >> width) AS slice,
                 unnest(words, beginnings) AS sought(word, beginning)
        )\\:\\:tsquery;
        RETURN QUERY
            WITH matches AS MATERIALIZED (
                SELECT e.id, e.subject_id, e.space_id, e.title, e.text FROM search_entry e
                WHERE search_lexemes(e.kind, e.id, e.title || ' ' || e.text) @@ wanted
            )
            SELECT m.id, m.subject_id, m.title\\:\\:text, m.text\\:\\:text FROM matches m
            WHERE m.id >= start AND m.id < stop
                AND (spaces IS NULL OR m.space_id = ANY (spaces))
            ORDER BY m.id DESC LIMIT most;
        GET DIAGNOSTICS found_here = ROW_COUNT;
        most := most - found_here;
        stop := start;
        IF width = 12 AND slices = 2 THEN
            slices := 6;
        ELSIF width = 12 THEN
            width := 16; mark := '//'; slices := 2;
        ELSE
            slices := slices * 4;
        END IF;
    END LOOP;
END
$$
"""


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute("ALTER TABLE search_entry DROP COLUMN search_words")
    op.execute(LEXEMES)
    op.execute(
        "CREATE INDEX search_words ON search_entry "
        "USING gin (search_lexemes(kind, id, title || ' ' || text))"
    )
    op.execute("ALTER INDEX search_words ALTER COLUMN 1 SET STATISTICS 0")
    op.execute(NEWEST)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute("DROP FUNCTION search_newest")
    op.execute("DROP INDEX search_words")
    op.execute("DROP FUNCTION search_lexemes")
    op.execute(
        "ALTER TABLE search_entry ADD COLUMN search_words tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', title || ' ' || text)) STORED"
    )
    op.execute("CREATE INDEX search_words ON search_entry USING gin (search_words)")
