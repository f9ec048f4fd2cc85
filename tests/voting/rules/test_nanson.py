"""Nanson: textbook examples, by its definition, and what is not promised."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.core.words import speaking
from tests.sizes import size
from tests.voting.bundles import a_question
from tests.voting.rules.strategies import profiles
from tests.voting.rules.test_baldwin import TENNESSEE, borda
from tests.voting.rules.written_out import ranked
from voting import eliminations
from voting.rules import Profile, all_rules

RULE = all_rules()["nanson"]
FEW = settings(max_examples=size(60, 2_000))


def counted(ballots, options="abc", order=None, **asked):
    return RULE.count(ranked(ballots, options), RULE.settle(asked), order)


@FEW
@given(data=st.data())
def test_comes_out_as_defined(data):
    """Who has no more than the average of the points goes out."""
    profile = data.draw(profiles(RULE))
    left = list(profile.options) if profile.weight else []
    while len(left) > 1:
        points = borda(profile, left)
        average = Fraction(sum(points.values())) / len(left)
        above = [option for option in left if points[option] > average]
        if not above:
            break
        left = above
    outcome = RULE.count(profile, RULE.settle({}), None)
    assert list(outcome.elected or outcome.tied) == left


def test_all_that_are_not_above_the_average_go_out_together():
    outcome = counted(TENNESSEE, "mnck")
    assert outcome.elected == ("n",)
    assert [(step["average"], step["out"]) for step in outcome.steps] == [
        (150, ["m", "k"]),
        (50, ["c"]),
    ]
    assert outcome.ranking == (("n",), ("c",), ("m",), ("k",))
    said = dict(outcome.reasons)
    assert said["leads.left"] == {"option": "n", "count": 2, "points": 18}
    assert said["duels.runner_up"]["other"] == "c"


def test_who_has_exactly_the_average_goes_out():
    """Niou, 1987: where only those below it went out, b would stay."""
    outcome = counted({"abc": 1, "acb": 1, "bac": 1, "cab": 1, "bca": 1})
    points = outcome.steps[0]["values"]
    assert points["b"] == outcome.steps[0]["average"] == 5
    assert outcome.steps[0]["out"] == ["b", "c"]
    assert outcome.elected == ("a",)
    assert ("leads.last_out", {"options": ["b", "c"]}) in outcome.reasons


def test_all_that_are_level_are_tied():
    circle = {"abc": 1, "bca": 1, "cab": 1}
    outcome = counted(circle)
    assert outcome.tied == ("a", "b", "c")
    assert outcome.reasons == (
        ("leads.level", {"options": ["a", "b", "c"], "round": 1, "points": 3}),
    )
    assert outcome.steps[0]["level"] == ["a", "b", "c"]
    broken = counted(circle, order="cab")
    assert broken.elected == ("c",)
    assert broken.ranking == (("c",), ("a", "b"))
    assert broken.reasons == outcome.reasons


def test_it_is_not_baldwin():
    """By Baldwin only d goes out first, and c then loses; here a and d go out together."""
    ballots = {"cadb": 2, "abdc": 1, "bcad": 2}
    assert counted(ballots, "abcd").elected == ("c",)
    one_by_one = all_rules()["baldwin"]
    assert one_by_one.count(ranked(ballots, "abcd"), one_by_one.settle({}), None).elected == ("b",)


def test_one_option_is_elected_without_a_word_too_many():
    outcome = counted({"a": 2}, "a")
    assert (outcome.elected, outcome.reasons) == (("a",), (("leads.alone", {}),))


@FEW
@given(data=st.data())
def test_who_wins_does_not_win_when_everybody_turns_their_order_round(data):
    profile = data.draw(profiles(RULE))
    width = len(profile.options)
    ranks = profile.marks.copy()
    ranks[ranks == 0] = width + 1
    upside_down = Profile(profile.options, width + 2 - ranks, profile.times)
    outcome = RULE.count(profile, RULE.settle({}), None)
    if width > 1 and outcome.elected:
        assert RULE.count(upside_down, RULE.settle({}), None).elected != outcome.elected


def test_a_better_rank_can_harm():
    """One who had b first puts c before it, and c loses."""
    assert counted({"bacd": 4, "acdb": 5, "cbda": 5}, "abcd").elected == ("c",)
    assert counted({"bacd": 3, "cbad": 1, "acdb": 5, "cbda": 5}, "abcd").elected == ("a",)


def test_staying_away_can_help():
    """Two of three who like d better than b stay at home, and d wins instead of b."""
    assert counted({"dbca": 4, "adbc": 3, "badc": 4}, "abcd").elected == ("b",)
    assert counted({"dbca": 4, "adbc": 1, "badc": 4}, "abcd").elected == ("d",)


@pytest.mark.parametrize("order", [None, "cab"])
def test_a_round_that_ends_level_is_not_said_to_be_won(order, program):
    outcome = counted({"abc": 1, "bca": 1, "cab": 1}, order=order)
    with program.test_request_context(), speaking("en", "Europe/Paris"):
        [last] = eliminations.rounds(a_question("nanson"), outcome.chart)
    assert last["told"] == "All that are left have equally many points."
    assert [row["won"] for row in last["rows"]].count(True) == (order is not None)
