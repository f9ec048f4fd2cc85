"""Adversarial near-ties: rounds in which options are level, but for one vote in ten to the sixteen.

Shares and averages of such rounds differ by as little as one in ten to the thirty, sums by less
than a float can hold. The recount script, which knows whole numbers and fractions alone, must find
the same winners and the same ties.
"""

from random import Random

import pytest

from tests.sizes import size
from tests.voting.known_rules import of_each_family
from tests.voting.recount.alone import recount
from tests.voting.recount.twice import NEVER_TIED
from tests.voting.rounds_by_chance import a_round_by_chance
from voting.rules import all_rules
from voting.tally import profile_of

LARGE = 10**16
"""Above 2^53, so that a float loses the one vote; products of two are above 10^30."""
ROUNDS = size(60, soak=3_000)
UNTIL = max(ROUNDS, 240)
"""As many where one vote seldom breaks a tie, until it has done so."""
KNAPSACK = 10**12
"""Sums that reach 2^53 are refused there, and said to be."""


def near_ties(rule):
    """A question, its ballots with huge weights, and again with one vote more on one of them."""
    for number in range(UNTIL):
        chance = Random(f"near {rule} {number}")
        frozen, ballots, _orders = a_round_by_chance(chance, rule)
        question, entries = frozen["questions"][0], ballots["q1"]
        if not any(choice is not None for _, choice in entries):
            continue
        times = KNAPSACK if rule == "budget-knapsack" else LARGE
        large = [[weight * times, choice] for weight, choice in entries]
        more = [entry.copy() for entry in large]
        more[chance.randrange(len(more))][0] += 1
        yield question, large, more


def ours(question, entries):
    rule = all_rules()[question["rule"]]
    outcome = rule.count(profile_of(question, entries), question["parameters"], None)
    return list(outcome.elected), set(outcome.tied)


def theirs(question, entries):
    piles = recount.grouped(entries)
    sums = recount.sums_of(question, entries)
    sums["expressed"] = sum(weight for weight, _ in piles)
    found = recount.RULES[question["rule"]](question, sums, piles, None)
    return list(found[0]), set(found[1])


@pytest.mark.parametrize("rule", of_each_family())
def test_one_vote_in_ten_to_the_sixteen_decides(rule):
    broken, breaks = 0, rule not in NEVER_TIED | {"lot"}
    for number, (question, large, more) in enumerate(near_ties(rule)):
        if number >= ROUNDS and (broken or not breaks):
            break
        level, decided = ours(question, large), ours(question, more)
        assert level == theirs(question, large), (question, large)
        assert decided == theirs(question, more), (question, more)
        broken += bool(level[1]) and not decided[1]
    assert broken or not breaks
