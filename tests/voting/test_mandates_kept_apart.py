"""Votes passed on: what nobody learns by trying, asking or counting, and who cannot be chosen."""

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.actor import Actor
from civic.feature import Erasure
from civic.members import actions as members
from civic.members.models import Member, MemberKind, MemberState
from civic.privacy import walking
from civic.spaces.models import Membership
from voting import mandates as read
from voting.models import Mandate, Publication, Round

ONCE = {"onward": False, "most": 2}
ONWARD = {"onward": True, "most": 2}


def test_a_refusal_names_nobody_but_who_was_chosen(new_round, lets):
    """Neither to whom they passed their vote on, nor how many votes somebody holds."""
    round = new_round(mandates=ONWARD)
    for giver, holder in [("Voter 1", "Ada"), ("Ada", "Voter 2")]:
        lets(giver, holder, round)
    full = lets("Ben", "Ada", round).text
    assert "Ada cannot take your vote: the limit of 2 for one person" in full
    circle = lets("Voter 2", "Voter 1", round).text
    assert "Voter 1 has passed on their own vote, and it comes to you in the end" in circle
    assert "Voter 2" not in full
    assert "Ada" not in circle


@pytest.mark.parametrize("rule", ["approval", "majority-judgment", "borda"])
def test_a_secret_vote_publishes_no_ballots_among_which_copies_could_be_told(
    new_round, browser, look, rule
):
    draft = new_round(rule, mandates=ONCE, opened=False, publication=Publication.BALLOTS)
    browser("Fay").post(f"/votes/{draft.id}-the-lawn/open")
    assert look(select(Round.state)) == ["draft"]
    edit = f"/votes/{draft.id}-the-lawn/edit"
    assert "several equal ballots would show" in browser("Fay").get(edit).text
    chosen = {"disclosure": "secret", "publication": "ballots"}
    answer = browser("Fay").post(f"{edit}/secrecy", data=chosen)
    assert answer.status_code == 422, "said where it is chosen, too"
    assert "several equal ballots would show" in answer.text
    for well in ({"publication": "sums"}, {"disclosure": "open"}):
        assert browser("Fay").post(f"{edit}/secrecy", data=chosen | well).status_code == 303


def test_ballots_of_one_answer_may_be_published(new_round, look):
    new_round("motion", mandates=ONCE, options=[], publication=Publication.BALLOTS)
    assert look(select(Round.state)) == ["open"]


def test_who_votes_for_two_reads_of_both_for_whom(new_round, save, garden, people, lets, browser):
    """However many passed their votes on to one of them before."""
    mill = save(Member(name="Mill", kind=MemberKind.ENTITY, represented_by_id=people["Ben"].id))
    more = [Member(name=f"Neighbour {n}") for n in range(2 * read.SHOWN)]
    save(*more)
    save(*(Membership(space_id=garden.id, member_id=one.id) for one in (mill, *more)))
    round = new_round(mandates={"onward": True, "most": None})
    with db.writing() as session:
        session.add_all(
            Mandate(round_id=round.id, giver_id=one.id, holder_id=mill.id) for one in more
        )
    lets("Ada", "Ben", round)
    page = browser("Ben").get(f"/votes/{round.id}-the-lawn").text
    assert "You also vote for Ada: your ballot counts 2 times." in page
    assert "Neighbour 19<" in page
    assert "Neighbour 20<" not in page


def test_a_copy_of_everything_says_what_its_owner_could_read(
    new_round, vote, lets, close, people, app
):
    """The giver not who voted at last; the holder not who of the givers voted."""
    round = new_round(mandates=ONWARD)
    lets("Ben", "Ada", round)
    lets("Ada", "Fay", round)
    vote("Fay", round, q1_tick="o2")
    close(round)
    declared = app.extensions["registry"].personal_data
    with db.reading() as session:

        def kept(name, column):
            entry = declared[f"mandate.{column}"]
            assert entry.erasure is Erasure.KEEP
            return list(walking.rows(session, entry, people[name].id))

        assert kept("Ben", "giver_id") == [
            {"round_id": round.id, "declined": False, "fate": "carried"}
        ]
        assert kept("Ada", "holder_id") == [{"round_id": round.id, "declined": False}]
        assert kept("Fay", "carrier_id") == [{"round_id": round.id}] * 2


def test_who_left_is_not_chosen_and_who_trusted_them_is_told(
    new_round, lets, told, look, people, browser
):
    round = new_round(mandates=ONCE)
    lets("Ben", "Voter 1", round)
    told()
    with db.writing() as session:
        left = session.get(Member, people["Voter 1"].id)
        admin = Actor(id=people["Fay"].id, is_admin=True)
        members.change(session, actor=admin, member=left, values={"state": MemberState.LEFT})
    assert look(select(Mandate.declined)) == [True]
    assert told() == ["ben@example.org"]
    assert "on the list of voters" in lets("Voter 2", "Voter 1", round).text
    where = f"/votes/{round.id}-the-lawn/pass-on"
    assert "begins so" in browser("Ben").get(f"{where}?words=voter 1").text


def test_who_votes_for_others_reads_what_totals_can_show(new_round, lets, browser, people):
    round = new_round(mandates=ONCE)
    lets("Ben", "Ada", round)
    told = "an option with fewer than 2 votes is not the one you chose"
    where = f"/votes/{round.id}-the-lawn"
    assert told in browser("Ada").get(where).text
    assert told in browser("Ada").get(f"{where}/ballot").text
    assert told in browser("Ada").post(f"{where}/ballot", data={"q1-tick": "o1"}).text
    assert told not in browser("Ben").get(f"{where}/ballot").text
    before = browser("Voter 1").get(f"{where}/pass-on?to={people['Ada'].id}").text
    assert "the more the totals let one guess" in before


def test_who_holds_votes_reads_beforehand_what_becomes_of_them(new_round, lets, browser):
    once, onward = new_round(mandates=ONCE), new_round(mandates=ONWARD)
    for round in (once, onward):
        lets("Ben", "Ada", round)
    page = browser("Ada").get(f"/votes/{once.id}-the-lawn").text
    assert "Whoever votes for others cannot pass their own vote on" in page
    assert "pass my vote on" not in page
    search = browser("Ada").get(f"/votes/{once.id}-the-lawn/pass-on").text
    assert "This vote cannot be passed on" in search
    assert 'name="words"' not in search
    assert 'name="words"' in browser("Ada").get(f"/votes/{onward.id}-the-lawn/pass-on").text
    lets("Ada", "Fay", onward)
    page = browser("Ada").get(f"/votes/{onward.id}-the-lawn").text
    assert "Ben passed their vote on to you, and it goes on to Fay with your own" in page
    assert "your ballot counts 2 times" not in page
    assert "counts several times" not in page


def test_who_voted_after_passing_it_on_reads_that_their_own_vote_counts(
    new_round, vote, lets, browser
):
    round = new_round(mandates=ONCE)
    lets("Ben", "Ada", round)
    vote("Ben", round, q1_tick="o1")
    page = browser("Ben").get(f"/votes/{round.id}-the-lawn").text
    assert "You passed your vote on to Ada, and have voted: your own vote counts." in page
    assert "Ada votes for you" not in page
