"""Messages that led to a version of their proposal."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade():
    op.create_table(
        "thanks",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], ondelete="CASCADE", name="fk_thanks_comment_id_comment"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], ondelete="CASCADE",
            name="fk_thanks_proposal_id_proposal",
        ),
        sa.PrimaryKeyConstraint("comment_id", name="pk_thanks"),
    )  # fmt: skip
    op.create_index("ix_thanks_proposal_id_version", "thanks", ["proposal_id", "version"])


def downgrade():
    op.drop_table("thanks")
