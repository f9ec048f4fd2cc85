"""Organisations are found and put in order without regard to accents; a device says apart when it
was signed in and when its owner last proved who they are."""

import sqlalchemy as sa
from alembic import op

from civic.core.words import plain

revision = "0027"
down_revision = "0026"


def upgrade():
    sort_name = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
    op.add_column(
        "organisation", sa.Column("sort_name", sort_name, nullable=False, server_default="")
    )
    known = sa.table("organisation", sa.column("id"), sa.column("name"), sa.column("sort_name"))
    connection = op.get_bind()
    for id, name in connection.execute(sa.select(known.c.id, known.c.name)).all():
        sorted_as = known.update().where(known.c.id == id).values(sort_name=plain(name)[:200])
        connection.execute(sorted_as)
    proved_at = sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("sign_in_session", proved_at)


def downgrade():
    op.drop_column("sign_in_session", "proved_at")
    op.drop_column("organisation", "sort_name")
