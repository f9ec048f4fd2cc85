"""Requests to join a space, supported versions, descriptions of pictures, changed answers."""

import sqlalchemy as sa
from alembic import op

from civic.core.tables import Moment

revision = "0007"
down_revision = "0006"

STANCES = "accepted", "partly", "rejected"


def stance(table):
    kind = sa.Enum(
        *STANCES,
        name=op.f(f"ck_{table}_known_stance"),
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    return sa.Column("stance", kind, nullable=True)


def upgrade():
    op.create_table(
        "join_request",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(280), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["space.id"],
            name=op.f("fk_join_request_space_id_space"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_join_request_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("space_id", "member_id", name=op.f("pk_join_request")),
    )
    op.create_index(op.f("ix_join_request_member_id"), "join_request", ["member_id"])
    with op.batch_alter_table("support") as support:
        support.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        support.create_index("ix_support_proposal_id_version", ["proposal_id", "version"])
    with op.batch_alter_table("attachment") as attachment:
        attachment.add_column(sa.Column("alt", sa.String(280), nullable=False, server_default=""))
    op.create_index("ix_proposal_discussion", "proposal", ["comment_count", "id"])
    with op.batch_alter_table("official_answer") as answer:
        answer.add_column(stance("official_answer"))
        answer.add_column(sa.Column("edited_at", Moment(timezone=True), nullable=True))
    op.create_table(
        "former_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        stance("former_answer"),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("replaced_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["official_answer.id"],
            name=op.f("fk_former_answer_answer_id_official_answer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["member.id"], name=op.f("fk_former_answer_author_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_answer")),
    )
    op.create_index(op.f("ix_former_answer_answer_id"), "former_answer", ["answer_id"])
    op.create_index(op.f("ix_former_answer_author_id"), "former_answer", ["author_id"])


def downgrade():
    op.drop_table("former_answer")
    with op.batch_alter_table("official_answer") as answer:
        answer.drop_column("edited_at")
        answer.drop_column("stance")
    op.drop_index("ix_proposal_discussion", "proposal")
    with op.batch_alter_table("attachment") as attachment:
        attachment.drop_column("alt")
    with op.batch_alter_table("support") as support:
        support.drop_index("ix_support_proposal_id_version")
        support.drop_column("version")
    op.drop_table("join_request")
