"""What happens to machines: a full disk, a lock that is held, an upgrade cut off. Of votes that
are cut off: tests/voting/test_races.py."""

import random
import sqlite3
import time
from contextlib import closing
from contextvars import Context
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import SQLModel, func, select

from civic import migrations
from civic.app import create_app
from civic.cli.moving import insertable, rows_of
from civic.config import Config
from civic.core import db
from civic.core.actor import Actor
from civic.core.audience import Audience
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.members.models import Member
from civic.sign_in.models import Attempts, SignInSession
from civic.sign_in.sessions import hash_of
from civic.spaces.models import Membership, Role, Space
from proposals.models import Proposal, ProposalVersion, Stage
from tests.hosting.conftest import host_with
from tests.sizes import size
from voting import actions
from voting.models import Round, UrnSlot

pytestmark = pytest.mark.thorough

FIRST_RELEASE = "0003"
"""The newest migration of the first version that people had."""


def test_an_interrupted_upgrade_is_run_again(civic_on, start, tmp_path):
    place = tmp_path / "house.sqlite"
    url = f"sqlite:///{place}"
    for _ in range(size(4, 50)):
        running = start("civic", "db", "upgrade", around=host_with(tmp_path, url))
        for _ in range(1_000):
            if place.exists() or not running.runs():
                break
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.4))
        running.kill()
        civic_on(url)("db", "upgrade")
        civic_on(url)("db", "check")
        with closing(sqlite3.connect(place)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        place.unlink()


def test_an_upgrade_leaves_an_open_round_as_it_was(app, new_round, people, tmp_path):
    """A house as the first release had it, with a vote under way, becomes one of today: the check
    code is the same, what was cast is there, and voting goes on."""
    round = new_round()
    _cast(round.id, people["Ada"].id)
    old = db.new_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    migrations.upgrade(old, FIRST_RELEASE)
    _fill(app.extensions["readers"], old)
    migrations.upgrade(old)
    migrations.check(old)
    old.dispose()
    config = Config.for_tests(
        app.config["CIVIC"].data, database_url=f"sqlite:///{tmp_path / 'old.sqlite'}"
    )
    today = create_app(config)
    with today.app_context():
        with db.reading() as session:
            kept = session.exec(select(Round)).one()
            assert (kept.check_code, kept.frozen) == (round.check_code, round.frozen)
            assert len(session.exec(select(UrnSlot)).all()) == 1
        _cast(round.id, people["Ben"].id)
        with db.writing() as session:
            actions.close(session, round_id=round.id, actor=None, now=now())
        with db.writing() as session:
            closed = actions.finish(session, round_id=round.id)
            assert closed.result["results"]["q1"]["turnout"]["cast"] == 2
    db.let_go(today.extensions)


def _cast(round_id, member_id):
    who = {"actor": Actor(id=member_id), "elector_id": member_id}
    with db.writing() as session:
        actions.cast(session, round_id=round_id, paper={"q1": ["o1"]}, now=now(), **who)


def _fill(source, target):
    """All rows that a house of then could have, in the columns it had."""
    then = sa.MetaData()
    then.reflect(target)
    with source.connect() as here, target.begin() as there:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in then.tables:
                continue
            had = set(then.tables[table.name].columns.keys())
            rows = [
                {name: value for name, value in row.items() if name in had}
                for row in rows_of(here, table)
            ]
            if rows:
                there.execute(sa.insert(insertable(table, had)), rows)


@pytest.fixture
def small_house(tmp_path, files):
    """A house on SQLite whose database can be filled up or held."""
    url = files.at(tmp_path / "small.sqlite")
    app = create_app(
        Config.for_tests(tmp_path, database_url=url, database_settings={"patience_ms": 200})
    )
    with app.app_context():
        with db.writing() as session:
            session.add(Member(name="Ada", email="ada@example.org"))
        db.let_go(app.extensions)
        yield app
    db.let_go(app.extensions)


def _rows(app):
    with db.reading() as session:
        return [
            session.exec(select(func.count()).select_from(t)).one() for t in (OutboxMail, Attempts)
        ]


def test_a_full_disk_is_told_and_nothing_is_half_done(small_house):
    browser, full = small_house.test_client(), True

    @event.listens_for(small_house.extensions["engine"], "begin")
    def no_room(connection):
        most = 1 if full else 1_000_000  # never fewer than there are
        connection.connection.dbapi_connection.execute(f"PRAGMA max_page_count = {most}")

    def ask(number):
        return browser.post("/sign-in/link", data={"email": f"{number}@example.org"})

    answers = (ask(number) for number in range(55))  # until the last page is full
    refused = next(answer for answer in answers if answer.status_code != 303)
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    before = _rows(small_house)
    assert ask("again").status_code == 503
    assert _rows(small_house) == before
    full = False
    assert ask("ada").status_code == 303
    assert browser.get("/sign-in/").status_code == 200


def sign_in_long_ago(house, client):
    token, before = "a" * 40, now() - timedelta(hours=1)
    with db.writing() as session:
        session.add(SignInSession(token_hash=hash_of(token), member_id=1, last_used_at=before))
    with client.session_transaction() as cookies:
        cookies["_user_id"] = token


@pytest.fixture
def pears(small_house):
    """The address of Ada's published proposal."""
    with db.writing() as session:
        space = Space(title="The garden", language="en", audience=Audience.COMMUNITY)
        session.add(space)
        session.flush()
        session.add(Membership(space_id=space.id, member_id=1, role=Role.MEMBER))
        idea = Proposal(
            space_id=space.id, author_id=1, title="Plant pear trees", stage=Stage.OPEN,
            opened_at=now(),
        )  # fmt: skip
        session.add(idea)
        session.flush()
        session.add(ProposalVersion(proposal_id=idea.id, version=1, title=idea.title, author_id=1))
    return f"/proposals/{idea.id}-plant-pear-trees"


def test_a_lock_that_is_held_is_told_and_pages_are_still_read(small_house, tmp_path, pears):
    browser, ada = small_house.test_client(), small_house.test_client()
    sign_in_long_ago(small_house, ada)
    with closing(sqlite3.connect(tmp_path / "small.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert browser.post("/sign-in/link", data={"email": "a@example.org"}).status_code == 503
        assert browser.get("/sign-in/").status_code == 200
        read = Context().run(ada.get, "/sign-in/account")
        assert read.status_code == 200, "though her last use could not be noted"
        read = Context().run(ada.get, pears)
        assert read.status_code == 200, "though it could not be noted what she has seen"
        other.execute("ROLLBACK")
    assert browser.post("/sign-in/link", data={"email": "a@example.org"}).status_code == 303
