"""The engine of equal shares, piece by piece: what it decides, and how little it counts."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from tests.voting.rules.test_budget_equal_shares import count
from voting.rules import _shares_ties
from voting.rules._exact_shares import Electorate, Run


def run_of(costs, ballots, start, *, by_cost=True):
    """Ballots are words whose letters are the projects picked, with their weights."""
    picked = np.array([[option in letters for option in costs] for letters, _ in ballots])
    weights = np.array([weight for _, weight in ballots])
    return Run(Electorate(picked, weights, list(costs.values())), Fraction(start), by_cost)


@pytest.fixture
def asked(monkeypatch):
    """The ballots whose balances were counted in fractions, as one list for each time."""
    found = []
    balances = Run.exact_balances

    def noted(self, rows):
        found.append(list(rows))
        return balances(self, rows)

    monkeypatch.setattr(Run, "exact_balances", noted)
    return found


@pytest.fixture
def starts(monkeypatch):
    """What everybody had at the start, for each distribution that was counted."""
    found = []
    spend = Run.spend

    def noted(self, among):
        found.append(self.start)
        spend(self, among)

    monkeypatch.setattr(Run, "spend", noted)
    return found


@pytest.mark.parametrize("by_cost", [True, False])
def test_what_floats_surely_tell_apart_is_not_counted_in_fractions(by_cost, asked):
    """The prices are a hundredth apart; the supporters of c have one unit more than it costs, those
    of f one less."""
    costs = {"a": 101, "b": 104, "c": 2, "d": 1, "e": 5, "f": 7}
    ballots = [("a", 50), ("b", 51), ("c", 1), ("d", 2), ("e", 1), ("f", 2)]
    run = run_of(costs, ballots, 3, by_cost=by_cost)
    run.spend(lambda run, level: level[0])
    assert run.bought == ([1, 0, 3, 2] if by_cost else [3, 2, 0, 1])
    assert asked == []


def test_who_seems_to_lack_a_few_thousandths_of_ten_to_the_thirteen_is_asked_again():
    """Three voters who had 10^13 and two thirds each have exactly the 2 left that c costs; in
    floats, 1.998."""
    run = run_of({"d": 3 * 10**13, "c": 2}, [("dc", 3)], Fraction(3 * 10**13 + 2, 3))
    run.spend(lambda run, level: level[0])
    assert run.bought == [0, 1]


@pytest.mark.parametrize(("by_cost", "price"), [(True, Fraction(1, 4)), (False, Fraction(5, 2))])
def test_a_gain_is_what_a_project_costs_or_the_same_from_each(by_cost, price):
    run = run_of({"a": 10}, [("a", 4)], 100, by_cost=by_cost)
    assert run.gain(0) == (10 if by_cost else 1)
    assert run._exact_price(0) == price == run._price(0)


def test_a_copy_goes_its_own_way():
    run = run_of({"a": 10, "b": 10}, [("ab", 4)], 100)
    run.buy(0)
    run.exact_balances(np.arange(1))
    twin = run.copy()
    twin.buy(1)
    assert (run.bought, twin.bought) == ([0], [0, 1])
    assert (run.balances.tolist(), twin.balances.tolist()) == ([97.5], [95.0])
    assert twin.exact_balances(np.arange(1)) == {0: 95}
    assert len(run.prices) == 1


@pytest.mark.parametrize(
    ("start", "together"),
    [(10, []), (10 - Fraction(1, 10**12), [[0, 1]]), (9, [[0, 1]]), (5, [[0, 1]]), (11, [])],
)
@pytest.mark.parametrize("by_cost", [True, False])
def test_level_projects_strain_a_ballot_that_cannot_pay_all_it_supports(start, together, by_cost):
    """Each supporter pays 5 for each project. No float tells 10 from 10 less 10^-12 after payments;
    what is as near as that is counted in fractions."""
    run = run_of({"a": 20, "b": 20}, [("ab", 3), ("a", 1), ("b", 1)], start, by_cost=by_cost)
    assert list(run.strained([0, 1])) == together


def test_a_ballot_is_strained_by_those_alone_that_it_supports():
    run = run_of({"a": 10, "b": 10, "c": 10}, [("ab", 1), ("bc", 1), ("ca", 1)], 12)
    assert list(run.strained([0, 1, 2])) == []


def test_what_level_projects_strain_beyond_doubt_is_not_counted_in_fractions(asked):
    """Only their price is: of the supporters of one of them."""
    run = run_of({"a": 20, "b": 20}, [("ab", 3), ("a", 1), ("b", 1)], 9)
    assert list(run.strained([0, 1])) == [[0, 1]]
    assert asked == [[0, 1], []]


def test_level_projects_without_a_common_supporter_need_no_price(asked):
    run = run_of({"a": 20, "b": 20}, [("a", 4), ("b", 4)], 9)
    assert list(run.strained([0, 1])) == []
    assert asked == []


def test_parts_are_raised_one_by_one_and_each_eighth_time_half_of_the_way(starts):
    """One rich supporter is missing: a unit for everybody at a time would take 75 million counts,
    up to the last one before a is paid too, which is more than the budget."""
    counted = count({"a": 10**8, "b": 10**8 // 2}, [("a", 1), ("b", 1), ("b", 2)], 10**8)
    raised = [int(after - before) for before, after in pairwise(starts)]
    assert counted.elected == ("b",)
    assert raised[:9] == [*[1] * 7, 1 + (75_000_000 - 7) // 2, 1]
    assert len(raised) < 8 * 27
    assert starts[-2:] == [10**8, 10**8 - 1]


def test_when_everything_is_funded_nothing_is_raised(starts):
    assert count({"a": 10, "b": 10}, [("ab", 2)], 100).elected == ("a", "b")
    assert starts == [50]


def test_with_too_many_ways_all_that_fits_alone_is_possible(monkeypatch):
    monkeypatch.setattr(_shares_ties, "MOST_WAYS", 0)
    monkeypatch.setattr(_shares_ties, "FEWEST_WAYS", 0)
    costs = {"a": 10, "b": 10, "c": 11, "d": 5}
    counted = count(costs, [("abc", 1)], 10)
    assert (counted.elected, counted.tied) == ((), ("a", "b"))
