"""Days are those of the place where people live, and none is so far away that pages break on it."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from civic.community.models import Community
from civic.core import db
from civic.core.clock import now
from proposals.commitments import actions
from proposals.commitments.models import Commitment, CommitmentNews
from tests.proposals.commitments.conftest import day


@pytest.fixture
def far_west(people):
    """A community where it is still yesterday when a day begins in Greenwich."""
    with db.writing() as session:
        community = session.exec(select(Community)).one()
        community.time_zone = "America/Martinique"


@pytest.mark.parametrize(
    ("last_day", "said"),
    [
        ("9999-12-31", "Give a day between the years 1900 and 2200."),
        ("2190-01-01", "This is more than ten years away."),
    ],
)
def test_a_day_too_far_away_is_refused(promised, record, report, browser, look, last_day, said):
    for answer in (record(due=last_day), report(kind="postponed", due=last_day)):
        assert answer.status_code == 422
        assert said in answer.text
    assert len(look(select(Commitment))) == 1
    assert look(select(CommitmentNews)) == []
    assert browser("Ada").get(promised).status_code == 200


@pytest.mark.parametrize("after", ["0-99999999999999999999", "0-x", "nan-1", "1e99-1", "-", "0-²"])
def test_an_address_that_nobody_made_shows_the_first_page(promised, browser, after):
    page = browser("Ada").get("/commitments/", query_string={"after": after})
    assert page.status_code == 200
    assert "Buy the trees" in page.text


def test_the_table_says_the_day_that_was_chosen(far_west, record, browser):
    assert record(due=day(10)).status_code == 303
    assert f",{day(10)}," in browser("Ada").get("/commitments.csv").text


def test_the_year_begins_at_midnight_there(far_west, garden, decided, save, browser, at):
    number = int(decided.rsplit("/", 1)[-1].partition("-")[0])
    due = datetime(2030, 12, 30, tzinfo=UTC)
    save(Commitment(space_id=garden.id, proposal_id=number, title="Buy the trees", due=due))
    at(datetime(2031, 1, 1, 2, tzinfo=UTC))
    assert "fell due in 2030" in browser("Ada").get("/commitments/").text
    at(datetime(2031, 1, 1, 5, tzinfo=UTC))
    assert "fell due" not in browser("Ada").get("/commitments/").text


def test_of_what_was_thrown_away_meanwhile_nobody_is_reminded(promised, browser, look):
    assert browser("Fay").post(f"{promised}/discard").status_code == 303
    with db.writing() as session:
        actions.remind(session, 1)
        actions.lapse(session, 1, now=now())
    assert look(select(Commitment)) == []


def test_a_promise_kept_is_thanked_for_on_the_first_page(browser, report):
    assert "Promises kept" not in browser("Ada").get("/").text
    report(kind="kept", body="Three trees stand there.")
    thanks = browser("Ada").get("/").text.partition("Promises kept")[2]
    assert "Buy the trees" in thanks
    assert "Thanks to Ben." in thanks
    assert "Thanks to Ben." not in browser("Ben").get("/").text
    assert "Thank you." in browser("Ben").get("/").text
    assert "Promises kept" not in browser("Zoe").get("/").text, "she does not see the garden"
