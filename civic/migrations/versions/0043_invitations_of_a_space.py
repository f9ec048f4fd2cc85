"""Invitations that wait are found by their space."""

from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade():
    op.create_index("ix_one_time_token_space_id", "one_time_token", ["space_id"])


def downgrade():
    op.drop_index("ix_one_time_token_space_id", "one_time_token")
