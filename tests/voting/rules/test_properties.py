"""What the literature proves of rules that read rankings, by Hypothesis; and where a property must
fail, the counter-example that shows it. Ties are broken by an order: each count has its winners."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.known_rules import LEADING, RULES, STV
from tests.voting.rules.strategies import FEW, profiles
from tests.voting.rules.written_out import winners
from voting.rules import Profile

MONOTONE_BY_DUELS = (
    "condorcet",
    "copeland",
    "kemeny",
    "minimax",
    "ranked-pairs",
    "schulze",
    "debian",
)
BY_DUELS = (*MONOTONE_BY_DUELS, *LEADING, "baldwin", "nanson")
BY_MAJORITY = (*BY_DUELS, "irv", "contingent", "coombs", *STV)
BY_FIRST_CHOICES = ("irv", "contingent")
NO_CONDORCET_LOSER = (
    *(rule for rule in BY_DUELS if rule != "minimax"),
    *BY_FIRST_CHOICES,
    "coombs",
    "borda",
)
MONOTONE = (*MONOTONE_BY_DUELS, "borda", "dowdall", "bucklin")


def duels(profile):
    """(a, b) -> the weight of the ballots with a above b, unranked ones last; by the definition."""
    ranks = [[rank or 99 for rank in row] for row in profile.marks.tolist()]
    times = profile.times.tolist()
    columns = range(len(profile.options))
    return {
        (a, b): sum(t for row, t in zip(ranks, times, strict=True) if row[a] < row[b])
        for a in columns
        for b in columns
        if a != b
    }


# ------------------------------------------------------------ majorities


@pytest.mark.parametrize("rule", BY_MAJORITY)
@FEW
@given(data=st.data())
def test_first_on_more_than_half_of_the_ballots_wins(rule, data):
    profile = data.draw(profiles(RULES[rule]))
    outcome = RULES[rule].count(profile, RULES[rule].settle({}), None)
    for column, option in enumerate(profile.options):
        alone = (profile.marks[:, column] == 1) & ((profile.marks == 1).sum(axis=1) == 1)
        if 2 * int(profile.times[alone].sum()) > profile.weight:
            assert outcome.elected == (option,)


@pytest.mark.parametrize("rule", ["borda", "dowdall"])
def test_points_by_rank_can_pass_over_a_majority(rule):
    """Six of eleven put a first; b is second for them and first for the others."""
    assert winners(rule, {"abc": 6, "bca": 5}) == ("b",)


def test_points_and_grades_can_pass_over_a_majority():
    for rule in ("score", "star"):
        profile = Profile.of("ab", [[5, 4], [0, 5]], [3, 2])
        assert RULES[rule].count(profile, RULES[rule].settle({})).elected == (
            ("b",) if rule == "score" else ("a",)
        )


# ------------------------------------------------------------ duels


@pytest.mark.parametrize("rule", BY_DUELS)
@FEW
@given(data=st.data())
def test_who_wins_each_duel_wins(rule, data):
    profile = data.draw(profiles(RULES[rule]))
    beats = duels(profile)
    outcome = RULES[rule].count(profile, RULES[rule].settle({}), None)
    columns = range(len(profile.options))
    for a in columns:
        if len(columns) > 1 and all(beats[a, b] > beats[b, a] for b in columns if b != a):
            assert outcome.elected == (profile.options[a],)


@pytest.mark.parametrize(
    "rule", ["plurality", "two-round", *BY_FIRST_CHOICES, "borda", "dowdall", "bucklin"]
)
def test_who_would_win_each_duel_can_lose(rule):
    """Condorcet's and later examples, one for each rule."""
    ballots = {
        "plurality": {"abc": 4, "cba": 3, "bca": 2},
        "two-round": {"abc": 4, "cba": 4, "bac": 1, "bca": 1},
        "irv": {"abc": 4, "cba": 4, "bac": 1, "bca": 1},
        "contingent": {"abc": 4, "cba": 4, "bac": 1, "bca": 1},
        "borda": {"abc": 6, "bca": 5},
        "dowdall": {"abc": 6, "bca": 5},
        "bucklin": {"cab": 2, "b": 1, "a": 1},
    }[rule]
    best = winners("condorcet", ballots)
    assert len(best) == 1
    assert winners(rule, ballots) != best


@pytest.mark.parametrize("rule", NO_CONDORCET_LOSER)
@FEW
@given(data=st.data())
def test_who_loses_each_duel_does_not_win(rule, data):
    profile = data.draw(profiles(RULES[rule]))
    asked = RULES[rule].settle({})
    beats = duels(profile)
    columns = range(len(profile.options))
    order = data.draw(st.permutations(profile.options))
    if (
        rule in BY_FIRST_CHOICES
    ):  # a ballot with a shared rank ends there, and takes no part in a last duel
        marks = [[rank for rank in row if rank] for row in profile.marks.tolist()]
        assume(all(len(set(row)) == len(row) for row in marks))
    elected = RULES[rule].count(profile, asked, order).elected
    for a in columns:
        if len(columns) > 1 and all(beats[a, b] < beats[b, a] for b in columns if b != a):
            assert profile.options[a] not in elected


@pytest.mark.parametrize("rule", ["plurality", "bucklin", "minimax"])
def test_who_loses_each_duel_can_win(rule):
    """Plurality: Borda's memoir of 1781. Bucklin: everybody's second choice is on more than half.
    Minimax: three options that beat each other in a circle by more than each of them beats d."""
    if rule == "plurality":
        ballots, loser = {"abc": 8, "bca": 7, "cba": 6}, "a"
        assert winners(rule, ballots) == (loser,)
        return
    if rule == "bucklin":
        assert winners(rule, {"cba": 3, "cab": 1, "acb": 1, "abc": 3}) == ("b",)
        return
    ballots = {"abcd": 3, "bcad": 3, "cabd": 3, "dabc": 3, "dbca": 3, "dcab": 2}
    assert winners(rule, ballots, "abcd", measure="margins") == ("d",)


@pytest.mark.parametrize("rule", ["copeland", "minimax"])
@FEW
@given(data=st.data())
def test_comes_out_as_defined(rule, data):
    profile = data.draw(profiles(RULES[rule]))
    assume(len(profile.times))
    beats, columns = duels(profile), range(len(profile.options))
    if rule == "copeland":
        worth = {
            a: sum(
                (beats[a, b] > beats[b, a]) - (beats[a, b] < beats[b, a]) for b in columns if b != a
            )
            for a in columns
        }
    else:
        worth = {
            a: -max(
                (beats[b, a] for b in columns if b != a and beats[b, a] > beats[a, b]), default=0
            )
            for a in columns
        }
    outcome = RULES[rule].count(profile, RULES[rule].settle({}), None)
    best = [profile.options[a] for a in columns if worth[a] == max(worth.values())]
    assert list(outcome.elected or outcome.tied) == best


@pytest.mark.parametrize("rule", ["borda", "dowdall"])
@FEW
@given(data=st.data())
def test_points_are_those_of_the_places(rule, data):
    """A place's points, and of level options the mean of the places that they share."""
    profile = data.draw(profiles(RULES[rule]))
    assume(len(profile.times))
    width = len(profile.options)
    worth = [
        Fraction(width - p) if rule == "borda" else Fraction(1, p) for p in range(1, width + 1)
    ]
    points = [Fraction(0)] * width
    for row, times in zip(profile.marks.tolist(), profile.times.tolist(), strict=True):
        for column, rank in enumerate(row):
            above = sum(0 < other < rank for other in row) if rank else sum(r > 0 for r in row)
            level = row.count(rank)
            if rank or rule == "borda":
                points[column] += times * sum(worth[above : above + level]) / level
    outcome = RULES[rule].count(profile, RULES[rule].settle({}), None)
    best = [o for o, has in zip(profile.options, points, strict=True) if has == max(points)]
    assert list(outcome.elected or outcome.tied) == best


# ------------------------------------------------------------ a better rank


@pytest.mark.parametrize("rule", MONOTONE)
@FEW
@given(data=st.data())
def test_a_better_rank_never_harms(rule, data):
    found = RULES[rule]
    profile = data.draw(profiles(found))
    assume(len(profile.times))
    order = data.draw(st.permutations(profile.options))
    row = data.draw(st.integers(0, len(profile.times) - 1))
    column = data.draw(st.integers(0, len(profile.options) - 1))
    raised = profile.marks.copy()
    raised[row][raised[row] > 0] += 1
    raised[row, column] = 1
    asked = found.settle({"unranked": "last"} if rule not in ("dowdall", "bucklin") else {})
    before = found.count(profile, asked, order).elected
    after = found.count(Profile(profile.options, raised, profile.times), asked, order).elected
    if profile.options[column] in before:
        assert profile.options[column] in after


@pytest.mark.parametrize("rule", ["irv", "contingent", *LEADING, *STV])
def test_a_better_rank_can_harm_where_options_go_out(rule):
    """Ten of the ballots for b move a from the last place to the first, and a loses."""
    assert winners(rule, {"abc": 39, "bca": 35, "cab": 26}) == ("a",)
    assert winners(rule, {"abc": 49, "bca": 25, "cab": 26}) == ("c",)


def test_a_vote_more_can_harm_in_two_rounds():
    """The same ten change who is second, and with that who is met in the second round."""
    runoff = RULES["two-round"].count(
        Profile.of("abc", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [39, 35, 26]),
        RULES["two-round"].settle({}),
    )
    later = RULES["two-round"].count(
        Profile.of("abc", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [49, 25, 26]),
        RULES["two-round"].settle({}),
    )
    assert (set(runoff.runoff), set(later.runoff)) == ({"a", "b"}, {"a", "c"})


# ------------------------------------------------------------ a default


@FEW
@given(data=st.data())
def test_nobody_below_the_default_is_elected(data):
    """Who is elected is placed above the default by more weight than below it, by as much as the
    quorum and by as many times as the majority asks for."""
    found = RULES["debian"]
    profile = data.draw(profiles(found))
    quorum, majority = data.draw(st.integers(0, 4)), data.draw(st.integers(1, 3))
    asked = found.settle({"quorum": str(quorum), "majority": majority})
    beats, last = duels(profile), len(profile.options) - 1
    outcome = found.count(profile, asked, None)
    for option in (*outcome.elected, *outcome.tied):
        column = profile.options.index(option)
        if column != last:
            above, below = beats[column, last], beats[last, column]
            assert above > below
            assert above >= max(quorum, majority * below)


def test_a_majority_that_asks_for_more_keeps_things_as_they_are():
    """Two of three place a first: with three to one against the default d, d stays."""
    assert winners("debian", {"ad": 2, "da": 1}, "ad") == ("a",)
    assert winners("debian", {"ad": 2, "da": 1}, "ad", majority=3) == ("d",)
