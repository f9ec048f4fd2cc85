"""The list of organisations is paged along its order."""

from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade():
    op.create_index("ix_organisation_sort_name", "organisation", ["sort_name", "id"])


def downgrade():
    op.drop_index("ix_organisation_sort_name", "organisation")
