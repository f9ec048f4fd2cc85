"""The list of proposals: filters in the address, orders, pages, and what is never in it."""

import re

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.spaces.models import Membership, Space
from proposals import listing
from proposals.models import Proposal, ProposalTag, Stage
from tests.plans import whole


@pytest.fixture
def fill(save, garden, people):
    """Many proposals of Ada, and a tag on every second."""

    def write(number: int, **more) -> None:
        with db.writing() as session:
            for n in range(1, number + 1):
                row = Proposal(
                    space_id=garden.id,
                    author_id=people["Ada"].id,
                    title=f"Proposal {n:04}",
                    body="Because.",
                    language="en",
                    stage=Stage.OPEN,
                    opened_at=now(),
                    support_count=n % 7,
                    comment_count=n % 5,
                    **more,
                )
                session.add(row)
                session.flush()
                if n % 2:
                    tag = ProposalTag(proposal_id=row.id, tag="odd", opened_at=row.opened_at)
                    session.add(tag)

    return write


def titles(page) -> list[str]:
    return re.findall(r'<h2><a [^>]*lang="en">([^<]*)</a></h2>', page.text)


def walk(client, address: str) -> list[str]:
    """The titles of all pages."""
    found = []
    while address:
        page = client.get(address)
        found += titles(page)
        nearby = re.search(r'rel="next" href="([^"]*)"', page.text)
        address = nearby and nearby[1].replace("&amp;", "&")
    return found


@pytest.mark.parametrize("sort", listing.SORTS)
def test_every_order_shows_each_proposal_once_over_all_pages(fill, browser, sort):
    fill(65)
    found = walk(browser("Ben"), f"/proposals/?sort={sort}")
    assert sorted(found) == [f"Proposal {n:04}" for n in range(1, 66)]
    key = {
        "newest": lambda n: n,
        "support": lambda n: (n % 7, n),
        "discussion": lambda n: (n % 5, n),
    }
    numbers = [int(title[-4:]) for title in found]
    assert numbers == sorted(numbers, key=key[sort], reverse=True)


def test_filters_combine_in_the_address(fill, propose, browser, save, people):
    fill(4)
    elsewhere = save(Space(title="The square", language="en"))
    save(
        Proposal(space_id=elsewhere.id, title="A bench there", language="en", stage=Stage.DECIDED,
                 opened_at=now())
    )  # fmt: skip
    propose("Ben", title="Water the odd beds", tags="odd")
    ben = browser("Ben")
    assert titles(ben.get(f"/proposals/?space={elsewhere.id}")) == ["A bench there"]
    assert titles(ben.get("/proposals/?stage=decided")) == ["A bench there"]
    assert titles(ben.get("/proposals/?mine=1")) == ["Water the odd beds"]
    assert titles(ben.get("/proposals/?q=watering")) == ["Water the odd beds"]
    assert titles(ben.get("/proposals/?tag=odd&q=water&stage=open")) == ["Water the odd beds"]
    assert titles(ben.get("/proposals/?tag=odd")) == [
        "Water the odd beds", "Proposal 0003", "Proposal 0001",
    ]  # fmt: skip
    nothing = ben.get("/proposals/?tag=odd&stage=decided")
    assert "Nothing matches these words and filters." in nothing.text
    assert "Clear the filters" in nothing.text


def test_chips_and_pages_keep_the_other_filters(fill, browser):
    fill(45)
    page = browser("Ben").get("/proposals/?tag=odd&sort=support").text
    assert 'href="/proposals/?stage=open&amp;tag=odd&amp;sort=support"' in page
    assert re.search(
        r'rel="next" href="/proposals/\?after=[0-9-]+&amp;tag=odd&amp;sort=support"', page
    )


def test_htmx_gets_the_list_alone_and_the_address_is_kept(fill, browser):
    fill(3)
    answer = browser("Ben").get("/proposals/?sort=support", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert len(titles(answer)) == 3
    assert "HX-Request" in answer.headers["Vary"]
    assert 'data-hx-push-url="true"' in browser("Ben").get("/proposals/").text


@pytest.mark.parametrize(
    "asked",
    [
        "after=x", "after=1", "after=-1-2", "after=9999999999999999-1", "after=1e3-4", "sort=title",
        "sort=id%20desc--", "stage=draft", "stage=%27", "space=x", "space=-1",
        "space=99999999999999999999", "tag=%25", "tag=_", "q=%22%20OR%201", "q=*", "q=%27%29%3B--",
        "q=AND", "q=" + "a" * 300, "mine=0", "tag=a&tag=b",
    ],
)  # fmt: skip
def test_strange_addresses_are_read_as_well_as_they_can_be(fill, browser, asked):
    fill(2)
    assert browser("Ben").get(f"/proposals/?{asked}").status_code == 200


def test_a_draft_or_a_hidden_space_is_in_no_list_and_moves_no_count(draft, propose, browser):
    draft(title="Secret draft of Ada", tags="secret")
    propose(title="Only for the garden", tags="garden")
    asked = [
        "",
        "?q=secret",
        "?q=garden",
        "?tag=garden",
        "?tag=secret",
        "?space=1",
        "?sort=support",
    ]
    for query in asked:
        page = browser("Zoe").get(f"/proposals/{query}").text
        assert "0 proposals" in page or "No proposal yet" in page
        assert "Secret draft" not in page
        assert "Only for the garden" not in page
        assert "<option>garden<" not in page
        assert "Secret draft" not in browser("Ben").get(f"/proposals/{query}").text


@pytest.mark.thorough
def test_counting_stops_at_a_thousand(fill, browser):
    fill(1_005)
    page = browser("Ben").get("/proposals/").text
    assert "More than 1,000 proposals" in page
    assert "1,005 proposals" not in page


def test_an_empty_house_invites_the_first_proposal(garden, browser):
    page = browser("Ben").get("/proposals/").text
    assert "No proposal yet" in page
    assert 'href="/proposals/new"' in page


def test_a_long_list_costs_as_many_statements_as_a_short_one(fill, browser, statements):
    ben = browser("Ben")
    counts = []
    for more in (2, 100):
        fill(more)
        ben.get("/proposals/")
        statements.clear()
        ben.get("/proposals/?q=proposal&tag=odd&sort=discussion")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 6


def test_every_list_is_read_by_an_index(fill, plans, act):
    fill(500)

    def ask(session):
        for sort in listing.SORTS:
            filters = listing.Filters(sort=sort)
            listing.proposals(session, actor=act.ben, filters=filters, size=20, after="3-40")
        for filters in (
            listing.Filters(stage=Stage.OPEN),
            listing.Filters(space_id=1),
            listing.Filters(tag="odd"),
            listing.Filters(mine=1),
        ):
            listing.proposals(session, actor=act.ben, filters=filters, size=20)

    asked = plans(ask)
    for statement, steps in asked:
        read = whole("proposal", steps)
        if "USE TEMP B-TREE FOR ORDER BY" not in steps:  # then it walks along the key
            read = [step for step in read if not step.startswith("SCAN")]
        assert not read, (statement, steps)
    assert len(asked) == 7


def test_proposals_that_want_the_same_are_shown_while_writing(propose, browser, garden, look):
    propose(title="Plant trees along Mill Street")
    propose(title="Open the shed on Sundays")
    ben = browser("Ben")
    found = ben.get("/proposals/similar?title=Trees+planted+along+Mill+Street").text
    assert "Plant trees along Mill Street" in found
    assert "shed" not in found
    typed = {"title": "Trees along Mill Street", "body": "", "language": "en", "preview": "1"}
    page = ben.post(f"/proposals/new/{garden.id}-the-garden", data=typed).text
    assert "A proposal that seems to want the same:" in page
    assert look(select(Proposal.title).where(Proposal.title == typed["title"])) == []


def test_and_once_more_before_publishing(propose, draft, browser):
    propose(title="Plant trees along Mill Street")
    address = draft("Ben", title="Trees along Mill Street")
    page = browser("Ben").get(address).text
    assert page.index("seems to want the same") < page.index(">Publish<")


def test_what_one_may_not_see_is_like_nothing(propose, draft, browser):
    propose(title="Plant trees along Mill Street")
    draft(title="Plant shrubs along Mill Street")
    title = "title=Plant+shrubs+along+Mill+Street"
    assert "Mill Street" not in browser("Zoe").get(f"/proposals/similar?{title}").text
    assert "shrubs" not in browser("Ben").get(f"/proposals/similar?{title}").text


def test_where_to_propose_says_what_each_space_is_for(browser, garden, save, people):
    orchard = save(Space(title="The orchard", purpose="Trees and ladders.", acts=garden.acts))
    save(Membership(space_id=orchard.id, member_id=people["Ben"].id))
    with db.writing() as session:
        session.get_one(Space, garden.id).purpose = "Beds, tools and water."
    page = browser("Ben").get("/proposals/new").text
    for words in ("The garden", "Beds, tools and water.", "The orchard", "Trees and ladders."):
        assert words in page


def test_where_nothing_was_proposed_there_is_one_button_and_nothing_to_filter(browser, garden):
    page = browser("Ben").get("/proposals/").text
    assert page.count('href="/proposals/new"') == 1
    assert 'id="filters"' not in page
    assert 'class="chip"' not in page
