"""Administrators see whether what runs by itself is alive, and are told where they look first."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail, post
from civic.notifications import ticking
from civic.notifications.models import TickLease

HOME, PAGE = "Nothing runs by itself", "/mail"


@pytest.fixture
def later(at):
    return lambda minutes: at(now() + timedelta(minutes=minutes))


def test_that_nothing_runs_is_told_after_ten_minutes_and_to_administrators_alone(
    app, garden, browser, later
):
    kim = browser("Kim")
    ticking.run_due(app)
    later(9)
    assert HOME not in kim.get("/").text
    assert "All of it runs." in kim.get(PAGE).text
    later(2)
    assert HOME in kim.get("/").text
    assert "It stands still." in kim.get(PAGE).text
    assert HOME not in browser("Fay").get("/").text
    ticking.run_due(app)
    assert HOME not in kim.get("/").text


def test_a_server_that_never_did_anything_by_itself_is_told_too(garden, browser, later):
    kim = browser("Kim")
    assert HOME not in kim.get("/").text, "it may be starting just now"
    assert "It has never run." in kim.get(PAGE).text
    later(11)
    assert HOME in kim.get("/").text


def test_one_part_that_is_late_is_named(app, garden, browser, later):
    ticking.run_due(app)
    later(20)
    ticks = app.extensions["registry"].ticks.values()
    with db.writing() as session:
        others = [tick.name for tick in ticks if tick.name != "voting"]
        for lease in session.exec(select(TickLease).where(col(TickLease.name).in_(others))):
            lease.last_run_at = now()
            session.add(lease)
    page = browser("Kim").get(PAGE).text
    assert "Some of it is late." in page
    assert page.count(">late<") == 1


def test_a_house_that_was_restored_says_that_it_rests(app, garden, browser):
    with db.writing() as session:
        ticking.rest(session)
    assert "civic tick --resume" in browser("Kim").get(PAGE).text


def test_mail_that_the_server_refuses_is_told_after_half_an_hour(app, garden, browser, later):
    mail = OutboxMail(key="k", address="ben@example.org", subject="News", body="Hear this.")
    mail.error = "451 try again later"
    with db.writing() as session:
        post(session, mail)
    kim = browser("Kim")
    assert "Mail does not leave" not in kim.get("/").text
    later(31)
    assert "Mail does not leave" in kim.get("/").text
    assert "451 try again later" in kim.get("/mail?show=waiting").text
    assert "Mail does not leave" not in browser("Fay").get("/").text
