"""Offices end on a last day, and that is told beforehand."""

import sqlalchemy as sa
from alembic import op

from civic.core.tables import Moment

revision = "0022"
down_revision = "0021"


def upgrade():
    op.add_column("member", sa.Column("role_until", Moment(timezone=True)))
    op.create_index("ix_member_role_until", "member", ["role_until"])
    for table in ("member", "organisation_membership"):
        told = sa.Column("role_told", sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column(table, told)


def downgrade():
    for table in ("organisation_membership", "member"):
        op.drop_column(table, "role_told")
    op.drop_index("ix_member_role_until", "member")
    op.drop_column("member", "role_until")
