"""Ties of counts that choose one option after the other, against all orders of the options.

Whoever is said to be sure is elected under every tie order, and whoever is level under some: also
where a rule says that nobody is level.
"""

from itertools import permutations
from random import Random

import pytest

from tests.sizes import size
from tests.voting.known_rules import of_each_family
from voting.rules import Profile, all_rules

MANY = size(30, soak=3_000, quick=18)  # the fewest among which each rule meets a tie
ONE_BY_ONE = [
    rule
    for rule in all_rules()
    if rule.startswith(("budget-", "committee-", "stv-"))
    or rule
    in (
        "star",
        "bloc-star",
        "irv",
        "contingent",
        "smith-irv",
        "tideman-alternative",
        "baldwin",
        "coombs",
    )
]
FORM_MARKS = {"basket": (0, 1), "approval": (0, 1), "score": (0, 2)}


def drawn(rule, chance):
    """Few voters and small costs, so that much is level; parameters by chance."""
    width = chance.choice([3, 4, 4])
    voters = chance.choice([1, 1, 2, 3, 4])
    if rule.form == "ranking":
        orders = [chance.sample(range(1, width + 1), width) for _ in range(voters)]
        rows = [[rank if rank < 4 else 0 for rank in order] for order in orders]
    else:
        least, most = FORM_MARKS[rule.form]
        rows = [[chance.randint(least, most) for _ in range(width)] for _ in range(voters)]
        rows = [row if any(row) else [1] * width for row in rows]
    asked = {
        parameter.name: chance.choice(sorted(parameter.words))
        for parameter in rule.parameters
        if parameter.words
    }
    costs = [chance.choice([1, 1, 2, 3, 6]) for _ in range(width)] if rule.has_costs else []
    if rule.has_costs:
        asked["budget"] = chance.randint(2, sum(costs))
        if "exclusive" in {parameter.name for parameter in rule.parameters}:
            asked["exclusive"] = chance.choice([0, 0, [chance.randint(0, 1) for _ in costs]])
            asked["most_projects"] = chance.choice([0, 0, 2])
    elif "seats" in {parameter.name for parameter in rule.parameters}:
        asked["seats"] = chance.randint(1, width - 1)
    weights = [chance.choice([1, 1, 2]) for _ in rows]
    return Profile.of(list("abcd")[:width], rows, weights, costs), rule.settle(asked)


@pytest.mark.parametrize("name", of_each_family(ONE_BY_ONE))
def test_sure_and_level_are_what_all_orders_come_to(name):
    rule, tied = all_rules()[name], 0
    for number in range(MANY):
        profile, asked = drawn(rule, Random(f"{name} {number}"))
        counted = rule.count(profile, asked, None)
        orders = permutations(profile.options)
        ends = [set(rule.count(profile, asked, order).elected) for order in orders]
        sure, possible = set(counted.elected), {*counted.elected, *counted.tied}
        expected = set.intersection(*ends), set.union(*ends)
        assert (sure, possible) == expected, (profile, asked)
        tied += bool(counted.tied)
    assert tied > MANY / 20
