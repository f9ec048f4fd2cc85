"""What the literature proves of each rule, by Hypothesis; and where a property must fail, the
counter-example that shows it. Ties are broken by an order, so that every count has its winners."""

from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.sizes import size
from tests.voting.rules.strategies import profiles
from tests.voting.rules.test_rankings import ranked
from voting.rules import Profile, all_rules

FEW = settings(max_examples=size(15, 2_000))
RULES = all_rules()
MONOTONE_BY_DUELS = (
    "condorcet",
    "copeland",
    "kemeny",
    "minimax",
    "ranked-pairs",
    "schulze",
    "debian",
)
LEADING = ("smith-irv", "tideman-alternative")
BY_DUELS = (*MONOTONE_BY_DUELS, *LEADING, "baldwin", "nanson")
BY_MAJORITY = (
    *BY_DUELS,
    "irv",
    "contingent",
    "coombs",
    "stv-scottish",
    "stv-wigm",
    "stv-rctab",
    "stv-meek",
    "stv-warren",
    "stv-irish",
)
BY_FIRST_CHOICES = ("irv", "contingent")
NO_CONDORCET_LOSER = (
    *(rule for rule in BY_DUELS if rule != "minimax"),
    *BY_FIRST_CHOICES,
    "coombs",
    "borda",
)
MONOTONE = (*MONOTONE_BY_DUELS, "borda", "dowdall", "bucklin")
POINTS = ("cumulative", "quadratic", "score", "star", "bloc-star")
STV = ("stv-scottish", "stv-wigm", "stv-rctab", "stv-meek", "stv-warren", "stv-irish")
SHARES = ("dhondt", "sainte-lague", "modified-sainte-lague", "huntington-hill")
REMAINDERS = ("hare-remainder", "droop-remainder")


def winners(rule, ballots, options="abc", order=None, **asked):
    """Ballots of rankings are words; of one choice, letters."""
    found = RULES[rule]
    profile = ranked(ballots, options)
    if found.form == "choice":
        marks = [[int(o == word[0]) for o in options] for word in ballots]
        profile = Profile.of(list(options), marks, list(ballots.values()))
    return found.count(profile, found.settle(asked), order).elected


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


# ------------------------------------------------------------ points, and a default


def by_points(rule, rows, options="abc", order=None, **asked):
    """``rows``: (weight, points of each option)."""
    found = RULES[rule]
    profile = Profile.of(options, [row for _, row in rows], [weight for weight, _ in rows])
    return found.count(profile, found.settle(asked), order)


@pytest.mark.parametrize("rule", POINTS)
@FEW
@given(data=st.data())
def test_a_point_more_never_harms(rule, data):
    """Of bloc-star the first place: what comes after depends on who is out of the way."""
    found = RULES[rule]
    profile = data.draw(profiles(found))
    assume(len(profile.times))
    order = data.draw(st.permutations(profile.options))
    row = data.draw(st.integers(0, len(profile.times) - 1))
    column = data.draw(st.integers(0, len(profile.options) - 1))
    asked = found.settle({} if rule == "star" else {"seats": 1})
    raised = profile.marks.copy()
    raised[row, column] = min(int(raised[row, column]) + 1, 5)
    before = found.count(profile, asked, order).elected
    after = found.count(Profile(profile.options, raised, profile.times), asked, order).elected
    if profile.options[column] in before:
        assert profile.options[column] in after


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ("cumulative", [(3, (3, 2, 0)), (2, (0, 5, 0))]),
        ("quadratic", [(3, (8, 6, 0)), (2, (0, 10, 0))]),
        ("star", [(3, (5, 4, 4)), (2, (0, 5, 5))]),
        ("bloc-star", [(3, (5, 4, 4)), (2, (0, 5, 5))]),
    ],
)
def test_points_can_pass_over_whom_a_majority_puts_first(rule, rows):
    """a is first for three of five, and wins each duel."""
    asked = {} if rule == "star" else {"seats": 1}
    assert "a" not in by_points(rule, rows, order="cba", **asked).elected


@pytest.mark.parametrize("rule", ["cumulative", "quadratic", "score", "bloc-star"])
@FEW
@given(data=st.data())
def test_a_place_more_takes_nobody_out(rule, data):
    found = RULES[rule]
    profile = data.draw(profiles(found))
    order = data.draw(st.permutations(profile.options))
    seats = data.draw(st.integers(1, 3))
    fewer, more = (
        set(found.count(profile, found.settle({"seats": many}), order).elected)
        for many in (seats, seats + 1)
    )
    assert fewer <= more


@FEW
@given(data=st.data(), seats=st.integers(1, 3), points=st.integers(1, 5))
def test_a_group_of_a_quota_that_gives_one_all_its_points_elects_them(data, seats, points):
    """More than 1 / (places + 1) of the votes: cumulative voting's promise to minorities."""
    rest = data.draw(st.lists(st.tuples(*[st.integers(0, points)] * 4), max_size=6))
    rest = [(1, row) for row in rest if 0 < sum(row) <= points]
    group = len(rest) // seats + 1
    outcome = by_points("cumulative", [(group, (points, 0, 0, 0)), *rest], "abcd", seats=seats)
    assert "a" in outcome.elected


def test_where_points_cost_their_square_the_same_group_can_miss_its_place():
    """Seven of twenty give a all their 36 credits, 6 points each; the others share theirs out and
    have 4 points for each of two."""
    rows = [(7, (6, 0, 0)), (13, (0, 4, 4))]
    assert by_points("quadratic", rows, seats=2, credits=36).elected == ("b", "c")


@FEW
@given(data=st.data())
def test_the_first_of_bloc_star_is_who_wins_star_and_never_loses_each_duel(data):
    profile = data.draw(profiles(RULES["star"]))
    order = data.draw(st.permutations(profile.options))
    one = RULES["star"].count(profile, RULES["star"].settle({}), order).elected
    many = RULES["bloc-star"].count(profile, RULES["bloc-star"].settle({"seats": 2}), order).elected
    assert one == many[:1]
    marks, times = profile.marks.tolist(), profile.times.tolist()
    for a, option in enumerate(profile.options):
        others = [b for b in range(len(profile.options)) if b != a]
        lost = [
            sum(
                t * ((row[b] > row[a]) - (row[b] < row[a]))
                for row, t in zip(marks, times, strict=True)
            )
            for b in others
        ]
        if len(others) and all(one_lost > 0 for one_lost in lost):
            assert option not in one


def test_a_majority_takes_all_places_of_bloc_star():
    rows = [(3, (5, 5, 0, 0)), (2, (0, 0, 5, 5))]
    assert set(by_points("bloc-star", rows, "abcd", seats=2).elected) == {"a", "b"}


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


# ------------------------------------------------------------ several places


@pytest.mark.parametrize("rule", STV)
@FEW
@given(data=st.data())
def test_a_group_of_so_many_quotas_gets_so_many_places(rule, data):
    """Droop's proportionality for solid coalitions (Dummett, 1984), where nobody shares a rank."""
    found = RULES[rule]
    profile = data.draw(profiles(found))
    marks = [[rank for rank in row if rank] for row in profile.marks.tolist()]
    assume(marks and all(len(set(row)) == len(row) for row in marks))
    seats = data.draw(st.integers(1, 3))
    order = data.draw(st.permutations(profile.options))
    elected = set(found.count(profile, found.settle({"seats": seats}), order).elected)
    assert len(elected) <= seats
    for many in range(1, len(profile.options) + 1):
        for group in combinations(range(len(profile.options)), many):
            solid = [set(_first(row, many)) == set(group) for row in profile.marks.tolist()]
            weight = int(profile.times[solid].sum())
            places = min(weight * (seats + 1) // (profile.weight + 1), many, seats)
            # Cutting decimals may lose a little of a group's votes, never a whole one.
            if weight * (seats + 1) > places * profile.weight + seats + 1:
                assert len({profile.options[c] for c in group} & elected) >= places


def _first(row, size):
    ranked = sorted((rank, column) for column, rank in enumerate(row) if rank)
    return [column for _, column in ranked[:size]]


@pytest.mark.parametrize("rule", SHARES)
@FEW
@given(votes=st.lists(st.integers(0, 40), min_size=2, max_size=5), seats=st.integers(1, 12))
def test_a_place_more_takes_none_away(rule, votes, seats):
    order = "abcde"[: len(votes)]
    fewer, more = (_seats(rule, votes, many, order) for many in (seats, seats + 1))
    assert all(more[option] >= fewer[option] for option in order)


@pytest.mark.parametrize("rule", REMAINDERS)
def test_a_place_more_can_take_one_away_by_largest_remainders(rule):
    """The Alabama paradox, met in the census of 1880."""
    found = {"hare-remainder": [6, 6, 2], "droop-remainder": [15, 15, 6, 1]}[rule]
    order = "abcde"[: len(found)]
    ends = [_seats(rule, found, many, order) for many in range(1, 40)]
    assert any(
        after[option] < before[option] for before, after in pairwise(ends) for option in order
    )


@FEW
@given(votes=st.lists(st.integers(0, 40), min_size=2, max_size=5), seats=st.integers(1, 12))
def test_hare_gives_everybody_their_share_rounded_up_or_down(votes, seats):
    assume(any(votes))
    order = "abcde"[: len(votes)]
    for option, places in _seats("hare-remainder", votes, seats, order).items():
        exact = Fraction(votes[order.index(option)] * seats, sum(votes))
        assert abs(places - exact) < 1


@pytest.mark.parametrize("rule", SHARES)
def test_highest_averages_can_leave_the_exact_share(rule):
    """Balinski and Young, 1982: no rule of averages always keeps within the quota."""
    votes, seats = {
        "dhondt": ([91, 3, 3, 3], 20),
        "sainte-lague": ([60, 10, 10, 10, 10], 7),
        "modified-sainte-lague": ([60, 10, 10, 10, 10], 4),
        "huntington-hill": ([92, 2, 2, 2, 2], 10),
    }[rule]
    order = "abcde"[: len(votes)]
    found = _seats(rule, votes, seats, order)
    exact = [Fraction(one * seats, sum(votes)) for one in votes]
    assert any(abs(found[o] - e) >= 1 for o, e in zip(order, exact, strict=True)), (found, exact)


@pytest.mark.parametrize("rule", [*SHARES, *REMAINDERS])
@FEW
@given(votes=st.lists(st.integers(0, 9), min_size=2, max_size=5), seats=st.integers(1, 9))
def test_exactly_the_threshold_is_enough_where_it_is_to_be_reached(rule, votes, seats):
    assume(any(votes))
    order, found = "abcde"[: len(votes)], RULES[rule]
    for bound in ("reached", "exceeded"):
        asked = {"seats": seats, "threshold": "1/4", "threshold_is": bound}
        places = found.count(_choices(votes), found.settle(asked), order).seats or {}
        for option, many in places.items():
            share = Fraction(votes[order.index(option)], sum(votes))
            enough = share >= Fraction(1, 4) if bound == "reached" else share > Fraction(1, 4)
            assert not many or enough


def _choices(votes):
    width = range(len(votes))
    return Profile.of("abcde"[: len(votes)], [[int(a == b) for b in width] for a in width], votes)


def _seats(rule, votes, seats, order):
    outcome = RULES[rule].count(_choices(votes), RULES[rule].settle({"seats": seats}), order)
    return dict.fromkeys(order, 0) | dict(outcome.seats or {})
