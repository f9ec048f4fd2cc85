"""What runs by itself and fails says so."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade():
    op.add_column("tick_lease", sa.Column("failure", sa.String(80)))
    op.add_column("tick_lease", sa.Column("failing_since", sa.DateTime(timezone=True)))
    often = sa.Column("failures", sa.Integer(), nullable=False, server_default="0")
    op.add_column("tick_lease", often)


def downgrade():
    for column in ("failures", "failing_since", "failure"):
        op.drop_column("tick_lease", column)
