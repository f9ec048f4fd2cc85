"""Whether a vote's published ballots may be counted under other rules, as a game."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade():
    op.add_column("round", sa.Column("what_if", sa.Boolean(), nullable=True))


def downgrade():
    op.drop_column("round", "what_if")
