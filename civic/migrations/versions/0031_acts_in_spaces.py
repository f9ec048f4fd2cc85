"""Acts of two that are about one space; votes that take two people to be changed once open."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade():
    with op.batch_alter_table("joint_act") as table:
        table.add_column(sa.Column("space_id", sa.Integer()))
        table.create_foreign_key(
            "fk_joint_act_space_id_space", "space", ["space_id"], ["id"], ondelete="CASCADE"
        )
        table.alter_column("reason", existing_type=sa.String(500), type_=sa.String(1000))
    op.create_index("ix_joint_act_space_id", "joint_act", ["space_id"])
    by_two = sa.Column("by_two", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("round", by_two)


def downgrade():
    op.drop_column("round", "by_two")
    op.drop_index("ix_joint_act_space_id", table_name="joint_act")
    with op.batch_alter_table("joint_act") as table:
        table.alter_column("reason", existing_type=sa.String(1000), type_=sa.String(500))
        table.drop_constraint("fk_joint_act_space_id_space", type_="foreignkey")
        table.drop_column("space_id")
