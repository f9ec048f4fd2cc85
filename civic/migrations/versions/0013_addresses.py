"""A change of address waits for both mailboxes."""

import sqlalchemy as sa
from alembic import op

from civic.core.tables import Moment

revision = "0013"
down_revision = "0012"


def upgrade():
    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("old_address", sa.String(254)),
        sa.Column("new_agreed", sa.Boolean(), nullable=False),
        sa.Column("old_agreed", sa.Boolean(), nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_address_change_member_id_member",
            ondelete="CASCADE",
        ),
    )  # fmt: skip
    op.create_index("ix_address_change_member_id", "address_change", ["member_id"])
    op.create_index("ix_address_change_asked_at", "address_change", ["asked_at"])
    op.execute("DELETE FROM one_time_token WHERE purpose = 'confirm_address'")
    with op.batch_alter_table("one_time_token") as table:
        table.add_column(sa.Column("change_id", sa.Integer()))
        table.create_foreign_key(
            "fk_one_time_token_change_id_address_change", "address_change", ["change_id"], ["id"],
            ondelete="CASCADE",
        )  # fmt: skip
        table.create_index("ix_one_time_token_change_id", ["change_id"])


def downgrade():
    with op.batch_alter_table("one_time_token") as table:
        table.drop_index("ix_one_time_token_change_id")
        table.drop_constraint("fk_one_time_token_change_id_address_change", type_="foreignkey")
        table.drop_column("change_id")
    op.drop_table("address_change")
