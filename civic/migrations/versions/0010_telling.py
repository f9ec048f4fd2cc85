"""Notices that break are left lying after a few times."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade():
    op.add_column(
        "pending_notice", sa.Column("failed", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade():
    op.drop_column("pending_notice", "failed")
