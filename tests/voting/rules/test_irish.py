"""The Irish rules: counts followed by hand, and what holds of every count by whole papers."""

from fractions import Fraction
from itertools import permutations
from random import Random
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.sizes import size
from tests.voting.bundles import a_question, a_round
from tests.voting.recount.twice import counted_twice
from tests.voting.rules.strategies import profiles
from tests.voting.rules.written_out import ranked
from voting.rules import Profile, all_rules

IRISH = all_rules()["stv-irish"]
FEW = settings(max_examples=size(60, 2_000))


def count(ballots, options, order=None, rule="stv-irish", **asked):
    found = all_rules()[rule]
    return found.count(ranked(ballots, options), found.settle(asked), order)


def moved(outcome):
    """From whom, and how many to whom."""
    return [(step["from"], step["gained"]) for step in outcome.steps[1:]]


def test_each_next_choice_gets_its_share_of_a_surplus_in_whole_papers():
    """20 papers, quota 7: a has 4 too many, of 6 for b and 5 for c. 24/11 is 2 and 2 left over,
    20/11 is 1 and 9 left over: the larger remainder gets the fourth paper."""
    outcome = count({"ab": 6, "ac": 5, "b": 2, "c": 1, "d": 6}, "abcd", seats=2)
    assert outcome.numbers["quota"] == 7
    assert moved(outcome)[0] == ("a", {"b": 2, "c": 2})


def test_of_equal_remainders_the_larger_pile_comes_first_then_more_first_votes():
    """Half of four papers move on: 3/2 and 1/2 have the same remainder, as have 1/2 and 1/2."""
    larger = count({"ab": 3, "ac": 1, "a": 3, "b": 2, "c": 2, "d": 2}, "abcd", seats=2)
    assert moved(larger)[0] == ("a", {"b": 2})
    first = count({"ab": 2, "ac": 2, "a": 1, "b": 1, "c": 2, "d": 2}, "abcd", seats=2)
    assert moved(first)[0] == ("a", {"c": 1})


def test_of_level_remainders_only_as_many_move_a_paper_as_are_left_over():
    """Two of seven papers move on: 6/7 for b is the largest remainder, 4/7 for c and d are level in
    all, and one of them gets the last paper."""
    outcome = count({"ab": 3, "ac": 2, "ad": 2, "b": 1, "c": 2, "d": 2}, "abcd", seats=2)
    assert moved(outcome)[0] == ("a", {"b": 1, "c": 1})
    assert outcome.tied == ("c", "d")


def test_only_the_papers_that_came_last_move_on():
    """a gets two papers from c, one too many; the Scottish rules look at all six of a's papers,
    most of which go on to b."""
    ballots = {"ab": 4, "cad": 2, "b": 3, "d": 3}
    outcome = count(ballots, "abcd", seats=2)
    assert moved(outcome) == [("c", {"a": 2}), ("a", {"d": 1})]
    assert outcome.elected == ("a", "d")
    assert count(ballots, "abcd", rule="stv-scottish", seats=2).elected == ("a", "b")


def test_a_surplus_waits_while_it_changes_nothing():
    """Quota 8: a has one too many; d needs two to reach c, and b needs more to be elected."""
    outcome = count({"ad": 9, "b": 5, "c": 5, "d": 3}, "abcd", seats=2)
    assert moved(outcome)[0][0] == "d"
    near = count({"ad": 9, "b": 5, "c": 4, "d": 4}, "abcd", seats=2)
    assert moved(near)[0] == ("a", {"d": 1})


def test_several_go_out_at_once_where_together_they_cannot_reach_the_next_one():
    outcome = count({"a": 9, "b": 8, "c": 7, "db": 1, "ec": 2, "f": 3}, "abcdef", seats=1)
    assert [name for name, _ in moved(outcome)][:3] == ["d", "e", "f"]
    assert outcome.steps[3]["totals"]["c"] == 9


def test_whom_more_placed_first_stays_in_of_those_that_are_level():
    """b and c have four each at last; b had them from the start."""
    outcome = count({"a": 6, "b": 4, "c": 3, "dc": 1, "e": 7}, "abcde", seats=2)
    assert [name for name, _ in moved(outcome)][:2] == ["d", "c"]
    assert not outcome.tied


def test_the_last_place_goes_to_whoever_nobody_can_overtake():
    outcome = count({"a": 7, "b": 6, "c": 2}, "abc", seats=1)
    assert (outcome.elected, moved(outcome)) == (("a",), [("c", {})])
    assert outcome.numbers["quota"] == 8
    outcome = count({"a": 9, "b": 5, "c": 3}, "abc", seats=2)
    assert outcome.elected == ("a", "b")
    assert ("stv.remained", {"options": ["b"]}) in outcome.reasons


def test_the_papers_that_move_stand_for_the_pile_they_are_taken_from():
    """10 of 18 papers for b move on from a, of 12 that name c behind it and 6 that name d: 6 2/3
    and 3 1/3, so 7 and 3. Of these move on what b does not need, 5: 3 1/2 and 1 1/2, so 4 and 1."""
    ballots = {"abc": 12, "abd": 6, "b": 3, "c": 4, "d": 4}
    outcome = count(ballots, "abcd", order=list("abcd"), seats=3)
    assert outcome.numbers["quota"] == 8
    [first, second] = moved(outcome)[:2]
    assert first == ("a", {"b": 10})
    assert second == ("b", {"c": 4, "d": 1})


def test_where_nothing_tells_two_apart_it_is_a_tie():
    outcome = count({"a": 3, "b": 2, "c": 2}, "abc", seats=2)
    assert (outcome.elected, outcome.tied) == (("a",), ("b", "c"))
    assert count({"a": 3, "b": 2, "c": 2}, "abc", "cab", seats=2).elected == ("a", "c")


@pytest.mark.parametrize("overvote", ["exhaust", "skip"])
@FEW
@given(data=st.data())
def test_papers_stay_whole_and_none_is_counted_twice(overvote, data):
    profile = data.draw(profiles(IRISH))
    asked = IRISH.settle({"seats": data.draw(st.integers(1, 4)), "overvote": overvote})
    outcome = IRISH.count(profile, asked, list(profile.options))
    totals = [step["totals"] for step in outcome.steps]
    assert all(isinstance(votes, int) and votes >= 0 for one in totals for votes in one.values())
    sums = [sum(one.values()) for one in totals]
    assert sums == sorted(sums, reverse=True)
    for before, step in zip(totals, outcome.steps[1:], strict=False):
        lost = before[step["from"]] - step["totals"][step["from"]]
        assert sum(step["gained"].values()) <= lost or not step["gained"]
    if sums:
        assert len(outcome.elected) == min(asked["seats"], len(profile.options))


@FEW
@given(data=st.data())
def test_for_one_place_it_is_the_runoff(data):
    """Going out at once, or waiting, changes no winner where no tie does."""
    profile = data.draw(profiles(IRISH))
    runoff = all_rules()["irv"]
    wins = runoff.count(profile, runoff.settle({}), None)
    assume(wins.elected)
    assert IRISH.count(profile, IRISH.settle({"seats": 1}), None).elected == wins.elected


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_one_vote_in_ten_to_the_fifteen_decides(off):
    most = 10**15
    outcome = count({"a": 2 * most, "b": most, "c": most + off}, "abc", seats=2)
    assert outcome.elected[1:] == {-1: ("b",), 0: (), 1: ("c",)}[off]
    assert Fraction(outcome.numbers["quota"]) == (4 * most + off) // 3 + 1


# ------------------------------------------------------------ ties


def drawn(chance):
    """Six options and few papers, so that much is level."""
    ballots = {}
    for _ in range(chance.choice([3, 6, 6])):
        paper = "".join(chance.sample("abcdef", chance.randint(1, 4)))
        ballots[paper] = ballots.get(paper, 0) + chance.choice([1, 1, 2])
    return ballots, chance.choice([1, 2, 3])


@pytest.mark.parametrize("number", range(size(8, soak=1_000)))
def test_more_than_five_level_ones_are_followed_in_every_order(number):
    ballots, seats = drawn(Random(f"irish {number}"))
    outcome = count(ballots, "abcdef", seats=seats)
    profile, asked = ranked(ballots, "abcdef"), IRISH.settle({"seats": seats})
    ends = [set(IRISH.count(profile, asked, order).elected) for order in permutations("abcdef")]
    assert set(outcome.elected) == set.intersection(*ends)
    assert {*outcome.elected, *outcome.tied} == set.union(*ends)


def test_who_loses_in_the_middle_of_an_order_alone_is_not_sure():
    """All six are level on the way. c is elected whenever one of them is put first or last and the
    others stay in their order; in 150 of all 720 orders it is not."""
    ballots = {"c": 2, "daef": 1, "a": 1, "fa": 2, "be": 1, "e": 1}
    outcome = count(ballots, "abcdef", seats=2)
    assert (outcome.elected, outcome.tied) == ((), ("c", "e", "f"))


def test_many_options_and_few_ballots_are_counted_in_a_moment():
    """Nearly all are level; ways are fewer where there are many options."""
    names = [f"o{number}" for number in range(40)]
    ranks = [Random(seed).sample(range(1, 41), 40) for seed in range(3)]
    began = process_time()
    outcome = IRISH.count(Profile.of(names, ranks), IRISH.settle({"seats": 5}))
    assert process_time() - began < 5
    assert (len(outcome.elected), len(outcome.tied)) == (3, 37)


@pytest.mark.parametrize(("options", "fallen_back"), [(34, False), (35, True)])
def test_the_more_options_the_fewer_ways_are_followed(options, fallen_back):
    """A circle of seven goes 196 ways: of 34 options 203 are followed, of 35 only 186. Then z is
    level too, who goes out in every way, but stood at the first tie."""
    circle = "abcdefg"
    names = [*circle, "x", "z", *(f"o{number}" for number in range(options - 9))]
    ballots = [[2, [[circle[(at + n) % 7]] for n in range(3)]] for at in range(0, 21, 3)]
    ballots += [[40, [["x"]]], [3, [["z"]]]]
    frozen = a_round(a_question("stv-irish", names, asked={"seats": 2}), weight=100)
    results, differences = counted_twice(frozen, {"q1": ballots})
    assert differences == []
    assert results["q1"]["elected"] == ["x"]
    level = [*circle, "z"] if fallen_back else [*circle]
    assert results["q1"]["tied"] == level


@pytest.mark.thorough
@pytest.mark.parametrize("many", [6, 9])
def test_beyond_so_many_ways_whoever_stood_is_level(many):
    """A circle, in which nobody is like another: 9 are level in more than a thousand ways."""
    names = "abcdefghi"[:many] + "x"
    turned = [names[(at + n) % many] for at in range(many) for n in range(3)]
    ballots = [[2, [[one] for one in turned[n : n + 3]]] for n in range(0, 3 * many, 3)]
    frozen = a_round(a_question("stv-irish", names, asked={"seats": 2}), roll=100)
    ballots.append([40, [["x"]]])
    results, differences = counted_twice(frozen, {"q1": ballots})
    assert differences == []
    assert results["q1"]["elected"] == ["x"]
    assert results["q1"]["tied"] == list(names[:-1])
