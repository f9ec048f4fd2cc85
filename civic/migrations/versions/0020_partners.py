"""Connections to partners' own sign-in, and what comes through them."""

import sqlalchemy as sa
from alembic import op

from civic.core.tables import Moment

revision = "0020"
down_revision = "0019"


def upgrade():
    op.create_table(
        "connection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("client_id", sa.String(length=255), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("revoked_at", Moment(timezone=True), nullable=True),
        sa.Column("farewell", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_connection_organisation_id_organisation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_connection"),
        sa.UniqueConstraint("issuer", "client_id", name="uq_connection_issuer_client_id"),
    )
    op.create_index(
        "ix_connection_organisation_id", "connection", ["organisation_id"], unique=False
    )
    op.create_table(
        "connection_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_force",
                "replaced",
                name="known_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("least_age", sa.Integer(), nullable=True),
        sa.Column("names_s256", sa.Boolean(), nullable=False),
        sa.Column("tested_at", Moment(timezone=True), nullable=True),
        sa.Column("tested_by_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("in_force_since", Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "least_age IS NULL OR least_age BETWEEN 1 AND 120", name="ck_connection_terms_an_age"
        ),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["joint_act.id"],
            name="fk_connection_terms_act_id_joint_act",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connection.id"],
            name="fk_connection_terms_connection_id_connection",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tested_by_id"],
            ["member.id"],
            name="fk_connection_terms_tested_by_id_member",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_connection_terms"),
    )
    op.create_index("ix_connection_terms_act_id", "connection_terms", ["act_id"], unique=False)
    op.create_index(
        "ix_connection_terms_connection_id", "connection_terms", ["connection_id"], unique=False
    )
    op.create_index(
        "ix_connection_terms_tested_by_id", "connection_terms", ["tested_by_id"], unique=False
    )
    op.create_index(
        "uq_connection_terms_in_force",
        "connection_terms",
        ["connection_id"],
        unique=True,
        sqlite_where=sa.text("state = 'in_force'"),
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.create_index(
        "uq_connection_terms_to_come",
        "connection_terms",
        ["connection_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_table(
        "partner_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("last_sign_in_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connection.id"],
            name="fk_partner_account_connection_id_connection",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name="fk_partner_account_member_id_member",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_partner_account"),
        sa.UniqueConstraint("issuer", "subject", name="uq_partner_account_issuer_subject"),
    )
    op.create_index(
        "ix_partner_account_connection_id", "partner_account", ["connection_id"], unique=False
    )
    op.create_index("ix_partner_account_member_id", "partner_account", ["member_id"], unique=False)
    op.create_table(
        "claim_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("before", sa.String(length=120), nullable=True),
        sa.Column("given_at", Moment(timezone=True), nullable=False),
        sa.Column("expires_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["partner_account.id"],
            name="fk_claim_grant_account_id_partner_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_claim_grant"),
        sa.UniqueConstraint("account_id", "place", name="uq_claim_grant_account_id_place"),
    )
    op.create_index("ix_claim_grant_expires_at", "claim_grant", ["expires_at"], unique=False)
    op.create_table(
        "partner_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column(
            "errand",
            sa.Enum(
                "sign_in",
                "test",
                "link",
                name="known_errand",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("next_path", sa.String(length=400), nullable=False),
        sa.Column("started_at", Moment(timezone=True), nullable=False),
        sa.Column("used_at", Moment(timezone=True), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connection.id"],
            name="fk_partner_attempt_connection_id_connection",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name="fk_partner_attempt_member_id_member",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"],
            ["connection_terms.id"],
            name="fk_partner_attempt_terms_id_connection_terms",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_partner_attempt"),
        sa.UniqueConstraint("state_hash", name="uq_partner_attempt_state_hash"),
    )
    op.create_index(
        "ix_partner_attempt_connection_id", "partner_attempt", ["connection_id"], unique=False
    )
    op.create_index("ix_partner_attempt_member_id", "partner_attempt", ["member_id"], unique=False)
    op.create_index(
        "ix_partner_attempt_started_at", "partner_attempt", ["started_at"], unique=False
    )
    op.create_index("ix_partner_attempt_terms_id", "partner_attempt", ["terms_id"], unique=False)
    op.create_table(
        "partner_last_claims",
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("claims", sa.LargeBinary(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["partner_account.id"],
            name="fk_partner_last_claims_account_id_partner_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connection.id"],
            name="fk_partner_last_claims_connection_id_connection",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name="fk_partner_last_claims_member_id_member",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("connection_id", name="pk_partner_last_claims"),
    )
    op.create_index(
        "ix_partner_last_claims_account_id", "partner_last_claims", ["account_id"], unique=False
    )
    op.create_index("ix_partner_last_claims_at", "partner_last_claims", ["at"], unique=False)
    op.create_index(
        "ix_partner_last_claims_member_id", "partner_last_claims", ["member_id"], unique=False
    )
    op.create_table(
        "partner_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sid", sa.String(length=255), nullable=True),
        sa.Column("id_token", sa.LargeBinary(), nullable=False),
        sa.Column("began_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["partner_account.id"],
            name="fk_partner_session_account_id_partner_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sign_in_session.id"],
            name="fk_partner_session_session_id_sign_in_session",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_partner_session"),
        sa.UniqueConstraint("session_id", name="uq_partner_session_session_id"),
    )
    op.create_index(
        "ix_partner_session_account_id", "partner_session", ["account_id"], unique=False
    )
    op.create_index("ix_partner_session_began_at", "partner_session", ["began_at"], unique=False)


def downgrade():
    op.drop_table("partner_session")
    op.drop_table("partner_last_claims")
    op.drop_table("partner_attempt")
    op.drop_table("claim_grant")
    op.drop_table("partner_account")
    op.drop_table("connection_terms")
    op.drop_table("connection")
