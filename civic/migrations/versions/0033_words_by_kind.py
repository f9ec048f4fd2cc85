"""A word of SQLite's index of search is made of kind and stem, so that a search for proposals steps
over no messages. The index keeps no places of words: it takes a fifth of the room.

``search_words_of`` is what of each row lies in it: proposal 7 of space 2, "plant trees", has the
words ``2p8 p8plant p8trees``. A mark is the first letter of a kind and its length.

``search_words_seen`` has what is asked of each match, without the texts, on a twelfth of the pages.
"""

from contextlib import nullcontext
from types import SimpleNamespace

from alembic import context, op

revision = "0033"
down_revision = "0032"

PIECE = 20_000
"""Numbers at a time: so many rows are read before the bar moves."""
SEEN = "CREATE INDEX search_words_seen ON search_entry (id, space_id, subject_id, title)"
VIEW = """CREATE VIEW search_words_of AS
    SELECT id, space_id || mark || ' ' || mark || replace(title || ' ' || text, ' ', ' ' || mark)
        AS words
    FROM (SELECT id, space_id, title, text, substr(kind, 1, 1) || length(kind) AS mark
        FROM search_entry)"""
INDEX = """CREATE VIRTUAL TABLE search_words USING fts5(
    words, content='search_words_of', content_rowid='id', detail=none, columnsize=0,
    tokenize='ascii', prefix='6 7 8 9 10 11')"""
FILL = """INSERT INTO search_words(rowid, words)
    SELECT id, words FROM search_words_of WHERE id >= {start} AND id < {start} + {piece}"""
WRITE = """INSERT INTO search_words(rowid, words)
    SELECT id, words FROM search_words_of WHERE id = new.id;"""
ERASE = """INSERT INTO search_words(search_words, rowid, words)
    SELECT 'delete', id, words FROM search_words_of WHERE id = old.id;"""
TRIGGERS = {
    "insert": f"AFTER INSERT ON search_entry BEGIN {WRITE} END",
    "erase": f"BEFORE UPDATE ON search_entry BEGIN {ERASE} END",
    "update": f"AFTER UPDATE ON search_entry BEGIN {WRITE} END",
    "delete": f"BEFORE DELETE ON search_entry BEGIN {ERASE} END",
}


def upgrade():
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER search_words_{name}")
    op.execute("DROP TABLE search_words")
    op.execute(SEEN)
    op.execute(VIEW)
    op.execute(INDEX)
    fill()
    for name, trigger in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER search_words_{name} {trigger}")


def fill():
    first, last = op.get_bind().exec_driver_sql("SELECT min(id), max(id) FROM search_entry").one()
    if first is None:
        return
    bar = context.config.attributes.get("progress", silent)
    with bar("Words of search", last + 1 - first) as rows:
        for start in range(first, last + 1, PIECE):
            op.execute(FILL.format(start=start, piece=PIECE))
            rows.update(min(PIECE, last + 1 - start))


def silent(_label, _total):
    return nullcontext(SimpleNamespace(update=lambda _steps: None))


def downgrade():
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER search_words_{name}")
    op.execute("DROP INDEX search_words_seen")
    op.execute("DROP TABLE search_words")
    op.execute("DROP VIEW search_words_of")
    op.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5(kind, space_id, title, text, "
        "content='search_entry', content_rowid='id', tokenize='unicode61', prefix='4 5 6 7 8')"
    )
    names = ("kind", "space_id", "title", "text")
    listed, new, old = (", ".join(mark + name for name in names) for mark in ("", "new.", "old."))
    write = f"INSERT INTO search_words(rowid, {listed}) VALUES (new.id, {new});"
    erase = (
        f"INSERT INTO search_words(search_words, rowid, {listed}) VALUES ('delete', old.id, {old});"
    )
    for deed, does in (("insert", write), ("delete", erase), ("update", f"{erase} {write}")):
        op.execute(
            f"CREATE TRIGGER search_words_{deed} AFTER {deed} ON search_entry BEGIN {does} END"
        )
    op.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")
