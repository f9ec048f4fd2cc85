"""Budgets that fund one project after the other: by votes, by votes for a cost, by Phragmén."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.bundles import a_question, a_round
from voting.rules import Profile, all_rules
from voting.tally import tally


def count(rule, costs, ballots, budget, *, order=None, **asked):
    """``ballots``: words whose letters are the projects picked, with their weights."""
    marks = [[int(option in picked) for option in costs] for picked, _ in ballots]
    weights = [weight for _, weight in ballots]
    profile = Profile.of(list(costs), marks, weights, list(costs.values()))
    found = all_rules()[rule]
    return found.count(profile, found.settle({"budget": budget} | asked), order)


PICKS = st.sets(st.sampled_from("abcd"), min_size=1).map(lambda picked: "".join(sorted(picked)))
BALLOTS = st.lists(st.tuples(PICKS, st.integers(1, 4)), min_size=1, max_size=6)
COSTS = st.fixed_dictionaries({letter: st.integers(1, 9) for letter in "abcd"})


# ------------------------------------------------------------ Phragmén


def test_purses_fill_at_the_same_pace():
    """a is paid for when its six voters have gathered 1,000 each; they begin again from nothing."""
    costs, ballots = {"a": 6_000, "b": 5_000, "c": 3_000}, [("ac", 6), ("b", 4)]
    outcome = count("budget-phragmen", costs, ballots, 14_000)
    assert [(s["option"], s["cents"]) for s in outcome.steps[1:]] == [
        ("c", 50_000),
        ("b", 125_000),
        ("a", 150_000),
    ]


def test_where_the_next_one_does_not_fit_the_count_stops_or_goes_on():
    costs, ballots = {"a": 6_000, "b": 5_000, "c": 3_000}, [("a", 6), ("b", 4), ("c", 1)]
    assert count("budget-phragmen", costs, ballots, 9_000).elected == ("a",)
    going_on = count("budget-phragmen", costs, ballots, 9_000, misfit="skip")
    assert going_on.elected == ("a", "c")
    named = dict(count("budget-phragmen", costs, ballots, 9_000).reasons)["phragmen.stopped"]
    assert (named["option"], named["lacked"]) == ("b", 2_000)


def test_the_count_stops_where_one_of_the_level_ones_does_not_fit():
    costs, ballots = {"a": 2, "b": 4}, [("a", 1), ("b", 2)]
    outcome = count("budget-phragmen", costs, ballots, 3)
    assert (outcome.elected, outcome.tied) == (("a",), ())  # b is dearer than all the money
    outcome = count("budget-phragmen", {"a": 2, "b": 4, "c": 1}, [("c", 9), ("a", 1), ("b", 2)], 4)
    assert (outcome.elected, outcome.tied) == (("c",), ())


def by_hand(costs, ballots, budget, order, misfit):
    loads, funded = [Fraction(0)] * len(ballots), []
    while True:
        left = budget - sum(costs[one] for one in funded)
        after = {}
        for option in order:
            backers = [n for n, (picked, _) in enumerate(ballots) if option in picked]
            if backers and option not in funded and costs[option] <= budget:
                had = sum(loads[n] * ballots[n][1] for n in backers)
                after[option] = (costs[option] + had) / sum(ballots[n][1] for n in backers)
        if misfit == "skip":
            after = {option: load for option, load in after.items() if costs[option] <= left}
        level = [option for option in after if after[option] == min(after.values())]
        if not level or any(costs[option] > left for option in level):
            return funded
        funded.append(level[0])
        loads = [
            after[level[0]] if level[0] in picked else load
            for (picked, _), load in zip(ballots, loads, strict=True)
        ]


@pytest.mark.parametrize("misfit", ["stop", "skip"])
@given(costs=COSTS, ballots=BALLOTS, budget=st.integers(1, 25), data=st.data())
def test_small_rounds_come_out_as_defined(misfit, costs, ballots, budget, data):
    order = data.draw(st.permutations("abcd"))
    counted = count("budget-phragmen", costs, ballots, budget, order=order, misfit=misfit)
    assert list(counted.elected) == by_hand(costs, ballots, budget, order, misfit)


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_one_unit_in_a_thousand_billion_decides(off):
    most = 10**15
    costs, ballots = {"a": most, "b": most + off}, [("a", 3), ("b", 3), ("ab", 1)]
    outcome = count("budget-phragmen", costs, ballots, most + 1)
    assert (outcome.elected, outcome.tied) == {
        -1: (("b",), ()),
        0: ((), ("a", "b")),
        1: (("a",), ()),
    }[off]


@pytest.mark.thorough
@pytest.mark.parametrize("misfit", ["stop", "skip"])
def test_more_ways_than_are_followed(misfit):
    costs = dict.fromkeys("abcdefghijklmnopq", 1)
    ballots = [("a", 9), *((letter, 1) for letter in "bcdefghijklmnopq")]
    outcome = count("budget-phragmen", costs, ballots, 9, misfit=misfit)
    assert (outcome.elected, len(outcome.tied)) == (("a",), 16)


# ------------------------------------------------------------ by votes for a cost


def test_a_cheap_project_comes_first_for_its_cost():
    costs, ballots = {"hall": 400, "bench": 10}, [(["hall"], 40), (["bench"], 4)]
    assert count("budget-greedy", costs, ballots, 405).elected == ("hall",)
    assert count("budget-greedy", costs, ballots, 405, by="votes-per-cost").elected == ("bench",)


def test_two_for_two_and_one_for_one_are_level():
    outcome = count("budget-greedy", {"a": 2, "b": 1}, [("a", 2), ("b", 1)], 2, by="votes-per-cost")
    assert (outcome.elected, outcome.tied) == ((), ("a", "b"))


def test_a_round_opened_before_there_was_a_choice_counts_as_it_did():
    question = a_question("budget-greedy", {"a": 9, "b": 1}, budget=9)
    ballots = {"q1": [[2, ["a"]], [1, ["b"]]]}
    today = tally(a_round(question), ballots)["q1"].result
    del question["parameters"]["by"]
    assert tally(a_round(question), ballots)["q1"].result == today
    assert today["elected"] == ["a"]
