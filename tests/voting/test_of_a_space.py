"""The votes of a space, on its page and in the list of votes."""

from datetime import timedelta

from sqlmodel import select

from civic.core import db
from civic.spaces.models import Membership
from voting import ticking
from voting.models import Round, State


def test_a_space_shows_its_votes(new_round, browser, garden):
    page = browser("Ben").get(f"/spaces/{garden.id}-the-garden").get_data(as_text=True)
    assert "All votes of this space" not in page
    new_round()
    page = browser("Ben").get(f"/spaces/{garden.id}-the-garden").get_data(as_text=True)
    assert "The lawn" in page
    assert f"/votes/?space={garden.id}" in page


def test_drafts_and_cancelled_votes_are_not_among_them(new_round, browser, garden):
    new_round(opened=False)
    assert "The lawn" not in browser("Ben").get(f"/spaces/{garden.id}-the-garden").text
    cancelled = new_round()
    browser("Fay").post(f"/votes/{cancelled.id}/cancel", data={"reason": "A mistake"})
    assert "The lawn" not in browser("Ben").get(f"/spaces/{garden.id}-the-garden").text


def test_the_list_of_votes_can_be_of_one_space(new_round, browser, garden):
    new_round()
    assert "The lawn" in browser("Ben").get(f"/votes/?space={garden.id}").text
    other = browser("Ben").get(f"/votes/?space={garden.id + 1}").text
    assert "The lawn" not in other
    assert "Votes of all spaces" in other


def test_a_vote_whose_facilitator_is_gone_closes_by_its_schedule(
    new_round, people, garden, browser, at, look
):
    """And whoever is named meanwhile runs it."""
    runs, ends = new_round(), new_round()
    with db.writing() as session:
        session.delete(session.get(Membership, (garden.id, people["Fay"].id)))
    browser("Kim").post("/spaces/1/members", data={"member": "Ada", "role": "facilitator"})
    reason = {"reason": "All of us have voted."}
    assert browser("Ada").post(f"/votes/{runs.id}/close", data=reason).status_code == 303
    with db.writing() as session:
        session.delete(session.get(Membership, (garden.id, people["Ada"].id)))
    at(ends.closes_at + timedelta(seconds=1))
    ticking.run()
    assert set(look(select(Round.state))) == {State.PUBLISHED}
