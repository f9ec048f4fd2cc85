"""A fresh database for every test, on SQLite or on PostgreSQL: as one that is migrated.

`pytest --database postgresql` runs on PostgreSQL the tests that use a database, and only those:
what is pure needs one run. A plugin of pytest, named in tests/conftest.py.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from civic.config import Config
from tests import postgres
from tests.houses import HOUSES, House

SERVER = "CIVIC_TEST_POSTGRESQL"  # address of the running server, for the workers of pytest-xdist

MIGRATED = "migrated"

Migrate = Callable[[str], None]
Change = Callable[[str], None]
_started = pytest.StashKey[postgres.Server]()


class SqliteCopies:
    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self._folder = folder
        self._houses: dict[str, list[House]] = defaultdict(list)
        self._numbers = count()
        migrate(f"sqlite:///{folder / MIGRATED}")

    def keep(self, name: str, before: str | None, change: Change) -> None:
        """Another one to copy from: as the one before, changed."""
        change(self.at(self._folder / name, before))

    @contextmanager
    def fresh(self, folder: Path, kept: str | None = None, *, own: bool = False) -> Iterator[str]:
        """``own``: a file in that folder which nobody used before."""
        data = folder / "var"
        data.mkdir()
        if own:
            yield self.at(data / "civic.sqlite", kept)
            return
        house = self._house(kept or MIGRATED)
        yield house.address
        self._houses[kept or MIGRATED].append(house)

    def _house(self, kept: str) -> House:
        while self._houses[kept]:
            house = self._houses[kept].pop()
            if house.put_back():
                return house
            house.leave()
            del HOUSES[house.address]
        place = self._folder / f"{kept}_{next(self._numbers)}"
        house = House(place, (self._folder / kept).read_bytes())
        HOUSES[house.address] = house
        return house

    def at(self, place: Path, kept: str | None = None) -> str:
        shutil.copyfile(self._folder / (kept or MIGRATED), place)
        return f"sqlite:///{place}"


class PostgresqlCopies:
    def __init__(self, server_url: str, worker: str, migrate: Migrate) -> None:
        self._server = make_url(server_url)
        self._worker = worker
        self._names = (f"test_{worker}_{number}" for number in count())
        where = self._server.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(where, autocommit=True)  # kept: a new one costs 5 ms
        new = self._connection.info.server_version >= 15_00_00
        self._quickly = "STRATEGY file_copy" if new else ""  # older ones know no other way
        self._run(f"CREATE DATABASE {self._kept(None)}")
        migrate(self._url(self._kept(None)))

    def keep(self, name: str, before: str | None, change: Change) -> None:
        """Another one to copy from: as the one before, changed."""
        self._copy(before, self._kept(name))
        change(self._url(self._kept(name)))

    @contextmanager
    def fresh(self, _folder: Path, kept: str | None = None, *, own: bool = False) -> Iterator[str]:
        name = next(self._names)
        self._copy(kept, name)
        try:
            yield self._url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _kept(self, name: str | None) -> str:
        return f"{name or MIGRATED}_{self._worker}"

    def _copy(self, kept: str | None, name: str) -> None:
        self._run(f"CREATE DATABASE {name} TEMPLATE {self._kept(kept)} {self._quickly}")

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


@pytest.fixture
def own_file() -> None:
    """The test's database is a file that nobody used before: for a test that reads it, lets other
    processes at it, or asks how the database goes about something."""


@pytest.fixture
def on_disk(own_file: None, config: Config) -> Callable[[], bytes]:
    """What is in the files of the house: keys, and the database with its log where it is files."""
    return lambda: b"".join(one.read_bytes() for one in config.data.rglob("*") if one.is_file())


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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="which database the tests that need one run on",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Tests keep their files in memory where there is room. One server for the whole run; the
    workers find it by their environment."""
    if memory := postgres.in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))
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
