"""Indexes in the order of every list, and a search that reads the newest matches only."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

LISTS = {
    "ix_proposal_space_id_id": ("proposal", ["space_id", "id"]),
    "ix_proposal_space_id_support": ("proposal", ["space_id", "support_count", "id"]),
    "ix_proposal_stage_support": ("proposal", ["stage", "support_count", "id"]),
    "ix_search_entry_kind_id": ("search_entry", ["kind", "id"]),
}
OPEN = sa.text("settled_at IS NULL")


def sqlite_index(*columns):
    names, new, old = (", ".join(mark + name for name in columns) for mark in ("", "new.", "old."))
    write = f"INSERT INTO search_words(rowid, {names}) VALUES (new.id, {new});"
    erase = (
        f"INSERT INTO search_words(search_words, rowid, {names}) VALUES ('delete', old.id, {old});"
    )
    for name in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER search_words_{name}")
    op.execute("DROP TABLE search_words")
    op.execute(
        f"CREATE VIRTUAL TABLE search_words USING fts5({names}, "
        "content='search_entry', content_rowid='id', tokenize='unicode61')"
    )
    for deed, does in (("insert", write), ("delete", erase), ("update", f"{erase} {write}")):
        op.execute(
            f"CREATE TRIGGER search_words_{deed} AFTER {deed} ON search_entry BEGIN {does} END"
        )
    op.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")


def upgrade():
    for name, (table, columns) in LISTS.items():
        op.create_index(name, table, columns)
    op.create_index(
        "ix_flag_open", "flag", ["comment_id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    if op.get_bind().dialect.name == "sqlite":
        sqlite_index("kind", "space_id", "title", "text")
        return
    op.execute("DROP INDEX search_words")
    op.execute(
        "ALTER TABLE search_entry ADD COLUMN search_words tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', title || ' ' || text)) STORED"
    )
    op.execute("CREATE INDEX search_words ON search_entry USING gin (search_words)")


def downgrade():
    for name, (table, _columns) in LISTS.items():
        op.drop_index(name, table)
    op.drop_index("ix_flag_open", "flag")
    if op.get_bind().dialect.name == "sqlite":
        sqlite_index("title", "text")
        return
    op.execute("ALTER TABLE search_entry DROP COLUMN search_words")
    op.execute(
        "CREATE INDEX search_words ON search_entry "
        "USING gin (to_tsvector('simple', title || ' ' || text))"
    )
