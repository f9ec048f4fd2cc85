"""The same is told by mail a few times a day, then waits."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade():
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("pending_notice") as table:
        table.add_column(sa.Column("not_before", moment))
    op.create_table(
        "told_lately",
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("more_waits", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("about", name="pk_told_lately"),
    )
    op.create_index("ix_told_lately_since", "told_lately", ["since"])


def downgrade():
    op.drop_table("told_lately")
    with op.batch_alter_table("pending_notice") as table:
        table.drop_column("not_before")
