"""A tick that fails each time it runs says so: what, since when, how often, and the cure."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.cli.doctor import _tick
from civic.core import db
from civic.core.clock import now
from civic.notifications import ticking
from civic.notifications.models import TickLease
from voting.urn import keys

HOME = "Something fails each time it runs"


@pytest.fixture
def broken(new_round, vote, config, at):
    """A vote that has ended, whose key is lost: each run fails at it, and at nothing else."""
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    keys.destroy(config.key_folder, round.id)
    at(round.closes_at + timedelta(minutes=1))
    return round


@pytest.fixture
def run(app, at):
    def after(minutes=0):
        at(now() + timedelta(minutes=minutes))
        ticking.run_due(app)

    return after


@pytest.fixture
def lease(look):
    return lambda: look(select(TickLease).where(TickLease.name == "voting"))[0]


def test_what_fails_is_noted_with_since_when_and_how_often(broken, run, lease):
    run()
    since = lease().failing_since
    run(minutes=1)
    run(minutes=1)
    assert (lease().failure, lease().failures) == ("KeyMissing", 3)
    assert lease().failing_since == since
    assert since < now()


def test_administrators_read_it_with_a_cure_and_nobody_else_does(broken, run, browser):
    run()
    kim = browser("Kim")
    assert HOME not in kim.get("/").text, "it may pass by itself"
    page = kim.get("/mail").text
    assert "Part of it fails each time." in page
    assert "KeyMissing" in page
    assert "folder of keys" in page
    assert "All of it runs." not in page
    run(minutes=11)
    assert HOME in kim.get("/").text
    assert "Failed 2 times" in kim.get("/mail").text
    assert HOME not in browser("Fay").get("/").text


def test_the_doctor_says_so(broken, run, app, config):
    run()
    with db.reading() as session:
        found = list(_tick(app, session, config))
    (fails,) = [finding for finding in found if not finding.good]
    assert "“voting” fails: KeyMissing, 1 times in a row" in fails.what
    assert "folder of keys" in fails.cure


def test_a_run_that_goes_well_ends_it(broken, run, browser, lease):
    run()
    browser("Fay").post(f"/votes/{broken.id}-the-lawn/cancel", data={"reason": "The key is lost."})
    run(minutes=11)
    assert (lease().failure, lease().failing_since, lease().failures) == (None, None, 0)
    assert HOME not in browser("Kim").get("/").text


def test_what_raises_is_noted_as_what_is_returned(app, monkeypatch, run, look, garden):
    def breaks():
        raise ZeroDivisionError

    ticks = app.extensions["registry"].ticks
    monkeypatch.setitem(ticks, "joint", replace(ticks["joint"], run=breaks))
    run()
    found = dict(look(select(TickLease.name, TickLease.failure)))
    assert found["joint"] == "ZeroDivisionError"
    assert {name for name, failure in found.items() if failure} == {"joint"}
