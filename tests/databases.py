"""A database without rows for every test, on SQLite or on PostgreSQL, migrated once.

`pytest --database postgresql` runs on PostgreSQL the tests that use a database, and only those:
what is pure needs one run. A plugin of pytest, named in tests/conftest.py.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests import postgres

SERVER = "CIVIC_TEST_POSTGRESQL"  # address of the running server, for the workers of pytest-xdist

Migrate = Callable[[str], None]
_started = pytest.StashKey[postgres.Server]()


class SqliteCopies:
    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self._template = folder / "migrated.db"
        migrate(f"sqlite:///{self._template}")

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[str]:
        copy = folder / "var" / "civic.sqlite"
        copy.parent.mkdir()
        yield self.at(copy)

    def at(self, place: Path) -> str:
        shutil.copyfile(self._template, place)
        return f"sqlite:///{place}"


class PostgresqlCopies:
    """One database, emptied after each test: to copy it anew takes ten times as long. It is copied
    anew all the same after so many tests, since deleted rows stay in its files, and after a test
    that changed its tables."""

    AT_MOST = 100
    """Tests in one copy."""

    def __init__(self, server_url: str, worker: str, migrate: Migrate) -> None:
        self._server = make_url(server_url)
        self._names = (f"test_{worker}_{number}" for number in count())
        self._template = f"migrated_{worker}"
        self._connection = self._connect(self._server.database)
        new = self._connection.info.server_version >= 15_00_00
        self._quickly = "STRATEGY file_copy" if new else ""  # older ones know no other way
        self._run(f"CREATE DATABASE {self._template}")
        migrate(self._url(self._template))
        self._copy: _Emptied | None = None

    @contextmanager
    def fresh(self, _folder: Path) -> Iterator[str]:
        copy = self._copy or self._copied()
        yield self._url(copy.name)
        copy.used += 1
        self._copy = copy if copy.used < self.AT_MOST and copy.is_empty_again() else None
        if self._copy is None:
            copy.connection.close()
            self._run(f"DROP DATABASE {copy.name} WITH (FORCE)")

    def _copied(self) -> "_Emptied":
        name = next(self._names)
        self._run(f"CREATE DATABASE {name} TEMPLATE {self._template} {self._quickly}")
        return _Emptied(name, self._connect(name))

    def _url(self, database: str) -> str:
        return self._server.set(database=database).render_as_string(hide_password=False)

    def _connect(self, database: str | None) -> psycopg.Connection:
        """Kept: a new one costs 5 ms."""
        where = self._server.set(drivername="postgresql", database=database)
        return psycopg.connect(where.render_as_string(hide_password=False), autocommit=True)

    def _run(self, statement: str) -> None:
        self._connection.execute(statement)

    def close(self) -> None:
        if self._copy is not None:
            self._copy.connection.close()
        self._connection.close()


class _Emptied:
    """A migrated database that gets rid of what a test left in it."""

    SHAPE = """SELECT (SELECT (count(*), max(oid)) FROM pg_class),
                      (SELECT count(*) FROM pg_attribute),
                      (SELECT version_num FROM alembic_version)"""
    TABLES = """SELECT quote_ident(relname) FROM pg_class
                WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                AND relname <> 'alembic_version'"""
    OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()"""
    NUMBERS = """SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence
                 WHERE pg_sequence_last_value(seqrelid) IS NOT NULL"""

    def __init__(self, name: str, connection: psycopg.Connection) -> None:
        self.name, self.connection, self.used = name, connection, 0
        self._shape = self._ask(self.SHAPE)
        self._filled = " UNION ALL ".join(
            f"(SELECT '{table}' FROM {table} LIMIT 1)" for (table,) in self._ask(self.TABLES)
        )
        assert not self._ask(self._filled), "a migration leaves rows, which a test may change"
        connection.execute("SET session_replication_role = replica")  # in whatever order

    def is_empty_again(self) -> bool:
        """False where a test changed more than rows."""
        if self._ask(self.SHAPE) != self._shape:
            return False
        self._ask(self.OTHERS)
        for (table,) in self._ask(self._filled):
            self.connection.execute(f"DELETE FROM {table}")
        self._ask(self.NUMBERS)
        return True

    def _ask(self, question: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(question).fetchall()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, migrate: Migrate) -> SqliteCopies:
    """For a test that needs a file, or any database at all: it runs once, on SQLite."""
    return SqliteCopies(tmp_path_factory.mktemp("migrated"), migrate)


@pytest.fixture(scope="session")
def copies(
    request: pytest.FixtureRequest, migrate: Migrate
) -> Iterator[SqliteCopies | PostgresqlCopies]:
    if request.config.getoption("database") == "sqlite":
        yield request.getfixturevalue("files")
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    made = PostgresqlCopies(os.environ[SERVER], worker, migrate)
    yield made
    made.close()


@pytest.fixture
def database_url(copies: SqliteCopies | PostgresqlCopies, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database without rows, this test's own."""
    with copies.fresh(tmp_path) as url:
        yield url


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="which database the tests that need one run on",
    )


def pytest_configure(config: pytest.Config) -> None:
    """One server for the whole run; the workers find it by their environment."""
    if config.getoption("database") == "postgresql" and SERVER not in os.environ:
        config.stash[_started] = postgres.start()
        os.environ[SERVER] = config.stash[_started].url("postgres")


def pytest_unconfigure(config: pytest.Config) -> None:
    if server := config.stash.get(_started, None):
        server.stop()
        del os.environ[SERVER]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("database") == "postgresql":
        pure = [item for item in items if "copies" not in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if id(item) not in map(id, pure)]
