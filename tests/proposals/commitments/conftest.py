"""A garden whose members decided something, so that somebody can promise something."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from civic.core.clock import now
from tests.voting.conftest import close, new_round, vote, voters

__all__ = ["close", "new_round", "vote", "voters"]


def day(days: int) -> str:
    """A day so many days from today, where the garden is, as a form sends it."""
    today = now().astimezone(ZoneInfo("Europe/Paris")).date()
    return (today + timedelta(days=days)).isoformat()


@pytest.fixture
def decided(propose, browser) -> str:
    """A proposal that a council adopted; its address."""
    address = propose()
    answer = browser("Fay").post(f"{address}/decide", data={"verdict": "adopted"})
    assert answer.status_code == 303
    return address


@pytest.fixture
def record(decided, browser):
    """Somebody records what follows from the decision; the answer."""

    def post(name="Fay", **changed):
        data = {"title": "Buy the trees", "language": "en", "keeper": "Ben", "due": day(10)}
        return browser(name).post(f"{decided}/commitment", data=data | changed)

    return post


@pytest.fixture
def promised(record) -> str:
    """Ben promised something; the address of the promise."""
    answer = record()
    assert answer.status_code == 303, answer.text
    return answer.location


@pytest.fixture
def report(promised, browser):
    def post(name="Ben", kind="news", body="The order is out.", **more):
        data = {"kind": kind, "body": body} | more
        return browser(name).post(f"{promised}/news", data=data)

    return post
