"""Those who no longer belong to an organisation, the latest first."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade():
    op.create_index(
        "ix_organisation_membership_ended",
        "organisation_membership",
        ["organisation_id", "ended_at"],
    )


def downgrade():
    op.drop_index("ix_organisation_membership_ended", "organisation_membership")
