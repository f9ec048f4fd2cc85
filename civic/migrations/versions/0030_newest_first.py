"""The newest proposals are those published last, in every list, whatever their number."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

LISTS = {
    "ix_proposal_newest": ("proposal", ["opened_at", "id"]),
    "ix_proposal_space_id_newest": ("proposal", ["space_id", "opened_at", "id"]),
    "ix_proposal_stage_newest": ("proposal", ["stage", "opened_at", "id"]),
    "ix_proposal_space_id_stage_newest": ("proposal", ["space_id", "stage", "opened_at", "id"]),
    "ix_proposal_tag_newest": ("proposal_tag", ["tag", "opened_at", "proposal_id"]),
}
BY_NUMBER = {
    "ix_proposal_space_id_id": ("proposal", ["space_id", "id"]),
    "ix_proposal_stage_id": ("proposal", ["stage", "id"]),
    "ix_proposal_space_id_stage_id": ("proposal", ["space_id", "stage", "id"]),
    "ix_proposal_tag_tag_proposal_id": ("proposal_tag", ["tag", "proposal_id"]),
}


def upgrade():
    op.add_column("proposal_tag", sa.Column("opened_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE proposal_tag SET opened_at = "
        "(SELECT p.opened_at FROM proposal p WHERE p.id = proposal_tag.proposal_id)"
    )
    replace(BY_NUMBER, LISTS)


def downgrade():
    replace(LISTS, BY_NUMBER)
    op.drop_column("proposal_tag", "opened_at")


def replace(old, new):
    for name, (table, _columns) in old.items():
        op.drop_index(name, table_name=table)
    for name, (table, columns) in new.items():
        op.create_index(name, table, columns)
