"""Votes passed on to somebody else of the same roll."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade():
    op.add_column("round", sa.Column("mandates", sa.JSON()))
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("fate", sa.String(40)),
        sa.Column("carrier_id", sa.Integer()),
        sa.CheckConstraint("giver_id <> holder_id", name="ck_mandate_somebody_else"),
        sa.CheckConstraint("NOT declined OR fate IS NULL", name="ck_mandate_declined_has_no_fate"),
        sa.CheckConstraint(
            "(carrier_id IS NOT NULL) = (fate IS NOT NULL AND fate = 'carried')",
            name="ck_mandate_carried_by_somebody",
        ),
        sa.CheckConstraint(
            "fate IN ('carried', 'own', 'absent')", name="ck_mandate_known_fate"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_mandate_round_id_round"),
        sa.ForeignKeyConstraint(["giver_id"], ["member.id"], name="fk_mandate_giver_id_member"),
        sa.ForeignKeyConstraint(["holder_id"], ["member.id"], name="fk_mandate_holder_id_member"),
        sa.ForeignKeyConstraint(
            ["carrier_id"], ["member.id"], name="fk_mandate_carrier_id_member"
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "giver_id"], ["elector.round_id", "elector.member_id"],
            name="fk_mandate_giver_elector",
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "holder_id"], ["elector.round_id", "elector.member_id"],
            name="fk_mandate_holder_elector",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mandate"),
    )  # fmt: skip
    for column in ("giver_id", "holder_id", "carrier_id"):
        op.create_index(f"ix_mandate_{column}", "mandate", [column])
    op.create_index(
        "uq_mandate_round_id_giver_id", "mandate", ["round_id", "giver_id"], unique=True
    )
    op.create_index("ix_mandate_round_id_holder_id", "mandate", ["round_id", "holder_id"])


def downgrade():
    op.drop_table("mandate")
    op.drop_column("round", "mandates")
