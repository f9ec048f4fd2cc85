"""Acts of two about one organisation's people; doors that are shut for a while; accounts that no
longer let in since their member was let in anew."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade():
    with op.batch_alter_table("joint_act") as table:
        table.add_column(sa.Column("organisation_id", sa.Integer()))
        table.create_foreign_key(
            "fk_joint_act_organisation_id_organisation", "organisation",
            ["organisation_id"], ["id"], ondelete="CASCADE",
        )  # fmt: skip
    op.create_index("ix_joint_act_organisation_id", "joint_act", ["organisation_id"])
    op.add_column("connection", sa.Column("off_at", sa.DateTime(timezone=True)))
    op.add_column("partner_account", sa.Column("held_at", sa.DateTime(timezone=True)))


def downgrade():
    op.drop_column("partner_account", "held_at")
    op.drop_column("connection", "off_at")
    op.drop_index("ix_joint_act_organisation_id", table_name="joint_act")
    with op.batch_alter_table("joint_act") as table:
        table.drop_constraint("fk_joint_act_organisation_id_organisation", type_="foreignkey")
        table.drop_column("organisation_id")
