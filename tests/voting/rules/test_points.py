"""What is proven of rules that count points."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.known_rules import RULES
from tests.voting.rules.strategies import FEW, profiles
from voting.rules import Profile

POINTS = ("cumulative", "quadratic", "score", "star", "bloc-star")


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
