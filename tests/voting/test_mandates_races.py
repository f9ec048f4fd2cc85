"""Votes passed on by several processes at once, on whichever database the tests run on."""

import pytest
from sqlmodel import select

from tests.sizes import size
from voting.models import Mandate, Participation

pytestmark = pytest.mark.thorough

RACER = "tests.voting.racer"
TIMES = size(2, soak=30)


@pytest.mark.parametrize("_time", range(TIMES))
def test_the_last_place_of_a_holder_is_given_once(race, new_round, people, voters, look, _time):
    round = new_round(mandates={"onward": False, "most": 2})
    giving = [(f"give:{people['Ada'].id}", round.id, one.id) for one in voters[:4]]
    said = [word for words in race(RACER, *giving) for word in words]
    assert sorted(said) == ["done", "done", "refused", "refused"]
    assert len(look(select(Mandate))) == 2


@pytest.mark.parametrize("_time", range(TIMES))
def test_two_who_trust_each_other_at_once_close_no_circle(race, new_round, people, look, _time):
    round = new_round(mandates={"onward": True, "most": None})
    ada, ben, fay = (people[name].id for name in ("Ada", "Ben", "Fay"))
    giving = [
        (f"give:{other}", round.id, one) for one, other in ((ada, ben), (ben, fay), (fay, ada))
    ]
    said = [word for words in race(RACER, *giving) for word in words]
    assert sorted(said) == ["done", "done", "refused"]
    assert len(look(select(Mandate))) == 2


@pytest.mark.parametrize("_time", range(TIMES))
def test_who_votes_and_passes_it_on_at_once_counts_once(
    race, new_round, people, vote, close, look, turnout, _time
):
    round = new_round(mandates={"onward": False, "most": 2})
    vote("Ada", round, q1_tick="o2")
    ben = people["Ben"].id
    said = race(RACER, ("cast", round.id, ben), (f"give:{people['Ada'].id}", round.id, ben))
    assert said[0] == ["done"]
    assert ben in look(select(Participation.member_id))
    close(round)
    assert (turnout(round)["cast"], turnout(round)["represented"]) == (2, 0)


@pytest.mark.parametrize("_time", range(TIMES))
def test_whose_holder_leaves_at_the_end_is_counted_or_has_their_vote_back(
    race, new_round, people, vote, lets, look, turnout, _time
):
    round = new_round(mandates={"onward": False, "most": 2})
    lets("Ben", "Ada", round)
    vote("Ada", round, q1_tick="o2")
    said = race(RACER, ("leave", round.id, people["Ada"].id), ("close", round.id))
    assert said == [["done"], ["done"]]
    (mandate,) = look(select(Mandate))
    assert mandate.declined == (mandate.fate is None)
    assert turnout(round)["represented"] == (0 if mandate.declined else 1)
