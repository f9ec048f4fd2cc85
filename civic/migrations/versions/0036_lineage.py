"""What texts are made from, and a stage for proposals that go on in another text."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

STAGES = "'draft', 'open', 'deliberation', 'in_vote', 'decided', 'withdrawn'"
MOMENT = (
    "ck_proposal_continued_at_a_moment",
    "(stage = 'continued') = (continued_at IS NOT NULL)",
)


def upgrade():
    op.add_column("proposal", sa.Column("continued_at", sa.DateTime(timezone=True)))
    op.add_column(
        "proposal",
        sa.Column(
            "made",
            sa.String(40),
            sa.CheckConstraint("made IN ('joined', 'split')", name="ck_proposal_known_making"),
        ),
    )
    check(stages=f"{STAGES}, 'continued'", before=STAGES, moment=True)
    op.create_table(
        "origin",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("agreed_version", sa.Integer()),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("stood_in_by_id", sa.Integer()),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("proposal_id <> origin_id", name="ck_origin_not_of_itself"),
        sa.CheckConstraint(
            "stood_in_by_id IS NULL OR length(trim(reason)) > 0",
            name="ck_origin_stood_in_with_reason",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], ondelete="CASCADE",
            name="fk_origin_proposal_id_proposal",
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["proposal.id"], name="fk_origin_origin_id_proposal"
        ),
        sa.ForeignKeyConstraint(
            ["stood_in_by_id"], ["member.id"], name="fk_origin_stood_in_by_id_member"
        ),
        sa.PrimaryKeyConstraint("proposal_id", "origin_id", name="pk_origin"),
    )  # fmt: skip
    op.create_index("ix_origin_origin_id", "origin", ["origin_id"])
    op.create_index("ix_origin_stood_in_by_id", "origin", ["stood_in_by_id"])
    op.create_table(
        "not_again",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], ondelete="CASCADE",
            name="fk_not_again_proposal_id_proposal",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], ondelete="CASCADE", name="fk_not_again_member_id_member"
        ),
        sa.PrimaryKeyConstraint("proposal_id", "member_id", name="pk_not_again"),
    )  # fmt: skip
    op.create_index("ix_not_again_member_id", "not_again", ["member_id"])


def downgrade():
    op.drop_table("not_again")
    op.drop_table("origin")
    op.execute(
        "UPDATE proposal SET stage = 'withdrawn', withdrawn_reason = '', continued_at = NULL "
        "WHERE stage = 'continued'"
    )
    check(stages=STAGES, before=f"{STAGES}, 'continued'", moment=False)
    op.drop_column("proposal", "made")
    op.drop_column("proposal", "continued_at")


def check(*, stages, before, moment):
    """SQLite knows no ALTER for a CHECK, and a proposal's table laid anew would take with it all
    that points at it: its words are written into the schema, as SQLite's own page on ALTER TABLE
    has it."""
    if op.get_bind().dialect.name == "sqlite":
        rewrite(f"stage IN ({before})", f"stage IN ({stages})")
        written = f"CONSTRAINT {MOMENT[0]} CHECK ({MOMENT[1]}), "
        place = "CONSTRAINT ck_proposal_opened_iff_not_draft"
        if moment:
            rewrite(place, written + place)
        else:
            rewrite(written, "")
        return
    known = op.f("ck_proposal_known_stage")
    op.drop_constraint(known, "proposal", type_="check")
    op.create_check_constraint(known, "proposal", f"stage IN ({stages})")
    if moment:
        op.create_check_constraint(op.f(MOMENT[0]), "proposal", MOMENT[1])
    else:
        op.drop_constraint(op.f(MOMENT[0]), "proposal", type_="check")


def rewrite(before, after):
    connection = op.get_bind()
    version = connection.execute(sa.text("PRAGMA schema_version")).scalar_one()
    laid = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'proposal'")
    ).scalar_one()
    if before not in laid:
        raise RuntimeError(f"the table of proposals says nowhere: {before}")
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = 'proposal'"),
        {"sql": laid.replace(before, after)},
    )
    connection.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = OFF"))
