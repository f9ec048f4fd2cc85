"""Partner organisations, who belongs to them, and the spaces that are theirs."""

import sqlalchemy as sa
from alembic import op

from civic.core.tables import Moment

revision = "0016"
down_revision = "0015"


def of(table, other):
    return sa.ForeignKeyConstraint(
        [f"{other}_id"], [f"{other}.id"], name=f"fk_{table}_{other}_id_{other}", ondelete="CASCADE"
    )


def upgrade():
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False, unique=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("belonging", sa.String(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("site", sa.String(300)),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("archived_at", Moment(timezone=True)),
        sa.CheckConstraint("length(trim(name)) >= 2", name="name_says_something"),
    )
    op.create_table(
        "organisation_domain",
        sa.Column("domain", sa.String(253), primary_key=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        of("organisation_domain", "organisation"),
        sa.CheckConstraint("domain = lower(domain)", name="domain_is_lower_case"),
    )
    op.create_index(
        "ix_organisation_domain_organisation_id", "organisation_domain", ["organisation_id"]
    )
    op.create_table(
        "organisation_membership",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("role_until", Moment(timezone=True)),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("brought_in", sa.Boolean(), nullable=False),
        sa.Column("joined_at", Moment(timezone=True), nullable=False),
        sa.Column("ended_at", Moment(timezone=True)),
        sa.Column("closes_account", sa.Boolean(), nullable=False),
        of("organisation_membership", "organisation"),
        of("organisation_membership", "member"),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name="pk_organisation_membership"),
        sa.CheckConstraint("role IN ('member', 'administrator')", name="known_role"),
        sa.CheckConstraint("(role_until IS NULL) OR (role = 'administrator')", name="duties_end"),
        sa.CheckConstraint(
            "NOT closes_account OR (ended_at IS NOT NULL)", name="only_an_end_closes_an_account"
        ),
    )
    for name, columns in (
        ("member_id", ["member_id"]),
        ("role", ["organisation_id", "role"]),
        ("role_until", ["role_until"]),
    ):
        op.create_index(f"ix_organisation_membership_{name}", "organisation_membership", columns)
    # Inline, never by copying the table: dropping the old one would take all that hangs on a space.
    key = "CONSTRAINT fk_space_organisation_id_organisation REFERENCES organisation (id)"
    op.execute(f"ALTER TABLE space ADD COLUMN organisation_id INTEGER {key}")
    op.create_index("ix_space_organisation_id", "space", ["organisation_id"])
    with op.batch_alter_table("one_time_token") as table:
        table.add_column(sa.Column("organisation_id", sa.Integer()))
        table.create_foreign_key(
            "fk_one_time_token_organisation_id_organisation", "organisation", ["organisation_id"],
            ["id"], ondelete="CASCADE",
        )  # fmt: skip
        table.create_index("ix_one_time_token_organisation_id", ["organisation_id"])


def downgrade():
    with op.batch_alter_table("one_time_token") as changed:
        changed.drop_index("ix_one_time_token_organisation_id")
        changed.drop_constraint(
            "fk_one_time_token_organisation_id_organisation", type_="foreignkey"
        )
        changed.drop_column("organisation_id")
    op.drop_index("ix_space_organisation_id", "space")
    op.execute("ALTER TABLE space DROP COLUMN organisation_id")
    for table in ("organisation_membership", "organisation_domain", "organisation"):
        op.drop_table(table)
