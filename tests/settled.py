"""Databases in which people live already: writing their rows anew took a fifth of a test's time.

Each stage stands on the one before it, and is written once a process. A test's database is a copy
of the furthest stage whose fixture the test asks for; on any other database that fixture writes the
rows itself. So each of these names belongs to one fixture alone. A plugin of pytest, named in
tests/conftest.py.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

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
    here = named(*IN_THE_GARDEN)
    _save(
        *(
            Membership(space_id=space.id, member_id=here[name].id, role=role)
            for name, role in IN_THE_GARDEN.items()
        )
    )


def _bring_voters(_app: Flask) -> None:
    more = [Member(name=name, email=f"v{n}@example.org") for n, name in enumerate(VOTERS)]
    _save(*more)
    space = the_garden()
    _save(*(Membership(space_id=space.id, member_id=member.id) for member in more))


STAGES: dict[str, Callable[[Flask], None]] = {
    "people": _move_in,
    "garden": _lay_out_the_garden,
    "voters": _bring_voters,
}
"""By the name of the fixture that hands it out."""


def named(*names: str) -> dict[str, Member]:
    with db.reading() as session:
        found = session.exec(select(Member).where(col(Member.name).in_(names)))
        here = {member.name: member for member in found}
    return {name: here[name] for name in names}


def the_garden() -> Space:
    with db.reading() as session:
        return session.exec(select(Space).where(Space.title == "The garden")).one()


@pytest.fixture(scope="session")
def lived_in() -> dict[str, str]:
    """How far a database has come, by its address."""
    return {}


@pytest.fixture(scope="session")
def settlements(
    copies: SqliteCopies | PostgresqlCopies,
    living: Living,
    tmp_path_factory: pytest.TempPathFactory,
) -> SqliteCopies | PostgresqlCopies:
    """Written before any test, whose clock may not be ours."""
    folder = tmp_path_factory.mktemp("stages")
    before = None
    for stage, write in STAGES.items():

        def add(url: str, write: Callable[[Flask], None] = write) -> None:
            with living(Config.for_tests(folder, database_url=url)) as app, app.app_context():
                write(app)

        copies.keep(stage, before, add)
        before = stage
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
    with settlements.fresh(tmp_path, *asked[-1:]) as url:
        if asked:
            lived_in[url] = asked[-1]
        yield url
        lived_in.pop(url, None)


@pytest.fixture
def bring_in(app: Flask, config: Config, lived_in: dict[str, str]) -> Callable[[str], None]:
    """Write the rows of a stage where they are not there yet."""
    order = list(STAGES)

    def come(stage: str) -> None:
        so_far = lived_in.get(config.database_url)
        if so_far is None or order.index(so_far) < order.index(stage):
            STAGES[stage](app)
            lived_in[config.database_url] = stage

    return come


@pytest.fixture
def people(bring_in: Callable[[str], None]) -> dict[str, Member]:
    bring_in("people")
    return named(*PEOPLE)


@pytest.fixture
def garden(people: dict[str, Member], bring_in: Callable[[str], None]) -> Space:
    """A space of Ada, Ben and Fay, in which every act is open."""
    bring_in("garden")
    return the_garden()


def _save(*rows: object) -> None:
    with db.writing() as session:
        session.add_all(rows)
