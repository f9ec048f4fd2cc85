"""What is counted and ranked by a search is read from the index of words alone, where it can be.

SQLite: the words of a title lie in it once more, behind a ``t``: proposal 7 of space 2, "plant
trees", of "a wall", has the words ``2p8 p8plant p8trees p8a p8wall tp8plant tp8trees``. Only rows
with a title are laid anew. ``search_words_seen`` needs no titles any more.

PostgreSQL: ``search_number`` counts without handing over a row, ``search_newest`` hands over no
text that is not asked for, and both read no more slices than they expect to need.
"""

from importlib import import_module

from alembic import op

revision = "0042"
down_revision = "0041"

TITLED = "FROM search_words_of WHERE id IN (SELECT id FROM search_entry WHERE title <> '')"
ERASE = f"INSERT INTO search_words(search_words, rowid, words) SELECT 'delete', id, words {TITLED}"
WRITE = f"INSERT INTO search_words(rowid, words) SELECT id, words {TITLED}"
VIEW = """CREATE VIEW search_words_of AS
    SELECT id, space_id || mark || ' ' || mark || replace(title || ' ' || text, ' ', ' ' || mark)
        {titles} AS words
    FROM (SELECT id, space_id, title, text, substr(kind, 1, 1) || length(kind) AS mark
        FROM search_entry)"""
TITLES = "|| iif(title = '', '', ' t' || mark || replace(title, ' ', ' t' || mark))"
SEEN = "CREATE INDEX search_words_seen ON search_entry (id, space_id, subject_id{title})"

# Where the next slices begin, and the words in them. First two small ones; then as many numbers as
# it takes at the rate so far, at most four times as many as were read.
SLICES = """
CREATE FUNCTION search_slices(
    asked text, words text[], beginnings boolean[],
    top bigint, stop bigint, hits integer, most integer,
    OUT start bigint, OUT wanted tsquery
) IMMUTABLE LANGUAGE plpgsql AS $$
DECLARE
    done bigint := top - stop;
    ahead bigint := CASE WHEN done = 0 THEN 4096
        ELSE least(4 * done, (most - hits) * done / greatest(hits, 1)) END;
    width integer := CASE WHEN ahead < 65536 THEN 12 ELSE 16 END;
    mark text := asked || CASE width WHEN 12 THEN '/' ELSE '//' END;
BEGIN
    start := greatest(((stop - 1) >> width) - (ahead >> width), 0) << width;
    wanted := (
        SELECT string_agg(
            format('''%s%s/%s''%s', mark, slice, word, CASE WHEN beginning THEN ':*' ELSE '' END),
            ' | ')
        FROM generate_series(start >> width, (stop - 1) >> width) AS slice,
             unnest(words, beginnings) AS sought(word, beginning)
    )\\:\\:tsquery;
END
$$
"""
# Of numbers and spaces no index is to be seen in these conditions: the planner would rather read a
# range of numbers and look at each row's words.
MATCHES = """FROM search_entry e
            WHERE search_lexemes(e.kind, e.id, e.title || ' ' || e.text) @@ slices.wanted
                AND e.id + 0 < stop AND e.space_id + 0 = ANY (spaces)"""
LOOP = """
#variable_conflict use_column
DECLARE
    first bigint;
    top bigint;
    stop bigint;
    slices record;
    here integer;
    hits integer := 0;
BEGIN
    SELECT min(e.id), max(e.id) + 1 INTO first, top FROM search_entry e WHERE e.kind = asked;
    stop := top;
    WHILE stop > first AND hits < most LOOP
        slices := search_slices(asked, words, beginnings, top, stop, hits, most);
        {read}
        hits := hits + here;
        stop := slices.start;
    END LOOP;"""
NUMBER = f"""
CREATE FUNCTION search_number(
    asked text, words text[], beginnings boolean[], spaces integer[], most integer
) RETURNS integer STABLE LANGUAGE plpgsql AS $$
{LOOP.format(read=f"here := (SELECT count(*) {MATCHES});")}
    RETURN least(hits, most);
END
$$
"""
ROWS = f"""RETURN QUERY
            SELECT e.id, e.subject_id, e.title\\:\\:text, CASE WHEN texts THEN e.text\\:\\:text END
            {MATCHES}
            ORDER BY e.id + 0 DESC LIMIT most - hits;
        GET DIAGNOSTICS here = ROW_COUNT;"""
NEWEST = f"""
CREATE FUNCTION search_newest(
    asked text, words text[], beginnings boolean[], spaces integer[], most integer, texts boolean
) RETURNS TABLE (id integer, subject_id integer, title text, "text" text)
STABLE LANGUAGE plpgsql AS $$
{LOOP.format(read=ROWS)}
END
$$
"""
BEFORE = "search_newest(text, text[], boolean[], integer[], integer)"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        lay_titles("", TITLES)
        return
    op.execute(f"DROP FUNCTION {BEFORE}")
    for function in (SLICES, NUMBER, NEWEST):
        op.execute(function)


def lay_titles(seen, titles):
    op.execute("DROP INDEX search_words_seen")
    op.execute(SEEN.format(title=seen))
    op.execute(ERASE)
    op.execute("DROP VIEW search_words_of")
    op.execute(VIEW.format(titles=titles))
    op.execute(WRITE)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        lay_titles(", title", "")
        return
    for name in ("newest", "number", "slices"):
        op.execute(f"DROP FUNCTION search_{name}")
    op.execute(import_module("civic.migrations.versions.0026_search_slices").NEWEST)
