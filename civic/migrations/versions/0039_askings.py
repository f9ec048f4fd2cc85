"""How often somebody asked others to sign or to agree."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade():
    op.create_table(
        "asking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], ondelete="CASCADE", name="fk_asking_member_id_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_asking"),
    )
    op.create_index("ix_asking_at", "asking", ["at"])
    op.create_index("ix_asking_member_id_at", "asking", ["member_id", "at"])


def downgrade():
    op.drop_table("asking")
