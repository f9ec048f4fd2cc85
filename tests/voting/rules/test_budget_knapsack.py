"""The best set of projects: by hand, and against every set there is."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.rules import Profile, _knapsack, _knapsack_within, all_rules

RULE = all_rules()["budget-knapsack"]


def count(projects, budget, *, order=None, **asked):
    """``projects``: option -> (cost, votes)."""
    options = list(projects)
    marks = [[int(one == option) for option in options] for one in options if projects[one][1]]
    weights = [votes for _, votes in projects.values() if votes]
    profile = Profile.of(options, marks, weights, [cost for cost, _ in projects.values()])
    return RULE.count(profile, RULE.settle({"budget": budget} | asked), order)


def test_two_cheap_ones_have_more_votes_together_than_the_most_voted():
    outcome = count({"a": (6, 6), "b": (4, 4), "c": (3, 3)}, 8)
    assert (outcome.elected, outcome.tied) == (("b", "c"), ())
    said = dict(outcome.reasons)
    assert said["knapsack.votes"] == {"count": 7}
    assert said["knapsack.fewer"]["best"] == 6
    assert said["shares.by_votes"] == {"options": ["a"], "others": ["b", "c"]}


def test_votes_that_count_as_much_as_projects_cost_prefer_the_dear_one():
    projects = {"a": (6, 6), "b": (4, 4), "c": (3, 3)}
    assert count(projects, 8, worth="money").elected == ("a",)


def test_of_as_many_votes_the_cheaper_set_wins():
    outcome = count({"a": (5, 4), "b": (4, 4)}, 5)
    assert (outcome.elected, outcome.tied) == (("b",), ())
    assert "knapsack.dearer" in dict(outcome.reasons)


def test_equal_sets_are_a_tie():
    projects = {"a": (2, 3), "b": (1, 1), "c": (1, 2), "d": (1, 9)}
    outcome = count(projects, 3)
    assert (outcome.elected, outcome.tied) == (("d",), ("a", "b", "c"))
    assert count(projects, 3, order=list("badc")).elected == ("d", "c", "b")
    assert count(projects, 3, order=list("acbd")).elected == ("d", "a")


PROJECTS = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=7)


@pytest.mark.parametrize("worth", ["votes", "money"])
@given(drawn=PROJECTS, budget=st.integers(1, 30), data=st.data())
def test_comes_out_as_the_best_of_all_sets(worth, drawn, budget, data):
    projects = dict(zip("abcdefg", drawn, strict=False))
    wanted = [option for option in projects if projects[option][1]]
    sets = [frozenset(s) for size in range(len(wanted) + 1) for s in combinations(wanted, size)]

    def merit(one):
        cost = sum(projects[o][0] for o in one)
        return sum(projects[o][1] * (projects[o][0] if worth == "money" else 1) for o in one), -cost

    within = [one for one in sets if -merit(one)[1] <= budget]
    best = [one for one in within if merit(one) == max(map(merit, within))]
    outcome = count(projects, budget, worth=worth)
    assert set(outcome.elected) == frozenset.intersection(*best)
    assert set(outcome.tied) == frozenset.union(*best) - set(outcome.elected)
    order = data.draw(st.permutations(list(projects)))
    first = min(best, key=lambda one: [option not in one for option in order])
    assert set(count(projects, budget, worth=worth, order=order).elected) == first


def test_more_than_can_be_compared_is_said_and_not_guessed(monkeypatch):
    monkeypatch.setattr(_knapsack, "MOST_SUMS", 20)
    outcome = count({letter: (2**n, 2**n) for n, letter in enumerate("abcdef")}, 64)
    assert (outcome.elected, outcome.tied) == ((), ())
    assert outcome.reasons == (("knapsack.too_large", {}),)


def test_numbers_beyond_what_is_published_are_not_guessed_either():
    outcome = count({"a": (2**40, 2**20), "b": (1, 1)}, 2**41, worth="money")
    assert outcome.reasons == (("knapsack.too_large", {}),)


def held(one, projects, budget, asked):
    """Whether the budget and all limits hold a set of projects; written apart."""
    cost = {o: projects[o][0] for o in one}
    if sum(cost.values()) > budget or len(one) > (asked["most_projects"] or 99):
        return False
    for name, ceilings in (("categories", "category_ceilings"), ("districts", "district_ceilings")):
        for group, most in enumerate(asked[ceilings], 1):
            mine = [o for o, its in zip(projects, asked[name], strict=True) if its == group]
            if most and sum(cost.get(o, 0) for o in mine) > most:
                return False
    shared = [its for o, its in zip(projects, asked["exclusive"], strict=True) if its and o in one]
    return len(shared) == len(set(shared))


@pytest.mark.parametrize("worth", ["votes", "money"])
@given(drawn=PROJECTS, budget=st.integers(1, 30), data=st.data())
def test_of_the_sets_that_all_limits_hold_the_best_is_funded(worth, drawn, budget, data):
    projects = dict(zip("abcdefg", drawn, strict=False))

    def each(least, most):
        return data.draw(st.tuples(*[st.integers(least, most)] * len(projects)).map(list))

    asked = {
        "most_projects": data.draw(st.sampled_from([0, 0, 2, 3])),
        "categories": each(1, 2),
        "category_ceilings": data.draw(st.sampled_from([[0, 0], [5, 9], [8, 0]])),
        "districts": each(1, 2),
        "district_ceilings": data.draw(st.sampled_from([[0, 0], [0, 0], [7, 4]])),
        "exclusive": each(0, 2),
    }
    wanted = [option for option in projects if projects[option][1]]
    sets = [frozenset(s) for size in range(len(wanted) + 1) for s in combinations(wanted, size)]
    within = [one for one in sets if held(one, projects, budget, asked)]

    def merit(one):
        gained = [projects[o][1] * (projects[o][0] if worth == "money" else 1) for o in one]
        return sum(gained), -sum(projects[o][0] for o in one)

    best = [one for one in within if merit(one) == max(map(merit, within))]
    outcome = count(projects, budget, worth=worth, **asked)
    assert set(outcome.elected) == frozenset.intersection(*best)
    assert set(outcome.tied) == frozenset.union(*best) - set(outcome.elected)
    order = data.draw(st.permutations(list(projects)))
    first = min(best, key=lambda one: [option not in one for option in order])
    assert set(count(projects, budget, worth=worth, order=order, **asked).elected) == first


def test_a_full_category_makes_room_for_another_one():
    projects = {"a": (6, 9), "b": (4, 8), "c": (4, 1)}
    assert set(count(projects, 10).elected) == {"a", "b"}
    outcome = count(projects, 10, categories=[1, 1, 2], category_ceilings=[6, 0])
    assert set(outcome.elected) == {"a", "c"}
    said = dict(outcome.reasons)
    assert said["knapsack.votes_within"] == {"count": 10}
    assert said["limits.categories"]["option"] == "b"


def test_sums_beyond_those_that_are_compared_are_said_with_limits_too(monkeypatch):
    monkeypatch.setattr(_knapsack_within, "MOST_SUMS", 20)
    projects = {letter: (2**n, 2**n) for n, letter in enumerate("abcdef")}
    outcome = count(projects, 64, most_projects=4)
    assert outcome.reasons == (("knapsack.too_large", {}),)
