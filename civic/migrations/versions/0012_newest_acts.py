"""What is new since a visit is found by its time; facilitators, and words used, by theirs."""

from alembic import op

revision = "0012"
down_revision = "0011"

LISTS = {
    "ix_audit_entry_told_at_id": ("audit_entry", ["told_at", "id"]),
    "ix_membership_space_id_role": ("membership", ["space_id", "role"]),
    "ix_member_category": ("member", ["category"]),
    "ix_member_college": ("member", ["college"]),
}


def upgrade():
    for name, (table, columns) in LISTS.items():
        op.create_index(name, table, columns)


def downgrade():
    for name, (table, _columns) in LISTS.items():
        op.drop_index(name, table)
