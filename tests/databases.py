"""A fresh database for every test, on SQLite or on PostgreSQL: a copy of one that is migrated.

`pytest --database postgresql` runs on PostgreSQL the tests that use a database, and only those:
what is pure needs one run. A plugin of pytest, named in tests/conftest.py.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

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
    def __init__(self, server_url: str, worker: str, migrate: Migrate) -> None:
        self._server = make_url(server_url)
        self._names = (f"test_{worker}_{number}" for number in count())
        self._template = f"migrated_{worker}"
        where = self._server.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(where, autocommit=True)  # kept: a new one costs 5 ms
        new = self._connection.info.server_version >= 15_00_00
        self._quickly = "STRATEGY file_copy" if new else ""  # older ones know no other way
        self._run(f"CREATE DATABASE {self._template}")
        migrate(self._url(self._template))

    @contextmanager
    def fresh(self, _folder: Path) -> Iterator[str]:
        name = next(self._names)
        self._run(f"CREATE DATABASE {name} TEMPLATE {self._template} {self._quickly}")
        try:
            yield self._url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, database: str) -> str:
        return self._server.set(database=database).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        self._connection.execute(statement)

    def close(self) -> None:
        self._connection.close()


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
