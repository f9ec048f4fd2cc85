"""SQLite lets one process write at a time: whoever waits for another begins once that is done."""

import time
from statistics import median
from threading import Timer

import pytest
from flask import Flask
from sqlalchemy import text

from civic.core import db

pytestmark = pytest.mark.thorough

TIMES = 5
HELD, FREE = 0.15, 0.01
"""Seconds. SQLite's own steps, of up to a tenth of a second, pass over so short a gap."""


@pytest.fixture
def house(tmp_path):
    app = Flask("house")
    engines = db.engines(f"sqlite:///{tmp_path}/civic.sqlite", synchronous="OFF")
    db.init_app(app, engines=engines, info={})
    with app.app_context():
        with db.writing() as session:
            session.execute(text("CREATE TABLE holding AS SELECT 0 AS turns"))
        yield
    db.let_go(engines)


@pytest.fixture
def another(start, tmp_path):
    """Another process that has begun to write, for so long at a time."""

    def begin(held, free):
        process = start("tests.holding", tmp_path / "civic.sqlite", held, free)
        assert process.line() == "held"
        return process

    return begin


def turns(session):
    return session.execute(text("SELECT turns FROM holding")).scalar_one()


def test_whoever_waits_is_next(house, another):
    another(HELD, FREE)
    waited_for = []
    for _ in range(TIMES):
        with db.reading() as session:
            before = turns(session)
        with db.writing() as session:
            waited_for.append(turns(session) - before)
        time.sleep(2 * FREE)  # until the other one is at it again
    assert median(waited_for) <= 2, "one, or one more where the machine had no time to look"


def test_who_is_killed_while_writing_is_waited_for_no_longer(house, another):
    process = another(60, 0)
    Timer(0.2, process.kill).start()
    with db.writing() as session:
        assert turns(session) == 0, "what it had not committed is gone"
