"""Spaces that have nobody left who facilitates them are known, and told."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
NOTED = "unled_since IS NOT NULL"


def upgrade():
    op.add_column("space", sa.Column("unled_since", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_space_unled", "space", ["id"],
        sqlite_where=sa.text(NOTED), postgresql_where=sa.text(NOTED),
    )  # fmt: skip


def downgrade():
    op.drop_index("ix_space_unled", table_name="space")
    op.drop_column("space", "unled_since")
