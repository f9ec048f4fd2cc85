"""Promises that only triggers keep: what was frozen or recorded does not change."""

revision = "0003"
down_revision = "0002"


def upgrade():
    pass


def downgrade():
    pass
