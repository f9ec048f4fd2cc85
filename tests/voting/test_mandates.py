"""Votes passed on: to whom, with whose consent, and what they come to."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.privacy.ticking import keep_no_longer
from voting import ticking
from voting.models import CountedBallot, Disclosure, Fate, Mandate, Publication, Round

ONCE = {"onward": False, "most": 2}
ONWARD = {"onward": True, "most": None}


@pytest.fixture
def page(browser):
    def read(name, round, rest=""):
        answer = browser(name).get(f"/votes/{round.id}-the-lawn{rest}", follow_redirects=True)
        return answer.text

    return read


def test_nobody_votes_for_anybody_where_a_round_does_not_allow_it(new_round, lets, page, look):
    round = new_round()
    assert lets("Ben", "Ada", round).status_code == 403
    assert "pass my vote on" not in page("Ben", round)
    assert look(select(Mandate)) == []
    assert "mandates" not in look(select(Round.frozen))[0]


def test_a_ballot_counts_for_those_who_passed_their_vote_on(
    new_round, vote, lets, close, page, turnout, look
):
    round = new_round(mandates=ONCE)
    assert "pass my vote on" in page("Ben", round)
    assert lets("Ben", "Ada", round).status_code == 303
    assert lets("Voter 1", "Ada", round).status_code == 303
    assert "You also vote for Ben and Voter 1: your ballot counts 3 times." in page(
        "Ada", round, "/ballot"
    )
    vote("Ada", round, q1_tick="o2")
    assert "your ballot counts 3 times" in page("Ada", round, "/cast")
    close(round)
    assert turnout(round) == {
        "roll": 9, "roll_weight": 9, "cast": 3, "cast_weight": 3, "blank": 0, "blank_weight": 0,
        "represented": 2, "represented_weight": 2,
    }  # fmt: skip
    copies = look(select(CountedBallot.weight, CountedBallot.choice))
    assert copies == [(1, ["o2"])] * 3, "one a head: no weight tells a holder"
    assert "Ada voted for you" in page("Ben", round)
    assert "Voted themselves: 1. Represented: 2." in page("Fay", round)
    assert "Voted themselves: 1. Represented: 2." in page("Fay", round, "/minutes")


def test_what_is_written_beside_a_choice_is_heard_once(new_round, vote, lets, close, look):
    round = new_round("consent", mandates=ONCE, options=[], parameters={"least": 1})
    lets("Ben", "Ada", round)
    vote("Ada", round, q1_stance="concerns", q1_reason="Who waters it?")
    close(round)
    (result,) = look(select(Round.result))
    assert result["results"]["q1"]["turnout"]["cast"] == 2
    assert result["voices"]["q1"]["concerns"] == {"count": 1, "texts": ["Who waters it?"]}


def test_what_was_frozen_decides_and_not_the_column(new_round, vote, lets, close, turnout):
    round = new_round(mandates=ONCE)
    lets("Ben", "Ada", round)
    vote("Ada", round, q1_tick="o2")
    with db.writing() as session:
        session.get_one(Round, round.id).mandates = None
    close(round)
    assert turnout(round)["represented"] == 1


def test_weights_of_givers_stay_their_own(new_round, vote, lets, close, look, save, people):
    for name, weight in (("Ben", 3), ("Ada", 2)):
        people[name].weight = weight
        save(people[name])
    round = new_round(mandates=ONCE, weighted=True, disclosure=Disclosure.OPEN)
    lets("Ben", "Ada", round)
    vote("Ada", round, q1_tick="o2")
    close(round)
    assert sorted(look(select(CountedBallot.weight))) == [2, 3]
    (result,) = look(select(Round.result))
    assert result["results"]["q1"]["turnout"]["represented_weight"] == 3


def test_the_own_vote_wins(new_round, vote, lets, close, page, turnout, look):
    round = new_round(mandates=ONCE)
    lets("Ben", "Ada", round)
    assert "your own vote counts" in page("Ben", round, "/ballot")
    vote("Ada", round, q1_tick="o2")
    vote("Ben", round, q1_tick="o1")
    close(round)
    assert (turnout(round)["cast"], turnout(round)["represented"]) == (2, 0)
    assert look(select(Mandate.fate)) == [Fate.OWN]
    assert "You voted yourself" in page("Ben", round)


def test_a_vote_is_lost_where_its_holder_does_not_vote(
    new_round, vote, lets, close, page, turnout, look
):
    round = new_round(mandates=ONCE)
    lets("Ben", "Ada", round)
    vote("Voter 1", round, q1_tick="o1")
    close(round)
    assert turnout(round)["cast"] == 1
    assert look(select(Mandate.fate)) == [Fate.ABSENT]
    assert "Your vote was lost" in page("Ben", round)
    (closed,) = look(select(Round).where(Round.id == round.id))
    assert closed.result["mandates"] == {
        "given": 1, "own": 0, "carried": 0, "carried_weight": 0, "lost": {"absent": 1},
        "lost_weight": 1, "ways": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mandates", "before", "giver", "holder", "said"),
    [
        (ONCE, [], "Ben", "Ben", "to somebody else"),
        (ONCE, [], "Ben", "Zoe", "on the list of voters"),
        (ONCE, [("Ada", "Fay")], "Ben", "Ada", "Ada has passed on their own vote"),
        (ONCE, [("Voter 1", "Ben")], "Ben", "Ada", "Decline their votes first"),
        (
            ONCE, [("Voter 1", "Ada"), ("Voter 2", "Ada")], "Ben", "Ada",
            "Ada cannot take your vote",
        ),
        (
            ONWARD, [("Ada", "Fay"), ("Fay", "Ben")], "Ben", "Ada",
            "go round in a circle, and nobody would vote",
        ),
        (
            {"onward": True, "most": 2}, [("Voter 1", "Ada"), ("Ada", "Fay")], "Ben", "Ada",
            "Ada cannot take your vote",
        ),
    ],
)  # fmt: skip
def test_what_is_refused_is_said(new_round, lets, look, mandates, before, giver, holder, said):
    round = new_round(mandates=mandates)
    for one, other in before:
        assert lets(one, other, round).status_code == 303
    answer = lets(giver, holder, round)
    assert answer.status_code == 422
    assert said in answer.text
    assert len(look(select(Mandate))) == len(before)


def test_who_has_voted_passes_nothing_on(new_round, vote, lets, look):
    round = new_round(mandates=ONCE)
    vote("Ben", round, q1_tick="o1")
    answer = lets("Ben", "Ada", round)
    assert answer.status_code == 422
    assert "cast already" in answer.text


def test_after_the_end_nothing_is_passed_on(new_round, lets, close):
    round = new_round(mandates=ONCE)
    close(round)
    assert lets("Ben", "Ada", round).status_code == 409


def test_a_vote_goes_on_to_whoever_votes_at_last(new_round, vote, lets, close, page, turnout):
    round = new_round(mandates=ONWARD)
    for one, other in [("Ben", "Ada"), ("Ada", "Fay"), ("Voter 1", "Ben")]:
        assert lets(one, other, round).status_code == 303
    assert "You also vote for Ada and 2 other people: your ballot counts 4 times." in page(
        "Fay", round, "/ballot"
    )
    vote("Fay", round, q1_tick="o2")
    close(round)
    assert (turnout(round)["cast"], turnout(round)["represented"]) == (4, 3)
    told = page("Ben", round)
    assert "Your vote was counted, passed on by Ada." in told
    assert "Fay voted for you" not in told, "a secret vote does not say who it was at last"


def test_a_new_choice_takes_the_place_of_the_former_one(new_round, lets, browser, look, people):
    round = new_round(mandates=ONCE)
    lets("Ben", "Ada", round)
    lets("Ben", "Fay", round)
    assert look(select(Mandate.holder_id)) == [people["Fay"].id]
    browser("Ben").post(f"/votes/{round.id}-the-lawn/pass-on/take-back")
    assert look(select(Mandate)) == []


def test_who_declines_does_not_vote_for_the_giver_who_reads_so(
    new_round, vote, lets, browser, people, page, close, turnout
):
    round = new_round(mandates=ONCE)
    lets("Ben", "Ada", round)
    data = {"giver": people["Ben"].id}
    browser("Voter 1").post(f"/votes/{round.id}-the-lawn/pass-on/decline", data=data)
    assert "Ada votes for you" in page("Ben", round), "nobody else declines"
    browser("Ada").post(f"/votes/{round.id}-the-lawn/pass-on/decline", data=data)
    assert "Ada declined to vote for you" in page("Ben", round)
    vote("Ada", round, q1_tick="o1")
    close(round)
    assert turnout(round)["represented"] == 0
    assert "Ada declined" in page("Ben", round)


def test_that_somebody_declined_is_forgotten_a_year_later(
    new_round, lets, browser, people, close, look, at
):
    round = new_round(mandates=ONCE)
    lets("Ben", "Ada", round)
    data = {"giver": people["Ben"].id}
    browser("Ada").post(f"/votes/{round.id}-the-lawn/pass-on/decline", data=data)
    close(round)
    ended = now()
    at(ended + timedelta(days=364))
    keep_no_longer()
    assert len(look(select(Mandate))) == 1
    at(ended + timedelta(days=366))
    keep_no_longer()
    assert look(select(Mandate)) == []


def test_an_open_vote_names_who_voted_for_whom(new_round, vote, lets, close, page, look):
    round = new_round(mandates=ONCE, disclosure=Disclosure.OPEN)
    lets("Ben", "Ada", round)
    vote("Ada", round, q1_tick="o2")
    close(round)
    assert "Ada, also for Ben" in page("Fay", round)
    (closed,) = look(select(Round).where(Round.id == round.id))
    ways = closed.result["mandates"]["ways"]
    ((giver, holder),) = ways["given"]
    assert ways["voted"] == [holder]
    assert {giver, holder} == {1, 2}


def test_rankings_of_a_secret_round_are_published_as_sums(new_round, look):
    new_round("borda", mandates=ONCE, publication=None)
    assert look(select(Round.publication)) == [Publication.SUMS]


def test_all_have_voted_when_all_are_heard(new_round, vote, lets, look, browser, people):
    round = new_round(mandates=ONWARD, early_close=True)
    voters = ["Ben", "Ada", "Fay", *(f"Voter {n}" for n in range(6))]
    for giver, holder in pairwise(voters[:5]):
        lets(giver, holder, round)
    for name in voters[5:]:
        vote(name, round, q1_tick="o1")
    ticking.run()
    assert look(select(Round.state)) == ["open"], "the last one on the way has not voted"
    vote(voters[4], round, q1_tick="o1")
    ticking.run()
    (closed,) = look(select(Round))
    assert closed.state == "published"
    assert closed.result["results"]["q1"]["turnout"]["cast"] == 9


def test_who_passed_their_vote_on_is_not_asked_for_it(new_round, lets, browser, page, look):
    round = new_round(mandates=ONCE, disclosure=Disclosure.OPEN)
    waiting = "Your vote is missing"
    assert waiting in browser("Ben").get("/").text
    lets("Ben", "Ada", round)
    assert waiting not in browser("Ben").get("/").text
    assert waiting not in page("Ben", round)
    assert "Vote all the same" in page("Ben", round)
    assert "<li>Ben</li>" not in page("Fay", round, "/console")
    assert "Your vote is passed on" in browser("Ben").get("/mine").text


def test_a_quorum_may_leave_out_who_is_represented(new_round, vote, lets, close, page, look):
    round = new_round(
        mandates=ONCE,
        requirements={"quorum": {"share": [1, 3], "of": "present"}},
    )
    lets("Ben", "Ada", round)
    lets("Voter 1", "Ada", round)
    vote("Ada", round, q1_tick="o2")
    vote("Fay", round, q1_tick="o2")
    close(round)
    result = look(select(Round.result))[0]["results"]["q1"]
    assert result["quorum"] == {"left": 6, "right": 9, "holds": False}
    assert "2 of 9 people voted themselves." in page("Fay", round)
