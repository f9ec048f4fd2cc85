"""Beginnings of seven and eight letters, too: most stems are no longer, and a search for them
reads the newest matches alone."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade():
    lay("4 5 6 7 8")


def downgrade():
    lay("4 5 6")


def lay(lengths):
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE search_words")
    op.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5(kind, space_id, title, text, "
        f"content='search_entry', content_rowid='id', tokenize='unicode61', prefix='{lengths}')"
    )
    op.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")
