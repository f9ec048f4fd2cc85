"""Passkeys, second factors and recovery codes; how a device signed in; who needs two proofs."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
STEPS = ("new_passkey", "passkey", "second")


def moment(name, **how):
    return sa.Column(name, sa.DateTime(timezone=True), **how)


def of_a_member(table):
    return sa.ForeignKeyConstraint(
        ["member_id"], ["member.id"], name=f"fk_{table}_member_id_member", ondelete="CASCADE"
    )


def upgrade():
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=False),
        moment("created_at", nullable=False),
        moment("last_used_at"),
        of_a_member("passkey"),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )
    op.create_index("ix_passkey_member_id", "passkey", ["member_id"])
    op.create_table(
        "second_factor",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        moment("created_at", nullable=False),
        moment("confirmed_at"),
        sa.Column("last_counter", sa.Integer(), nullable=False),
        of_a_member("second_factor"),
        sa.PrimaryKeyConstraint("member_id", name="pk_second_factor"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        moment("used_at"),
        of_a_member("recovery_code"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_member_id", "recovery_code", ["member_id"])
    op.create_table(
        "door_step",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *STEPS, name="known_step", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("member_id", sa.Integer()),
        moment("expires_at", nullable=False),
        of_a_member("door_step"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_door_step"),
    )
    op.create_index("ix_door_step_member_id", "door_step", ["member_id"])
    op.create_index("ix_door_step_expires_at", "door_step", ["expires_at"])
    text = {"nullable": False, "server_default": ""}
    op.add_column("sign_in_session", sa.Column("proof", sa.String(20), **text))
    yes_no = {"nullable": False, "server_default": sa.false()}
    op.add_column("sign_in_session", sa.Column("strong", sa.Boolean(), **yes_no))
    op.add_column(
        "account",
        sa.Column("mailed_links", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.add_column(
        "community",
        sa.Column("second_proof_for", sa.JSON(), nullable=False, server_default="[]"),
    )
    op.add_column("community", moment("second_proof_since"))


def downgrade():
    op.drop_column("community", "second_proof_since")
    op.drop_column("community", "second_proof_for")
    op.drop_column("account", "mailed_links")
    op.drop_column("sign_in_session", "strong")
    op.drop_column("sign_in_session", "proof")
    for table in ("door_step", "recovery_code", "second_factor", "passkey"):
        op.drop_table(table)
