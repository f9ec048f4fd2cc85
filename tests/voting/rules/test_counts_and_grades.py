"""Motion, approval, majority judgment and budgets by votes: by hand, and counted naively."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.rules.strategies import profiles
from voting.rules import Profile, all_rules

RULES = all_rules()


@pytest.mark.parametrize(
    ("votes", "elected", "tied"),
    [
        ((3, 2, 9), ("for",), ()),
        ((2, 3, 0), ("against",), ()),
        ((2, 2, 1), (), ("for", "against")),
        ((0, 0, 5), (), ("for", "against")),
    ],
)
def test_a_motion(votes, elected, tied):
    profile = Profile.of(["for", "against", "abstain"], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], votes)
    counted = RULES["motion"].count(profile, {}, None)
    assert (counted.elected, counted.tied) == (elected, tied)


def approval(ticks, seats, order=None):
    rows = [[int(n == c) for n in range(len(ticks))] for c in range(len(ticks))]
    profile = Profile.of(list(ticks), rows, list(ticks.values()))
    return RULES["approval"].count(profile, RULES["approval"].settle({"seats": seats}), order)


@pytest.mark.parametrize(
    ("votes", "told"),
    [
        ((3, 1, 3), True),
        ((3, 1, 2), False),  # as many as the difference could only have made it level
        ((2, 2, 3), False),
        ((3, 1, 0), False),
    ],
)
def test_abstentions_that_could_have_turned_a_motion_are_told(votes, told):
    profile = Profile.of(["for", "against", "abstain"], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], votes)
    counted = RULES["motion"].count(profile, {}, None)
    assert ("motion.abstentions" in dict(counted.reasons)) == told
    assert counted.chart["sides"] is True


def test_approval_fills_places_and_names_who_is_level_for_the_last():
    ticks = {"a": 5, "b": 3, "c": 7, "d": 3, "e": 1}
    assert approval(ticks, 2).elected == ("c", "a")
    assert approval(ticks, 3).elected == ("c", "a")
    assert approval(ticks, 3).tied == ("b", "d")
    assert approval(ticks, 3, "edcba").elected == ("c", "a", "d")
    assert approval(ticks, 4).elected == ("c", "a", "b", "d")
    assert approval(ticks, 9).elected == ("c", "a", "b", "d", "e")


def test_whom_nobody_approves_is_not_elected_by_approval():
    outcome = approval({"a": 2, "b": 0, "c": 0}, 2)
    assert (outcome.elected, outcome.tied) == (("a",), ())
    assert ("approval.alone", {}) in outcome.reasons
    assert approval({"a": 2, "b": 0, "c": 0}, 2, "cba").elected == ("a",)


def grades_of(profile, column, blank):
    """All grades given, one by one, as the parameter reads missing ones."""
    read = {"lowest": -1, "worst": 0}
    found = []
    for mark, weight in zip(profile.marks[:, column].tolist(), profile.times.tolist(), strict=True):
        if mark >= 0 or blank != "excluded":
            found += [mark if mark >= 0 else read[blank]] * weight
    return sorted(found)


def majority_value(grades):
    """Balinski and Laraki: middle grades taken away one after the other."""
    grades, value = list(grades), []
    while grades:
        value.append(grades.pop((len(grades) - 1) // 2))
    return value


def gauge(grades):
    if not grades:
        return (-1, Fraction(0))
    middle = grades[(len(grades) - 1) // 2]
    above = sum(grade > middle for grade in grades)
    below = sum(grade < middle for grade in grades)
    return (middle, Fraction(above if above > below else -below, len(grades)))


@pytest.mark.parametrize("blank", ["lowest", "worst", "excluded"])
@pytest.mark.parametrize("tie_break", ["iterated", "gauge"])
@given(data=st.data())
def test_majority_judgment_as_if_by_hand(blank, tie_break, data):
    rule = RULES["majority-judgment"]
    profile = data.draw(profiles(rule))
    asked = rule.settle({"blank": blank, "tie_break": tie_break, "seats": 1})
    values = {}
    for column, option in enumerate(profile.options):
        grades = grades_of(profile, column, blank)
        values[option] = majority_value(grades) if tie_break == "iterated" else gauge(grades)
    counted = rule.count(profile, asked, None)
    if not len(profile.times):
        assert counted.ranking == ()
        return
    best = max(values.values())
    level = tuple(option for option in profile.options if values[option] == best)
    assert (counted.elected or counted.tied) == level
    flat = [values[group[0]] for group in counted.ranking]
    assert flat == sorted(flat, reverse=True)


def graded(ballots, weights=None, **asked):
    """Options a, b, c … with a grade each, -1 for none."""
    rule = RULES["majority-judgment"]
    profile = Profile.of("abc"[: len(ballots[0])], ballots, weights or [1] * len(ballots))
    return rule.count(profile, rule.settle(asked), None)


def test_a_tally_begins_with_those_who_gave_no_grade_and_ends_with_the_best_one_given():
    tallies = graded([[2, -1], [0, 1]], [3, 4]).steps[0]["tallies"]
    assert tallies == {"a": [0, 4, 0, 3], "b": [3, 0, 4, 0]}
    assert graded([[0, 0]], [5]).steps[0]["tallies"] == {"a": [0, 5], "b": [0, 5]}


def test_what_is_published_in_place_of_ballots_has_every_grade_of_the_scale():
    rule = RULES["majority-judgment"]
    sums = rule.sums(Profile.of("ab", [[1, -1]], [4]), rule.settle({}), {"grades": 3})
    assert sums == {"tallies": {"a": [0, 0, 4, 0], "b": [4, 0, 0, 0]}}
    assert rule.from_sums(sums["tallies"], rule.settle({}), None).elected == ("a",)


def test_who_is_elected_without_a_grade_is_not_said_to_have_one():
    """A place is left for b, whom nobody knows: none of its ballots count."""
    counted = graded([[2, -1], [1, -1]], seats=2, blank="excluded")
    assert counted.elected == ("a", "b")
    assert ("mj.ungraded", {"option": "b"}) in counted.reasons
    said = [numbers["option"] for key, numbers in counted.reasons if key == "mj.more_than_half"]
    assert said == ["a"]


def test_whoever_has_fewer_grades_runs_out_of_them_first_and_is_behind():
    """a: 2, 2, 2; b: 2. Alike, until b has none left."""
    assert graded([[2, 2], [2, -1], [2, -1]], blank="excluded").ranking == (("a",), ("b",))
    assert graded([[2, 2], [2, -1], [2, -1]], blank="lowest").ranking == (("a",), ("b",))


@given(data=st.data())
def test_a_better_grade_never_harms(data):
    rule = RULES["majority-judgment"]
    profile = data.draw(profiles(rule))
    if not len(profile.times):
        return
    asked = rule.settle({})
    row = data.draw(st.integers(0, len(profile.times) - 1))
    column = data.draw(st.integers(0, len(profile.options) - 1))
    better = profile.marks.copy()
    better[row, column] += 1
    option = profile.options[column]
    if option in rule.count(profile, asked, None).elected:
        raised = Profile(profile.options, better, profile.times)
        assert rule.count(raised, asked, None).elected == (option,)


def greedy(votes, costs, budget, order=None, **asked):
    rule = RULES["budget-greedy"]
    rows = [[int(n == c) for n in range(len(votes))] for c in range(len(votes))]
    profile = Profile.of(list(costs), rows, votes, list(costs.values()))
    return rule.count(profile, rule.settle({"budget": budget} | asked), order)


def test_a_budget_by_votes_passes_over_what_does_not_fit_or_stops():
    costs = {"a": 60, "b": 50, "c": 40, "d": 1}
    assert greedy([9, 8, 7, 0], costs, 100).elected == ("a", "c")
    assert greedy([9, 8, 7, 0], costs, 100, misfit="stop").elected == ("a",)
    assert greedy([9, 8, 7, 0], costs, 150).elected == ("a", "b", "c")
    assert greedy([9, 8, 7, 0], costs, 100, threshold=8).elected == ("a",)


def test_the_one_passed_over_reads_what_was_missing():
    said = dict(greedy([9, 8, 7], {"a": 60, "b": 50, "c": 40}, 100).reasons)
    assert said["greedy.did_not_fit"] == {"option": "b", "count": 8, "cost": 50, "lacked": 10}
    assert said["greedy.smaller_ones"] == {"option": "b", "other": "c", "count": 1}


def test_level_projects_are_tied_only_where_not_all_fit():
    costs = {"a": 30, "b": 40, "c": 50, "d": 5}
    assert greedy([4, 4, 4, 9], costs, 125).tied == ()
    counted = greedy([4, 4, 4, 9], costs, 80)
    assert (counted.elected, counted.tied) == (("d",), ("a", "b", "c"))
    counted = greedy([4, 4, 4, 9], costs, 90)
    assert (counted.elected, counted.tied) == (("d", "a"), ("b", "c"))
    assert greedy([4, 4, 4, 9], costs, 90, "cbad").elected == ("d", "c", "a")
