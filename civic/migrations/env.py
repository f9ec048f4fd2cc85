"""Alembic's entrance: run inside the transaction of the connection that was handed over."""

from alembic import context
from sqlmodel import SQLModel

import civic.app  # noqa: F401  (knows every model)

OURS_BY_HAND = ("search_words",)
"""Made by hand-written migrations: SQLite's full-text table, PostgreSQL's column and index."""


def include_object(
    _thing: object, name: str | None, kind: str, _reflected: bool, _compared: object
) -> bool:
    return not (name and kind in ("table", "column", "index") and name.startswith(OURS_BY_HAND))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    include_object=include_object,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
