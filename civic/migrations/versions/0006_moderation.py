"""What a summary covers, what became of a report, and why a suspension stands."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade():
    op.add_column(
        "summary", sa.Column("covers_count", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(
        "UPDATE summary SET covers_count = (SELECT count(*) FROM comment "
        "WHERE comment.proposal_id = summary.proposal_id AND comment.id <= summary.covers_until)"
    )
    op.add_column(
        "member", sa.Column("suspended_in", sa.JSON(), nullable=False, server_default="{}")
    )
    op.drop_column("member", "suspended_until")
    op.add_column("flag", sa.Column("upheld", sa.Boolean(), nullable=True))
    op.execute(
        "UPDATE flag SET upheld = EXISTS (SELECT 1 FROM removal "
        "WHERE removal.comment_id = flag.comment_id) WHERE settled_at IS NOT NULL"
    )
    op.add_column(
        "suspension",
        sa.Column("answer", sa.String(length=500), nullable=False, server_default=""),
    )


def downgrade():
    op.drop_column("suspension", "answer")
    op.drop_column("member", "suspended_in")
    op.add_column("member", sa.Column("suspended_until", sa.DateTime(timezone=True), nullable=True))
    op.drop_column("flag", "upheld")
    op.drop_column("summary", "covers_count")
