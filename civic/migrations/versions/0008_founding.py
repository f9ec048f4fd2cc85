"""Lists of members sorted as people sort; texts that wait for their writer to sign in again."""

import sqlalchemy as sa
from alembic import op

from civic.core.words import plain

revision = "0008"
down_revision = "0007"


def upgrade():
    sort_name = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
    op.add_column("member", sa.Column("sort_name", sort_name, nullable=False, server_default=""))
    known = sa.table("member", sa.column("id"), sa.column("name"), sa.column("sort_name"))
    connection = op.get_bind()
    for id, name in connection.execute(sa.select(known.c.id, known.c.name)).all():
        sorted_as = known.update().where(known.c.id == id).values(sort_name=plain(name)[:200])
        connection.execute(sorted_as)
    op.create_index("ix_member_listed", "member", ["state", "sort_name", "id"])
    op.create_table(
        "kept_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(400), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_kept_text_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_kept_text"),
        sa.UniqueConstraint("token_hash", name="uq_kept_text_token_hash"),
    )
    op.create_index("ix_kept_text_member_id", "kept_text", ["member_id"])
    op.create_index("ix_kept_text_created_at", "kept_text", ["created_at"])


def downgrade():
    op.drop_table("kept_text")
    op.drop_index("ix_member_listed", "member")
    op.drop_column("member", "sort_name")
