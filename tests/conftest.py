"""Every test's world: Ada proposes, Ben takes part, Fay facilitates, Zoe is elsewhere, Kim
administers. Run on SQLite, or on PostgreSQL with ``--database=postgresql``."""

from collections.abc import Callable, Iterator
from contextvars import Context
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from sqlalchemy import event

from civic import migrations
from civic.app import create_app
from civic.config import Config
from civic.core import clock, db
from civic.core.actor import Actor
from civic.members.models import CommunityRole, Member
from civic.sign_in import sessions
from civic.spaces.models import Space
from tests.tools import catalogues

pytest_plugins = [
    "tests.garbage",
    "tests.databases",
    "tests.left_out",
    "tests.light_work",
    "tests.plans",
    "tests.processes",
    "tests.quick_apps",
    "tests.settled",
    "tests.shared_material",
    "tests.sizes",
    "tests.world",
]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        catalogues.compile_stale()


class Browser(FlaskClient):
    """Sees nothing of the test's own app context, as in real life."""

    def open(self, *args, **kwargs):
        return Context().run(super().open, *args, **kwargs)


@pytest.fixture(scope="session")
def migrate() -> Callable[[str], None]:
    """Lay all tables in an empty database."""

    def lay(url: str) -> None:
        engine = db.new_engine(url)
        migrations.upgrade(engine)
        engine.dispose()

    return lay


@pytest.fixture
def config(tmp_path, database_url) -> Config:
    return Config.for_tests(tmp_path / "var", database_url=database_url)


@pytest.fixture
def app(config, living) -> Iterator[Flask]:
    with living(config) as app, app.app_context():
        app.test_client_class = Browser
        yield app


@pytest.fixture(scope="session")
def program(tmp_path_factory) -> Flask:
    """The whole program without a house: not one table is there, so whoever asks for a row fails.
    What needs no more than this is proven by one run, whichever the database."""
    return create_app(Config.for_tests(tmp_path_factory.mktemp("nowhere")))


@pytest.fixture
def save(app) -> Callable:
    """Write rows as they are, and hand back the first."""

    def save_rows(*rows):
        with db.writing() as session:
            session.add_all(rows)
        return rows[0]

    return save_rows


@pytest.fixture
def look(app) -> Callable:
    """The newest rows that a question finds."""

    def look_up(question):
        with db.reading() as session:
            return session.exec(question).all()

    return look_up


@pytest.fixture
def lou(people, save) -> Member:
    """A second administrator, beside Kim."""
    people["Lou"] = save(
        Member(name="Lou", email="lou@example.org", role=CommunityRole.ADMINISTRATOR)
    )
    return people["Lou"]


@pytest.fixture
def act(people, garden) -> SimpleNamespace:
    """Ada, Ben, Fay, Zoe and Kim as actors."""
    roles = {"Ada": "member", "Ben": "member", "Fay": "facilitator"}
    return SimpleNamespace(
        **{
            name.lower(): Actor(
                id=member.id,
                name=name,
                is_admin=name == "Kim",
                roles_by_space={garden.id: frozenset({roles[name]})} if name in roles else {},
            )
            for name, member in people.items()
        }
    )


@pytest.fixture
def only_open(app, garden) -> Callable:
    """Leave only these acts open in the garden."""

    def leave_open(*acts: str):
        with db.writing() as session:
            session.get(Space, garden.id).acts = list(acts)

    return leave_open


@pytest.fixture
def browser(app, people) -> Callable[[str | None], FlaskClient]:
    """A browser in which somebody is signed in; None for a visitor."""

    cookie = SecureCookieSessionInterface().get_signing_serializer(app).dumps

    def as_(name: str | None, language: str = "en") -> FlaskClient:
        client = app.test_client()
        client.set_cookie("language", language)
        if name:
            with db.writing() as session:
                token = sessions.begin(session, member_id=people[name].id)
            client.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie({"_user_id": token}))
        return client

    return as_


@pytest.fixture
def at(monkeypatch) -> Callable:
    """Set the house's clock."""

    def set_clock(moment):
        monkeypatch.setattr(clock, "read", lambda: moment)

    return set_clock


@pytest.fixture
def statements(app) -> list[str]:
    """All SQL from now on, without the beginnings of transactions."""
    heard: list[str] = []

    @event.listens_for(app.extensions["engine"], "before_cursor_execute")
    @event.listens_for(app.extensions["readers"], "before_cursor_execute")
    def hear(_connection, _cursor, statement, *_):
        heard.append(statement)

    return heard
