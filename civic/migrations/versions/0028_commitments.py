"""What was promised because of a decision, what was said of it, and who asked for news."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade():
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer()),
        sa.Column("proposal_id", sa.Integer()),
        sa.Column("title", sa.String(140), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("keeper_id", sa.Integer()),
        sa.Column("keeper_words", sa.String(120), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("news_at", sa.DateTime(timezone=True)),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(title)) >= 5", name="ck_commitment_title_says_something"),
        sa.CheckConstraint(
            "(round_id IS NULL) <> (proposal_id IS NULL)", name="ck_commitment_of_one_decision"
        ),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)", name="ck_commitment_settled_iff_not_open"
        ),
        sa.CheckConstraint(
            "state IN ('open', 'kept', 'not_kept')", name="ck_commitment_known_state"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name="fk_commitment_space_id_space"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_commitment_round_id_round"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_commitment_proposal_id_proposal"
        ),
        sa.ForeignKeyConstraint(
            ["keeper_id"], ["member.id"], name="fk_commitment_keeper_id_member"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name="fk_commitment_made_by_id_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_commitment"),
    )
    for column in ("space_id", "round_id", "proposal_id", "made_by_id"):
        op.create_index(f"ix_commitment_{column}", "commitment", [column])
    op.create_index("ix_commitment_state_due", "commitment", ["state", "due", "id"])
    op.create_index("ix_commitment_due", "commitment", ["due", "id"])
    op.create_index("ix_commitment_keeper_id_state", "commitment", ["keeper_id", "state"])
    op.create_table(
        "commitment_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer()),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('news', 'postponed', 'kept', 'not_kept', 'lapsed', 'taken_up')",
            name="ck_commitment_news_known_kind",
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], ondelete="CASCADE",
            name="fk_commitment_news_commitment_id_commitment",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["member.id"], name="fk_commitment_news_author_id_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_commitment_news"),
    )  # fmt: skip
    op.create_index("ix_commitment_news_author_id", "commitment_news", ["author_id"])
    op.create_index(
        "ix_commitment_news_commitment_id_id", "commitment_news", ["commitment_id", "id"]
    )
    op.create_table(
        "commitment_wish",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], ondelete="CASCADE",
            name="fk_commitment_wish_commitment_id_commitment",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], ondelete="CASCADE",
            name="fk_commitment_wish_member_id_member",
        ),
        sa.PrimaryKeyConstraint("commitment_id", "member_id", name="pk_commitment_wish"),
    )  # fmt: skip
    op.create_index("ix_commitment_wish_member_id", "commitment_wish", ["member_id"])


def downgrade():
    op.drop_table("commitment_wish")
    op.drop_table("commitment_news")
    op.drop_table("commitment")
