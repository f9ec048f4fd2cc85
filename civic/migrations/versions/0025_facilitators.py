"""The end of a facilitator's mandate."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade():
    op.add_column("membership", sa.Column("role_until", sa.DateTime(timezone=True)))
    told = sa.Column("role_told", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("membership", told)
    op.create_index("ix_membership_role_until", "membership", ["role_until"])


def downgrade():
    op.drop_index("ix_membership_role_until", table_name="membership")
    op.drop_column("membership", "role_told")
    op.drop_column("membership", "role_until")
