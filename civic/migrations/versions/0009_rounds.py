"""A draft's question can be put back; voters are reminded; emptied urns are scrubbed."""

import sqlalchemy as sa
from alembic import op

from civic.core.tables import Moment

revision = "0009"
down_revision = "0008"


def upgrade():
    op.add_column(
        "round",
        sa.Column("publication_chosen", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("round", sa.Column("removed_question", sa.JSON(none_as_null=True)))
    op.add_column("round", sa.Column("reminded_at", Moment))
    op.create_table(
        "urn_scrub",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("round_id"),
    )


def downgrade():
    op.drop_table("urn_scrub")
    for column in ("reminded_at", "removed_question", "publication_chosen"):
        op.drop_column("round", column)
