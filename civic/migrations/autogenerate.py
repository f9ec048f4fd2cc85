"""The first migration as the models say, for as long as no version has been released."""

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

import civic.app  # noqa: F401  (knows every model)

HEAD = '''"""All tables of the first version."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import civic.core.tables

revision = "0001"
down_revision = None


def upgrade():
    {upgrades}


def downgrade():
    {downgrades}
'''


def initial() -> str:
    with create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        script = produce_migrations(context, SQLModel.metadata)
        made, undone = script.upgrade_ops, script.downgrade_ops
        assert made is not None
        assert undone is not None
        return HEAD.format(
            upgrades=render_python_code(made, render_as_batch=True).replace("\n", "\n    "),
            downgrades=render_python_code(undone, render_as_batch=True).replace("\n", "\n    "),
        )
