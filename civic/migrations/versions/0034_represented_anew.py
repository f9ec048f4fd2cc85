"""Somebody else is named who votes for a legal entity while a vote is open: the vote says so."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade():
    op.create_table(
        "represented_anew",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name="fk_represented_anew_round_id_round"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_represented_anew_member_id_member"
        ),
        sa.PrimaryKeyConstraint("round_id", "member_id", name="pk_represented_anew"),
    )
    op.create_index("ix_represented_anew_member_id", "represented_anew", ["member_id"])


def downgrade():
    op.drop_table("represented_anew")
