"""Beginnings of four, five and six letters are words of SQLite's index too: a search for them reads
the newest matches, not every longer word."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade():
    lay(", prefix='4 5 6'")


def downgrade():
    lay("")


def lay(option):
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE search_words")
    op.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5(kind, space_id, title, text, "
        f"content='search_entry', content_rowid='id', tokenize='unicode61'{option})"
    )
    op.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")
