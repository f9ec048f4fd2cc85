"""The full-text index over search_entry: FTS5 on SQLite, GIN on PostgreSQL."""

from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(
        title, text, content='search_entry', content_rowid='id', tokenize='unicode61')""",
    """CREATE TRIGGER search_words_insert AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words(rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
    """CREATE TRIGGER search_words_delete AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
    END""",
    """CREATE TRIGGER search_words_update AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO search_words(rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
)


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.execute(
            "CREATE INDEX search_words ON search_entry "
            "USING gin (to_tsvector('simple', title || ' ' || text))"
        )


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER search_words_{name}")
        op.execute("DROP TABLE search_words")
    else:
        op.execute("DROP INDEX search_words")
