"""All that I took part in: every contribution has a place, and its author finds it."""

import pytest

from civic.core import db
from civic.core.clock import now
from civic.spaces.models import Membership
from proposals import actions as proposals
from proposals.deliberation import actions as deliberation
from proposals.deliberation.models import Alignment
from proposals.models import Proposal


@pytest.fixture
def says(act, idea):
    """Ben writes below Ada's proposal."""
    pears = idea()

    def write(body, side=None):
        with db.writing() as session:
            return deliberation.write(
                session, actor=act.ben, proposal=session.get_one(Proposal, pears.id), body=body,
                language="en", now=now(), alignment=Alignment(side) if side else None,
            )  # fmt: skip

    return write


def test_it_begins_with_an_invitation(browser, garden):
    page = browser("Ben").get("/mine").text
    assert "Nothing yet" in page
    assert 'href="/proposals/"' in page


def test_whoever_is_not_signed_in_is_shown_the_door(browser, garden):
    assert browser(None).get("/mine").location == "/sign-in/?next=/mine"


def test_an_argument_stands_there_with_what_it_counts_for(browser, act, says):
    said = says("Blossom in April.", side="for")
    with db.writing() as session:
        deliberation.weigh(session, actor=act.ada, comment_id=said.id, counts=True)
    page = browser("Ben").get("/mine").text
    assert "Blossom in April." in page
    assert "Counts for one member" in page
    assert f"/comments/{said.id}" in page
    assert "Blossom in April." not in browser("Ada").get("/mine").text


def test_what_was_removed_is_not_hidden_from_its_author(browser, says):
    said = says("You are all fools.")
    address = f"/proposals/{said.proposal_id}/comments/{said.id}/remove"
    browser("Fay").post(address, data={"reason": "Talk about the idea, please."})
    page = browser("Ben").get("/mine").text
    assert "You are all fools." in page
    assert "Removed by a facilitator" in page


def test_my_proposals_and_those_that_i_support(browser, act, idea):
    pears = idea()
    with db.writing() as session:
        proposals.support(session, proposal=session.get_one(Proposal, pears.id), actor=act.ben)
    bens, adas = browser("Ben").get("/mine").text, browser("Ada").get("/mine").text
    assert "Proposals that I support" in bens
    assert "Plant pear trees" in bens
    assert "My proposals" not in bens
    assert "My proposals" in adas
    assert "Plant pear trees" in adas


def test_a_vote_is_told_and_the_choice_is_not(browser, ballot):
    round = ballot("The lawn")
    ben = browser("Ben")
    assert "Votes in which I took part" not in ben.get("/mine").text
    ben.post(f"/votes/{round.id}-the-lawn/cast", data={"q1-tick": "o1"})
    page = ben.get("/mine").text
    assert "Votes in which I took part" in page
    assert "You have voted" in page
    assert "Trees" not in page
    assert "The lawn" not in browser("Ada").get("/mine").text


def test_nothing_of_a_space_that_one_has_left_is_told(browser, act, garden, people, says):
    said = says("Blossom in April.")
    with db.writing() as session:
        pears = session.get_one(Proposal, said.proposal_id)
        proposals.support(session, proposal=pears, actor=act.ben)
        session.delete(session.get_one(Membership, (garden.id, people["Ben"].id)))
    page = browser("Ben").get("/mine").text
    assert "Blossom in April." not in page
    assert "pear" not in page


def test_it_takes_a_fixed_number_of_statements(browser, says, ballot, statements):
    ben = browser("Ben")
    round = ballot("Vote number 0")
    ben.post(f"/votes/{round.id}-vote-number-0/cast", data={"q1-tick": "o1"})
    says("First.")
    ben.get("/mine")

    def taken():
        statements.clear()
        assert ben.get("/mine").status_code == 200
        return len(statements)

    few = taken()
    for number in range(1, 4):
        round = ballot(f"Vote number {number}")
        ben.post(f"/votes/{round.id}-vote-number-{number}/cast", data={"q1-tick": "o1"})
        says(f"Message {number}", side="against")
    assert taken() == few <= 8
