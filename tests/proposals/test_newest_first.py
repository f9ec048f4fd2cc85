"""The newest proposals come first: those published last, whatever their number."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from proposals import listing
from proposals.models import Proposal, ProposalTag, Stage
from tests.proposals.test_list import titles, walk


@pytest.fixture
def published(save, garden, people):
    """A proposal of Ada's, published so many days after 1 January 2025; a draft without days."""

    def write(title: str, days: float | None, **more) -> Proposal:
        at = days is not None and datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=days)
        row = save(
            Proposal(
                space_id=garden.id, author_id=people["Ada"].id, title=title, language="en",
                stage=Stage.OPEN if at else Stage.DRAFT, opened_at=at or None, **more,
            )
        )  # fmt: skip
        save(ProposalTag(proposal_id=row.id, tag="odd", opened_at=row.opened_at))
        return row

    return write


NEWEST = ["", "space=1", "stage=open", "stage=open&space=1", "tag=odd", "mine=1"]


@pytest.mark.parametrize("asked", NEWEST)
def test_the_newest_are_those_published_last_whatever_their_number(
    published, browser, draft, asked
):
    waiting = draft(title="Proposal of last year", tags="odd", language="en")
    for days in (3, 1, 2):
        published(f"Proposal of day {days}", days)
    ada = browser("Ada")
    ada.post(f"{waiting}/publish")
    older = ["Proposal of day 3", "Proposal of day 2", "Proposal of day 1"]
    assert titles(ada.get(f"/proposals/?{asked}")) == ["Proposal of last year", *older]


@pytest.mark.parametrize("asked", NEWEST[:5])
def test_those_published_at_one_moment_are_each_on_one_page(published, browser, asked):
    for n in range(50):
        published(f"Proposal {n:04}", 5 if n % 3 else n)
    found = walk(browser("Ben"), f"/proposals/?{asked}")
    numbers = sorted(range(50), key=lambda n: (5 if n % 3 else n, n), reverse=True)
    assert found == [f"Proposal {n:04}" for n in numbers]


def test_of_ones_own_a_draft_stands_where_it_was_begun(published, browser):
    begun = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=20)
    for n in range(45):
        days = None if n == 7 else n
        published(f"Proposal {n:04}", days, created_at=begun)
    found = walk(browser("Ada"), "/proposals/?mine=1")
    numbers = sorted(range(45), key=lambda n: (20 if n == 7 else n, n), reverse=True)
    assert found == [f"Proposal {n:04}" for n in numbers]


def test_an_address_of_a_page_by_number_leads_to_the_first_page(published, browser):
    for days in range(30):
        published(f"Proposal {days:04}", days)
    ben = browser("Ben")
    assert titles(ben.get("/proposals/?after=0-12")) == titles(ben.get("/proposals/"))


def test_a_tag_knows_when_its_proposal_was_published(draft, browser, propose, look):
    address = draft(tags="a, b")
    moments = select(ProposalTag.tag, ProposalTag.opened_at, Proposal.opened_at).join(Proposal)
    assert [(tag, own) for tag, own, _ in look(moments)] == [("a", None), ("b", None)]
    browser("Ada").post(f"{address}/publish")
    propose("Ben", title="Water the beds", tags="c")
    assert all(own == its is not None for _, own, its in look(moments))
    assert len(look(moments)) == 3


@pytest.mark.parametrize("after", ["", "63900000000000000-40"])
def test_lists_of_the_newest_are_never_put_in_order(published, plans, act, after):
    """Each is an index walked backwards, from the last row of the page before."""
    for days in range(30):
        published(f"Proposal {days:04}", days)
    walks = [
        listing.Filters(),
        listing.Filters(space_id=1),
        listing.Filters(stage=Stage.OPEN),
        listing.Filters(stage=Stage.OPEN, space_id=1),
        listing.Filters(tag="odd"),
    ]

    def ask(session):
        for filters in walks:
            listing.proposals(session, actor=act.ben, filters=filters, size=20, after=after)

    asked = plans(ask)
    assert len(asked) == len(walks)
    for statement, steps in asked:
        sorts = [step for step in steps if "ORDER BY" in step or "Sort" in step]
        assert not sorts, (statement, steps)
        assert "_newest" in " ".join(steps), (statement, steps)
