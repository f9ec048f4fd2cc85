"""PostgreSQL's index knows of each word the kind and the slice of numbers of its row, so that a
search reads the newest matches only: civic/search/slices.py asks it so."""

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


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute("DROP INDEX search_words")
    op.execute("DROP FUNCTION search_lexemes")
    op.execute(
        "ALTER TABLE search_entry ADD COLUMN search_words tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', title || ' ' || text)) STORED"
    )
    op.execute("CREATE INDEX search_words ON search_entry USING gin (search_words)")
