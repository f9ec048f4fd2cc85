"""Baldwin: textbook examples, by its definition, and what is not promised."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import size
from tests.voting.bundles import a_question, a_round
from tests.voting.recount.twice import counted_twice
from tests.voting.rules.strategies import profiles
from tests.voting.rules.written_out import ranked
from voting.rules import Profile, all_rules

RULE = all_rules()["baldwin"]
FEW = settings(max_examples=size(30, 2_000))
TENNESSEE = {"mnck": 42, "nckm": 26, "cknm": 15, "kcnm": 17}
"""Four towns want the capital near by: Memphis, Nashville, Chattanooga and Knoxville."""


def counted(ballots, options="abc", order=None, **asked):
    return RULE.count(ranked(ballots, options), RULE.settle(asked), order)


def borda(profile, left):
    """Points of those left, ballot by ballot: one for each placed lower, half for each level."""
    points = dict.fromkeys(left, Fraction(0))
    for row, times in zip(profile.marks.tolist(), profile.times.tolist(), strict=True):
        ranks = {o: rank or 99 for o, rank in zip(profile.options, row, strict=True)}
        for a in left:
            lower = sum(ranks[a] < ranks[b] for b in left)
            level = sum(ranks[a] == ranks[b] for b in left if b != a)
            points[a] += times * (lower + Fraction(level, 2))
    return points


@FEW
@given(data=st.data())
def test_comes_out_as_defined(data):
    profile = data.draw(profiles(RULE))
    for order in permutations(profile.options):
        left = list(profile.options)
        while len(left) > 1:
            points = borda(profile, left)
            left.remove(max(left, key=lambda o: (-points[o], order.index(o))))
        elected = RULE.count(profile, RULE.settle({}), order).elected
        assert elected == (tuple(left) if profile.weight else ())


def test_points_are_counted_anew_in_each_round():
    outcome = counted(TENNESSEE, "mnck")
    assert outcome.elected == ("n",)
    assert [step["values"] for step in outcome.steps] == [
        {"m": 126, "n": 194, "c": 173, "k": 107},
        {"m": 84, "n": 126, "c": 90},
        {"n": 68, "c": 32},
    ]
    assert [step["out"] for step in outcome.steps] == [["k"], ["m"], ["c"]]
    assert outcome.ranking == (("n",), ("c",), ("m",), ("k",))
    assert outcome.numbers["points"] == outcome.steps[0]["values"]
    said = dict(outcome.reasons)
    assert said["duels.beats_all"]["count"] == 3
    assert said["leads.left"] == {"option": "n", "count": 3}
    assert said["duels.runner_up"] == {"option": "n", "other": "c", "count": 68, "against": 32}


def test_who_had_the_most_points_at_first_is_named():
    """b has the most points by Borda, and a wins each of its duels."""
    outcome = counted({"abc": 6, "bca": 5})
    assert outcome.elected == ("a",)
    told = {"other": "b", "points": 16, "option": "a"}
    assert ("leads.overtaken", told) in outcome.reasons


def test_level_ones_share_their_points():
    assert counted({"a(bc)": 1}).steps[0]["values"] == {"a": 2, "b": "1/2", "c": "1/2"}
    assert counted({"a": 1, "b": 1}).steps[0]["values"] == {"a": "5/2", "b": "5/2", "c": 1}


def test_options_left_out_can_be_compared_with_nothing():
    """b is ranked above a wherever it is ranked, and left out by most."""
    ballots = {"ac": 5, "ba": 2, "ca": 1}
    assert counted(ballots).elected == ("a",)
    assert counted(ballots, unranked="uncounted").elected == ("b",)


def test_a_tie_is_one_where_it_matters():
    circle = {"abc": 1, "bca": 1, "cab": 1}
    outcome = counted(circle)
    assert outcome.tied == ("a", "b", "c")
    assert outcome.reasons == (
        ("leads.level", {"options": ["a", "b", "c"], "round": 1, "points": 3}),
    )
    # Whoever is weakest goes out, and of the two left one beats the other.
    assert counted(circle, order="abc").elected == ("a",)
    assert counted(circle, order="bac").elected == ("a",)
    assert counted(circle, order="bca").elected == ("b",)
    same = counted({"abc": 3, "acb": 3})
    assert same.elected == ("a",)
    assert ("leads.immaterial", {}) in same.reasons


def test_a_tie_at_the_bottom_that_decides_is_told_with_its_round():
    """b or c goes out first; each way leads on to other ties, and b wins in none."""
    ballots = {"dabc": 1, "abcd": 1, "cdba": 1}
    outcome = counted(ballots, "abcd")
    assert outcome.reasons == (("leads.tied", {"options": ["a", "c", "d"], "round": 1}),)
    assert outcome.steps[0]["level"] == ["b", "c"]
    assert all(counted(ballots, "abcd", order).elected != ("b",) for order in permutations("abcd"))


def test_beyond_the_bound_whoever_is_left_at_the_tie_may_win(monkeypatch):
    """Nine different sets of options may be left on the way."""
    ballots = {"dabc": 1, "abcd": 1, "cdba": 1}
    monkeypatch.setattr("voting.rules.baldwin.MOST_STATES", 9)
    assert counted(ballots, "abcd").tied == ("a", "c", "d")
    monkeypatch.setattr("voting.rules.baldwin.MOST_STATES", 8)
    assert counted(ballots, "abcd").tied == ("a", "b", "c", "d")


@pytest.mark.parametrize(("n", "shared"), [(60, False), (200, True)])
def test_options_that_are_alike_are_followed_as_one(n, shared):
    """Sixty that nobody ranks are level at the bottom in more ways than could be looked at."""
    names = [f"o{number}" for number in range(n)]
    marks = [1, 2, *[0] * (n - 2)]
    rows = [marks, marks] if not shared else [[1] * n]
    outcome = RULE.count(Profile.of(names, rows), RULE.settle({}), None)
    assert (outcome.elected or outcome.tied) == (tuple(names) if shared else ("o0",))


@pytest.mark.thorough
@pytest.mark.parametrize("n", [11, 17])
def test_many_in_a_circle_come_out_the_same_when_counted_again(n):
    """Each beats those who come after it, half of all, so that all are level; x beats nobody. Of
    seventeen not all ways are followed, and whoever is left at the tie may win."""
    names = "abcdefghijklmnopq"[:n]
    beaten = [
        [[names[one]], [names[(one + step) % n]]]
        for one in range(n)
        for step in range(1, n // 2 + 1)
    ]
    question = a_question("baldwin", names + "x", unranked="uncounted")
    last = [[[name] for name in names] + [["x"]], [[name] for name in names[::-1]] + [["x"]]]
    ballots = {"q1": [[1, choice] for choice in beaten + last]}
    results, differences = counted_twice(a_round(question, roll=200), ballots)
    assert differences == []
    assert results["q1"]["tied"] == list(names)


# ------------------------------------------------------------ what is not promised


def test_a_better_rank_can_harm():
    """Three who had b first put a before it, and a loses: c goes out no longer."""
    assert counted({"abc": 5, "bac": 4, "bca": 4, "cab": 8}).elected == ("a",)
    assert counted({"abc": 8, "bac": 1, "bca": 4, "cab": 8}).elected == ("c",)


def test_staying_away_can_help():
    """Moulin, 1988, of every rule that elects who wins each duel. Two of four who like b least stay
    at home, and c wins, which they prefer."""
    assert counted({"acb": 4, "cba": 4, "bac": 5}).elected == ("b",)
    assert counted({"acb": 2, "cba": 4, "bac": 5}).elected == ("c",)
