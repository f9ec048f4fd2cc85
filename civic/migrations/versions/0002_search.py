"""The full-text index over search_entry."""

revision = "0002"
down_revision = "0001"


def upgrade():
    pass


def downgrade():
    pass
