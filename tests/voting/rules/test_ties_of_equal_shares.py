"""The method of equal shares: who is level, and who is in whose way."""

from itertools import permutations

import pytest

from tests.voting.rules.test_budget_equal_shares import count


@pytest.mark.parametrize("spare", [0, 1])
def test_who_can_pay_for_both_level_projects_brings_neither_in_the_others_way(spare):
    """Twelve voters with two projects each: 2^12 orders, were they in each other's way."""
    letters = "abcdefghijklmnopqrstuvwx"
    pairs = [letters[place : place + 2] for place in range(0, len(letters), 2)]
    ballots = [(pair, 1) for pair in pairs]
    budget = 240 + 12 * spare
    counted = count(dict.fromkeys(letters, 10), ballots, budget, completion="none")
    assert (counted.elected, counted.tied) == (tuple(letters), ())


def test_nobody_is_called_sure_whom_a_lot_can_leave_out():
    """All want the same: a comes first in the order of the options, and is funded beside each of
    the others put first, but not where it is last."""
    costs = {"a": 4, "b": 2, "c": 2, "d": 3, "e": 1}
    ballots = [("abce", 2), ("abcde", 2)]
    counted = count(costs, ballots, 6, completion="none")
    assert (counted.elected, counted.tied) == ((), ("a", "b", "c", "e"))
    assert set(count(costs, ballots, 6, order="bceda", completion="none").elected) == set("bce")


def test_two_who_come_first_in_one_of_many_orders_leave_nobody_sure():
    """All four cost the voter the same for what they give; c and d use up her money."""
    costs = {"a": 1, "b": 1, "c": 6, "d": 3}
    counted = count(costs, [("abcd", 1)], 9, completion="none")
    assert (counted.elected, counted.tied) == ((), ("a", "b", "c", "d"))
    assert set(count(costs, [("abcd", 1)], 9, order="cdab", completion="none").elected) == {*"cd"}


@pytest.mark.thorough
def test_level_projects_in_nobodys_way_are_all_sure():
    """Fifty classes, each with its own project and one voter: 50! orders, one outcome; and a pair
    of which one can be paid."""
    letters = [chr(97 + n) for n in range(26)] + [chr(65 + n) for n in range(26)]
    costs = dict.fromkeys(letters, 10)
    ballots = [*((letter, 1) for letter in letters[:50]), ("".join(letters[50:]), 1)]
    counted = count(costs, ballots, 510, completion="none")
    assert counted.elected == tuple(letters[:50])
    assert counted.tied == tuple(letters[50:])


def test_twins_are_level_however_many_they_are():
    letters = "abcdefghijklmnopqrst"
    counted = count(dict.fromkeys(letters, 10), [(letters, 3)], 100)
    assert (counted.elected, counted.tied) == ((), tuple(letters))


def test_who_came_first_in_one_count_comes_first_in_all_that_follow():
    """Level in each of the counts with more money for all: one order, never a new one for each."""
    costs = {"a": 5, "b": 5, "c": 4}
    ballots = [("ab", 1), ("ac", 1), ("bc", 1)]
    ends = {
        frozenset(count(costs, ballots, 11, order=order).elected) for order in permutations(costs)
    }
    counted = count(costs, ballots, 11)
    assert set(counted.elected) == frozenset.intersection(*ends)
    assert {*counted.elected, *counted.tied} == frozenset.union(*ends)
