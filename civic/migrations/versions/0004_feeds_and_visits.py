"""Members' own addresses of feeds; when somebody was here before."""

import sqlalchemy as sa
from alembic import op

from civic.core.tables import Moment

revision = "0004"
down_revision = "0003"


def upgrade():
    op.create_table(
        "feed_address",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_feed_address_member_id_member"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_feed_address")),
    )  # fmt: skip
    with op.batch_alter_table("sign_in_session") as table:
        table.add_column(sa.Column("previous_used_at", Moment(), nullable=True))


def downgrade():
    with op.batch_alter_table("sign_in_session") as table:
        table.drop_column("previous_used_at")
    op.drop_table("feed_address")
