"""What takes two people."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
PEOPLE = ("asked_by_id", "subject_id", "agreed_by_id", "stopped_by_id")


def moment(name, **how):
    return sa.Column(name, sa.DateTime(timezone=True), **how)


def upgrade():
    op.create_table(
        "joint_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        *(sa.Column(name, sa.Integer()) for name in PEOPLE),
        moment("asked_at", nullable=False),
        moment("agreed_at"),
        moment("due_at"),
        moment("done_at"),
        moment("stopped_at"),
        *(
            sa.ForeignKeyConstraint(
                [name],
                ["member.id"],
                name=f"fk_joint_act_{name}_member",
                ondelete="CASCADE" if name == "subject_id" else "SET NULL",
            )
            for name in PEOPLE
        ),
        sa.CheckConstraint(
            "done_at IS NULL OR stopped_at IS NULL", name="ck_joint_act_done_or_stopped"
        ),
        sa.CheckConstraint(
            "agreed_by_id IS NULL OR agreed_by_id <> asked_by_id",
            name="ck_joint_act_two_people_not_one",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_joint_act"),
    )
    op.create_index("ix_joint_act_open", "joint_act", ["done_at", "stopped_at", "due_at"])
    for name in PEOPLE:
        op.create_index(f"ix_joint_act_{name}", "joint_act", [name])


def downgrade():
    op.drop_table("joint_act")
