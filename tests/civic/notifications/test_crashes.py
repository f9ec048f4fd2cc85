"""Real processes that make and send mail: two at once, and one that is killed in the middle."""

import time
from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.members.models import Member
from civic.notifications.models import PendingNotice
from civic.spaces.models import Membership
from tests.sizes import size

pytestmark = pytest.mark.thorough

NEIGHBOURS = size(60, 600)


@pytest.fixture
def ticker(config, start):
    def begin():
        around = (config.data, config.database_url, config.mail_url)
        process = start("tests.civic.notifications.ticker", *around)
        assert process.line() == "ready"
        return process

    return begin


@pytest.fixture
def neighbours(save, garden):
    many = [Member(name=f"Neighbour {n}", email=f"n{n}@example.org") for n in range(NEIGHBOURS)]
    save(*many)
    save(*(Membership(space_id=garden.id, member_id=member.id) for member in many))
    return NEIGHBOURS + 2  # and Ada and Ben


@pytest.fixture
def until(look):
    def wait(condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it takes too long"
            time.sleep(0.02)

    return wait


def test_two_at_once_tell_everybody_once(post_office, ballot, neighbours, ticker, until, look):
    post_office.slow = 0.002
    ballot()
    ticker(), ticker()
    sent = select(func.count()).select_from(OutboxMail).where(col(OutboxMail.sent_at).is_not(None))
    until(lambda: look(sent)[0] == neighbours)
    assert len(post_office.to) == len(set(post_office.to)) == neighbours
    assert look(select(PendingNotice)) == []


def test_one_that_is_killed_is_carried_on_by_another(
    post_office, ballot, neighbours, ticker, until, look, at, tick
):
    """Killed between the server's yes and our own note of it, one mail may come twice; then it is
    the same mail, by its Message-ID. Nobody is left out."""
    post_office.slow = 0.01
    ballot()
    for share in (4, 2):
        killed = ticker()
        until(lambda share=share: len(post_office.taken) >= neighbours // share)
        killed.kill()
    post_office.slow = 0
    for _ in range(neighbours // 30 + 2):  # thirty an hour
        at(now() + timedelta(minutes=61))
        tick()
    told = look(select(OutboxMail.address))
    assert len(told) == len(set(told)) == neighbours
    assert set(post_office.to) == set(told)
    assert len({str(mail["Message-ID"]) for mail in post_office.taken}) == neighbours
    assert len(post_office.taken) <= neighbours + 2
