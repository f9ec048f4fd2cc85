"""Whoever does and undoes a thing in a circle mails nobody without end."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.notifications import making, often
from civic.notifications.models import PendingNotice
from proposals import actions as proposals
from proposals.models import Proposal

DAY = timedelta(days=1, minutes=1)


@pytest.fixture
def pears(idea, act):
    """Ada's, which Ben supports."""
    pears = idea()
    with db.writing() as session:
        kept = session.get_one(Proposal, pears.id)
        proposals.support(session, proposal=kept, actor=act.ben)
    making.run()
    return pears


@pytest.fixture
def edit(act, pears):
    def edit(*words):
        for one in words:
            with db.writing() as session:
                kept = session.get_one(Proposal, pears.id)
                proposals.edit(
                    session, proposal=kept, actor=act.ada, title=kept.title, body=one,
                    language="en", tags=(), note="", based_on=kept.version,
                )  # fmt: skip
            making.run()

    return edit


@pytest.fixture
def told(look):
    return lambda: len(look(select(OutboxMail).where(OutboxMail.address == "ben@example.org")))


def test_what_changes_again_and_again_is_told_three_times_and_once_more_when_the_day_is_over(
    edit, told, at, look
):
    edit(*"abcdefgh")
    assert told() == often.MOST_A_DAY == 3
    making.run()
    assert told() == 3
    at(now() + DAY)
    making.run()
    assert told() == 4, "and by then it is told, once for all: no change stays hidden"
    assert look(select(PendingNotice)) == []
    edit("i")
    assert told() == 5, "a new day has begun"


def test_what_somebody_else_or_something_else_is_about_is_told(edit, told, act, pears, look):
    edit(*"abcd")
    with db.writing() as session:
        kept = session.get_one(Proposal, pears.id)
        proposals.move_on(session, proposal=kept, actor=act.fay)
    making.run()
    assert told() == 4


def test_what_is_about_no_row_is_never_held_back(save):
    news = PendingNotice(fact="NewcomersTold", details={"actor_id": 1, "again": False})
    with db.writing() as session:
        assert not any(often.waits(session, news) for _time in range(9))
