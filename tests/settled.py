"""Databases in which people live already: writing their rows anew took a fifth of a test's time.

Each stage stands on the one before it, and is written once a process. A test's database is a copy
of the furthest stage whose fixture the test asks for, and its rows are handed out as they were read
then; on any other database that fixture writes the rows itself. So each of these names belongs to
one fixture alone. A plugin of pytest, named in tests/conftest.py.
"""

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlmodel import col, select

from civic.community.models import Community
from civic.config import Config
from civic.core import db
from civic.core.audience import Audience
from civic.members.models import CommunityRole, Member
from civic.spaces.models import Membership, Role, Space
from tests.databases import PostgresqlCopies, SqliteCopies
from tests.quick_apps import Living

PEOPLE = ("Ada", "Ben", "Fay", "Zoe", "Kim")
VOTERS = tuple(f"Voter {n}" for n in range(6))
IN_THE_GARDEN = {"Ada": Role.MEMBER, "Ben": Role.MEMBER, "Fay": Role.FACILITATOR}


def _move_in(_app: Flask) -> None:
    _save(Community(name="Mill Street", languages=["en", "fr"]))
    named = {name: Member(name=name, email=f"{name.lower()}@example.org") for name in PEOPLE}
    named["Kim"].role = CommunityRole.ADMINISTRATOR
    _save(*named.values())


def _lay_out_the_garden(app: Flask) -> None:
    acts = [str(act) for act in app.extensions["registry"].acts]
    space = Space(title="The garden", language="en", audience=Audience.SPACE, acts=acts)
    _save(space)
    here = _named(*IN_THE_GARDEN)
    _save(
        *(
            Membership(space_id=space.id, member_id=here[name].id, role=role)
            for name, role in IN_THE_GARDEN.items()
        )
    )


def _bring_voters(_app: Flask) -> None:
    more = [Member(name=name, email=f"v{n}@example.org") for n, name in enumerate(VOTERS)]
    _save(*more)
    space = _the_garden()
    _save(*(Membership(space_id=space.id, member_id=member.id) for member in more))


def _named(*names: str) -> dict[str, Member]:
    with db.reading() as session:
        found = session.exec(select(Member).where(col(Member.name).in_(names)))
        here = {member.name: member for member in found}
    return {name: here[name] for name in names}


def _the_garden() -> Space:
    with db.reading() as session:
        return session.exec(select(Space).where(Space.title == "The garden")).one()


class _Stage(NamedTuple):
    write: Callable[[Flask], None]
    read: Callable[[], Any]
    """The rows that its fixture hands out."""


STAGES = {
    "people": _Stage(_move_in, lambda: _named(*PEOPLE)),
    "garden": _Stage(_lay_out_the_garden, _the_garden),
    "voters": _Stage(_bring_voters, lambda: list(_named(*VOTERS).values())),
}
"""By the name of the fixture that hands it out."""


@pytest.fixture(scope="session")
def lived_in() -> dict[str, str]:
    """How far a database has come, by its address."""
    return {}


@pytest.fixture(scope="session")
def as_written() -> dict[str, bytes]:
    """The rows of each stage, for every test to have its own."""
    return {}


@pytest.fixture(scope="session")
def settlements(
    copies: SqliteCopies | PostgresqlCopies,
    living: Living,
    as_written: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
) -> SqliteCopies | PostgresqlCopies:
    """Written before any test, whose clock may not be ours."""
    folder = tmp_path_factory.mktemp("stages")
    before = None
    for name, stage in STAGES.items():

        def add(url: str, name: str = name, stage: _Stage = stage) -> None:
            with living(Config.for_tests(folder, database_url=url)) as app, app.app_context():
                stage.write(app)
                as_written[name] = pickle.dumps(stage.read())

        copies.keep(name, before, add)
        before = name
    return copies


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest,
    settlements: SqliteCopies | PostgresqlCopies,
    lived_in: dict[str, str],
    tmp_path: Path,
) -> Iterator[str]:
    """The address of a migrated database, this test's own, with the rows of the people that it
    asks for and no others."""
    asked = [stage for stage in STAGES if stage in request.fixturenames]
    own = "own_file" in request.fixturenames
    with settlements.fresh(tmp_path, *asked[-1:], own=own) as url:
        if asked:
            lived_in[url] = asked[-1]
        yield url
        lived_in.pop(url, None)


@pytest.fixture
def bring_in(
    app: Flask, config: Config, lived_in: dict[str, str], as_written: dict[str, bytes]
) -> Callable[[str], Any]:
    """Hand out the rows of a stage, and write them where they are not there yet."""
    order = list(STAGES)

    def come(name: str) -> Any:
        so_far = lived_in.get(config.database_url)
        if so_far is not None and order.index(so_far) >= order.index(name):
            return pickle.loads(as_written[name])
        STAGES[name].write(app)
        lived_in[config.database_url] = name
        return STAGES[name].read()

    return come


@pytest.fixture
def people(bring_in: Callable[[str], Any]) -> dict[str, Member]:
    """By their names."""
    return bring_in("people")


@pytest.fixture
def garden(people: dict[str, Member], bring_in: Callable[[str], Any]) -> Space:
    """A space of Ada, Ben and Fay, in which every act is open."""
    return bring_in("garden")


def _save(*rows: object) -> None:
    with db.writing() as session:
        session.add_all(rows)
