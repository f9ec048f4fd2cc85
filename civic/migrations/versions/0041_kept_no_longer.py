"""What is kept no longer: notices that nobody could make, and how far somebody read a debate."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade():
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("pending_notice") as table:
        table.add_column(sa.Column("told_at", moment))
    op.execute("UPDATE pending_notice SET told_at = CURRENT_TIMESTAMP")
    with op.batch_alter_table("pending_notice") as table:
        table.alter_column("told_at", existing_type=moment, nullable=False)
    op.create_index("ix_pending_notice_told_at", "pending_notice", ["told_at"])
    op.create_index("ix_thread_seen_last_at", "thread_seen", ["last_at"])


def downgrade():
    op.drop_index("ix_thread_seen_last_at", "thread_seen")
    op.drop_index("ix_pending_notice_told_at", "pending_notice")
    with op.batch_alter_table("pending_notice") as table:
        table.drop_column("told_at")
