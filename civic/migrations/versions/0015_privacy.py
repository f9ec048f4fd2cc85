"""Copies of everything about a member, and being erased."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def moment(name, **how):
    return sa.Column(name, sa.DateTime(timezone=True), **how)


def of_a_member(table):
    return sa.ForeignKeyConstraint(
        ["member_id"], ["member.id"], name=f"fk_{table}_member_id_member", ondelete="CASCADE"
    )


def upgrade():
    op.add_column("member", moment("left_at"))
    op.add_column("member", moment("erased_at"))
    op.create_table(
        "data_copy",
        sa.Column("member_id", sa.Integer(), nullable=False),
        moment("asked_at", nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        moment("made_at"),
        moment("taken_at"),
        sa.Column("content", sa.LargeBinary()),
        of_a_member("data_copy"),
        sa.PrimaryKeyConstraint("member_id", name="pk_data_copy"),
    )
    op.create_index("ix_data_copy_asked_at", "data_copy", ["asked_at"])
    op.create_table(
        "erasing",
        sa.Column("member_id", sa.Integer(), nullable=False),
        moment("asked_at", nullable=False),
        moment("due_at", nullable=False),
        sa.Column("with_texts", sa.Boolean(), nullable=False),
        moment("erased_at"),
        of_a_member("erasing"),
        sa.PrimaryKeyConstraint("member_id", name="pk_erasing"),
    )
    op.create_index("ix_erasing_due_at", "erasing", ["due_at"])


def downgrade():
    op.drop_table("erasing")
    op.drop_table("data_copy")
    op.drop_column("member", "erased_at")
    op.drop_column("member", "left_at")
