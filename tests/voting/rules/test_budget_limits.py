"""What may be funded together: ceilings of categories and districts, plans that exclude each other,
and so many projects at most. And the comparison step of equal shares."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import size
from tests.voting.bundles import a_question, a_round
from voting.ballots import Option, all_forms
from voting.rules import BadParameter, Profile, all_rules
from voting.tally import tally

GREEDY, SHARES, PURSES = "budget-greedy", "budget-equal-shares", "budget-phragmen"
BEST = "budget-knapsack"
LIMITED = (GREEDY, SHARES, PURSES, BEST)
COSTS = {"a": 30, "b": 30, "c": 20, "d": 10}
PICKED = (["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"])
BALLOTS = [("a", 9), ("b", 8), ("c", 7), ("d", 6)]


def count(rule, ballots=BALLOTS, budget=100, *, costs=COSTS, order=None, **asked):
    """Ballots are words whose letters are the projects picked, with their weights."""
    marks = [[int(option in picked) for option in costs] for picked, _ in ballots]
    profile = Profile.of(list(costs), marks, [many for _, many in ballots], list(costs.values()))
    usual = {"completion": "greedy"} if rule == SHARES else {}
    usual |= {"misfit": "skip"} if rule == PURSES else {}
    found = all_rules()[rule]
    return found.count(profile, found.settle({"budget": budget} | usual | asked), order)


@pytest.mark.parametrize("rule", LIMITED)
def test_a_category_spends_no_more_than_its_ceiling(rule):
    asked = {"categories": [1, 1, 2, 2], "category_ceilings": [40, 0]}
    outcome = count(rule, **asked)
    assert set(outcome.elected) == {"a", "c", "d"}
    told = dict(outcome.reasons)["limits.categories"]
    assert told == {"option": "b", "count": 8, "group": 1, "cost": 30, "budget": 40}
    assert set(count(rule, **asked | {"category_ceilings": [60, 0]}).elected) == set("abcd")
    small = {"d"} if rule == PURSES else {"c"}  # what is paid for first
    assert set(count(rule, **asked | {"category_ceilings": 20}).elected) == small


@pytest.mark.parametrize("rule", LIMITED)
def test_categories_and_districts_are_two_ceilings_over_one_project(rule):
    asked = {"categories": [1, 1, 2, 2], "category_ceilings": [30, 0]}
    asked |= {"districts": [1, 2, 1, 2], "district_ceilings": [40, 40]}
    outcome = count(rule, **asked)
    # c: its district has 10 left; b: its category has nothing left. Purses pay for c before a,
    # and no other set has more votes.
    assert set(outcome.elected) == ({"b", "c", "d"} if rule in (PURSES, BEST) else {"a", "d"})


@pytest.mark.parametrize("rule", LIMITED)
def test_of_two_plans_for_one_square_one_is_funded(rule):
    outcome = count(rule, exclusive=[1, 1, 0, 0])
    assert set(outcome.elected) == {"a", "c", "d"}
    assert dict(outcome.reasons)["limits.exclusive"] == {"option": "b", "other": "a", "count": 8}


@pytest.mark.parametrize("rule", LIMITED)
def test_so_many_projects_are_funded_at_most(rule):
    outcome = count(rule, most_projects=2)
    assert len(outcome.elected) == 2
    assert dict(outcome.reasons)["limits.most"]["count"] == 2


@pytest.mark.parametrize("rule", LIMITED)
def test_level_plans_that_exclude_each_other_are_a_tie(rule):
    outcome = count(rule, [("a", 5), ("b", 5), ("c", 9)], exclusive=[1, 1, 0, 0])
    assert (outcome.elected, outcome.tied) == (("c",), ("a", "b"))


def test_what_a_limit_keeps_out_stops_nothing():
    """Too dear for what is left of the budget ends the count; kept out by a limit does not."""
    asked = {"misfit": "stop", "categories": [1, 1, 2, 2], "category_ceilings": [30, 0]}
    assert count(GREEDY, **asked).elected == ("a", "c", "d")
    assert count(GREEDY, budget=40, **asked).elected == ("a",)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("categories", [1, 2]),
        ("districts", [1, 2, 1]),
        ("exclusive", [1]),
        ("category_ceilings", [5]),
        ("district_ceilings", [5]),
    ],
)
@pytest.mark.parametrize("rule", LIMITED)
def test_numbers_that_do_not_fit_the_projects_are_named(rule, name, numbers):
    groups = {"categories": [1, 2, 1, 2], "districts": [2, 1, 2, 1]}
    with pytest.raises(BadParameter) as refused:
        count(rule, **groups | {name: numbers})
    assert refused.value.name == name


@pytest.mark.parametrize("rule", LIMITED)
@settings(max_examples=size(25, 2_000))
@given(data=st.data())
def test_limits_hold_and_every_tie_matters(rule, data):
    costs = {letter: data.draw(st.integers(1, 6)) for letter in "abcd"}
    picks = st.sets(st.sampled_from("abcd"), min_size=1).map("".join)
    ballots = data.draw(st.lists(st.tuples(picks, st.integers(1, 3)), min_size=1, max_size=4))
    group = st.lists(st.integers(1, 2), min_size=4, max_size=4)
    ceilings = [data.draw(st.integers(1, 9)), 0]
    asked = {"categories": data.draw(group), "category_ceilings": ceilings}
    asked |= {"exclusive": [0, *data.draw(group)[:3]]}
    asked |= {"most_projects": data.draw(st.integers(0, 3))}

    ends = [
        set(count(rule, ballots, 12, costs=costs, order=order, **asked).elected)
        for order in permutations("abcd")
    ]

    outcome = count(rule, ballots, 12, costs=costs, **asked)
    assert set(outcome.elected) == set.intersection(*ends)
    assert set(outcome.elected + outcome.tied) == set.union(*ends)
    for funded in ends:
        first = {o for o, number in zip("abcd", asked["categories"], strict=True) if number == 1}
        assert sum(costs[o] for o in funded & first) <= asked["category_ceilings"][0]
        for number in (1, 2):
            same = {o for o, its in zip("abcd", asked["exclusive"], strict=True) if its == number}
            assert len(funded & same) <= 1
        assert len(funded) <= (asked["most_projects"] or 4)


def test_a_round_opened_before_there_were_limits_is_counted_as_then():
    question = a_question(GREEDY, {"a": 6, "b": 5})
    question["parameters"] = {"budget": 10, "misfit": "skip"}
    question["parameters"] |= {"threshold": 1}
    result = tally(a_round(question), {"q1": [[2, ["a"]], [1, ["b"]]]})["q1"].result
    assert result["elected"] == ["a"]


# ------------------------------------------------------------ the comparison step


def compared(ballots, costs, budget, **asked):
    return count(SHARES, ballots, budget, costs=costs, completion="none", **asked)


def test_what_more_voters_gain_from_stands():
    """Six want the hall, three the bench and the swing, one the bench: equal shares cannot buy the
    hall, for which six tenths of the money are not enough."""
    ballots, costs = [("a", 6), ("bc", 3), ("b", 1)], {"a": 80, "b": 20, "c": 15}
    assert compared(ballots, costs, 100).elected == ("b", "c")
    outcome = compared(ballots, costs, 100, comparison="voters")
    assert set(outcome.elected) == {"a", "b"}
    assert dict(outcome.reasons)["shares.instead"] == {"count": 3, "fewer": 6}
    assert all(row["each"] is None for row in outcome.chart["rows"])


def test_as_many_on_both_sides_change_nothing():
    ballots, costs = [("a", 5), ("b", 4), ("bc", 1)], {"a": 60, "b": 40, "c": 10}
    outcome = compared(ballots, costs, 60, comparison="voters")
    assert outcome.elected == compared(ballots, costs, 60).elected


def test_a_gain_is_what_projects_cost_or_how_many_they_are():
    ballots, costs = [("a", 5), ("abc", 2), ("bc", 4)], {"a": 70, "b": 15, "c": 14}
    asked = {"comparison": "voters", "utility": "cardinality"}
    assert set(compared(ballots, costs, 70, comparison="voters").elected) == {"a"}
    assert set(compared(ballots, costs, 70, **asked).elected) == {"b", "c"}


def test_a_gain_may_be_how_many_projects_whatever_the_count_goes_by():
    ballots, costs = [("a", 5), ("abc", 2), ("bc", 4)], {"a": 70, "b": 15, "c": 14}
    assert set(compared(ballots, costs, 70, comparison="voters").elected) == {"a"}
    assert set(compared(ballots, costs, 70, comparison="projects").elected) == {"b", "c"}


def test_level_votes_make_the_comparison_a_tie():
    ballots, costs = [("a", 3), ("b", 3), ("c", 1)], {"a": 70, "b": 70, "c": 10}
    outcome = compared(ballots, costs, 70, comparison="voters")
    assert set(outcome.tied) >= {"a", "b"}


# ------------------------------------------------------------ what a ballot may hold


@pytest.mark.parametrize("rule", [*LIMITED, "budget-knapsack"])
def test_a_ballot_picks_so_many_projects_at_least_and_at_most(rule):
    found = all_rules()[rule]
    asked = found.settle({"budget": 100, "least_picks": 2, "most_picks": 3})
    of_form = found.form_settings(asked)
    assert of_form == {"budget": 100, "min": 2, "max": 3}
    options = [Option(name, 10) for name in "abcd"]
    basket = all_forms()["basket"]
    told = [[p.code for p in basket.problems(picked, options, of_form)] for picked in PICKED]
    assert told == [["too_few"], [], [], ["too_many"]]
    assert found.form_settings(found.settle({"budget": 9}))["max"] is None
