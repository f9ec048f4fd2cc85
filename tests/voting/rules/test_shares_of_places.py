"""What is proven of rules that share out places: among groups of voters, and among lists."""

from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.known_rules import RULES, STV
from tests.voting.rules.strategies import FEW, profiles
from voting.rules import Profile

SHARES = ("dhondt", "sainte-lague", "modified-sainte-lague", "huntington-hill")


REMAINDERS = ("hare-remainder", "droop-remainder")


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
