"""Parameters of each rule, and of its ballots, by chance."""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.voting.known_rules import COMMITTEES, LEADING, NO_LIMITS, PICKS, SHARES

Ways = tuple[dict[str, Any], dict[str, Any]]


def ranking(chance: Random, options: int) -> dict[str, Any]:
    most = chance.choice([None, None, chance.randint(1, options)])
    return {"ties": chance.random() < 0.6, "max": most}


def basket(chance: Random, options: int) -> dict[str, Any]:
    return {"max": chance.choice([None, None, chance.randint(1, options)])}


def unranked(chance: Random) -> dict[str, Any]:
    return {"unranked": chance.choice(["last", "uncounted"])}


def ratios(chance: Random, options: int) -> Any:
    if options == 1 or chance.random() < 0.6:
        return chance.choice([1, 1, 2])
    return [chance.randint(1, 3) for _ in range(options - 1)]


def seats(chance: Random) -> dict[str, Any]:
    return {"seats": chance.randint(1, 4), "overvote": chance.choice(["exhaust", "skip"])}


def places(chance: Random, options: int) -> Ways:
    return {}, {
        "seats": chance.randint(1, 9),
        "threshold": chance.choice(["0", "0", "1/20", "1/4", "1/3"]),
        "threshold_is": chance.choice(["reached", "exceeded"]),
    }


def leading(chance: Random, options: int) -> Ways:
    overvote = {"overvote": chance.choice(["exhaust", "skip"])}
    return ranking(chance, options), unranked(chance) | overvote


def several(chance: Random) -> dict[str, Any]:
    return {
        "seats": chance.randint(1, 3),
        "least_share": chance.choice(["0", "0", "1/4", "1/3", "1/2"]),
    }


def limits(chance: Random, options: int) -> dict[str, Any]:
    """Half of the rounds have none."""
    if chance.random() < 0.5:
        return NO_LIMITS
    one_of = [1, [chance.randint(1, 2) for _ in range(options)]]
    return PICKS | {
        "most_projects": chance.choice([0, 0, 2, 3]),
        "categories": chance.choice(one_of),
        "category_ceilings": chance.choice([0, 6, [chance.randint(3, 9), 0]]),
        "districts": chance.choice([1, 1, [chance.randint(1, 3) for _ in range(options)]]),
        "district_ceilings": chance.choice([0, 0, 5, [4, 9, 6]]),
        "exclusive": chance.choice([0, 0, [chance.randint(0, 2) for _ in range(options)]]),
    }


def candidates(chance: Random, options: int) -> Ways:
    asked = {
        "seats": chance.randint(1, 5),
        "lists": [chance.randint(1, 3) for _ in range(options)],
        "names": chance.choice([None, ["Ours", "Theirs", "Another; list"]]),
        "shared": chance.choice(["averages", "remainders", "half", "first"]),
        "threshold": chance.choice(["0", "0", "1/4", "1/2"]),
        "crossing": chance.choice(["yes", "yes", "no"]),
        "crossed_by": chance.choice(["0", "1/10", "1/2"]),
        "votes_of": chance.choice(["ballots", "candidates"]),
        "sides": chance.choice([0, [chance.randint(0, 2) for _ in range(options)]]),
    }
    return {}, asked


def ticks(chance: Random, options: int) -> Ways:
    asked = several(chance) | {"ticks": chance.randint(0, 3)}
    return {"max": asked["ticks"] or asked["seats"]}, asked


def committee(chance: Random, options: int) -> Ways:
    return {"max": chance.choice([None, chance.randint(1, options)])}, {
        "seats": chance.randint(1, 4),
        "unticked": chance.choice(["level", "empty"]),
    }


WAYS: dict[str, Callable[[Random, int], Ways]] = {
    "motion": lambda chance, n: ({}, {}),
    "consent": lambda chance, n: ({}, {"least": chance.choice([1, 1, 3])}),
    "consensus": lambda chance, n: (
        {},
        {
            "stops": chance.choice([0, 1, 3]),
            "carried_by": chance.choice(["0", "1/2", "2/3", "4/5", "3/2"]),
        },
    ),
    "gradients": lambda chance, n: (
        {},
        {
            "share": chance.choice(["0", "1/2", "2/3", "4/5"]),
            "one_stops": chance.choice(["yes", "no"]),
        },
    ),
    "advice": lambda chance, n: ({}, {}),
    "lot": lambda chance, n: (
        {"max": None},
        {
            "seats": chance.randint(1, 4),
            "accepted": chance.choice([0, 0, 1, 3]),
            "groups": chance.choice([1, [chance.randint(1, 3) for _ in range(n)]]),
        },
    ),
    "approval": lambda chance, n: (
        {"max": chance.choice([None, chance.randint(1, n)])},
        {"seats": chance.randint(1, 3)},
    ),
    "majority-judgment": lambda chance, n: (
        {"grades": chance.randint(3, 5)},
        {
            "seats": chance.choice([1, 1, 2]),
            "blank": chance.choice(["lowest", "worst", "excluded"]),
            "tie_break": chance.choice(["iterated", "iterated", "gauge"]),
        },
    ),
    "irv": lambda chance, n: (
        ranking(chance, n),
        {"overvote": chance.choice(["exhaust", "skip"])},
    ),
    "contingent": lambda chance, n: (
        ranking(chance, n),
        {"overvote": chance.choice(["exhaust", "skip"])},
    ),
    "schulze": lambda chance, n: (
        ranking(chance, n),
        {
            "measure": chance.choice(["winning-votes", "margins"]),
            "unranked": chance.choice(["last", "uncounted"]),
        },
    ),
    "condorcet": lambda chance, n: (ranking(chance, n), unranked(chance)),
    "copeland": lambda chance, n: (ranking(chance, n), unranked(chance)),
    "minimax": lambda chance, n: (
        ranking(chance, n),
        unranked(chance) | {"measure": chance.choice(["winning-votes", "margins", "opposition"])},
    ),
    "ranked-pairs": lambda chance, n: (
        ranking(chance, n),
        unranked(chance) | {"measure": chance.choice(["winning-votes", "margins"])},
    ),
    "debian": lambda chance, n: (
        ranking(chance, n),
        unranked(chance)
        | {"quorum": chance.choice(["0", "1", "1.5", "3"]), "majority": ratios(chance, n)},
    ),
    "kemeny": lambda chance, n: (ranking(chance, n), unranked(chance)),
    **dict.fromkeys(LEADING, leading),
    "baldwin": lambda chance, n: (ranking(chance, n), unranked(chance)),
    "nanson": lambda chance, n: (ranking(chance, n), unranked(chance)),
    "coombs": lambda chance, n: (
        ranking(chance, n),
        {"stop": chance.choice(["majority", "majority", "last"])},
    ),
    "bucklin": lambda chance, n: (
        ranking(chance, n),
        {
            "shared": chance.choice(["places", "ranks"]),
            "without_half": chance.choice(["most", "most", "nobody"]),
        },
    ),
    "borda": lambda chance, n: (
        ranking(chance, n),
        {
            "base": chance.randint(0, 1),
            "unranked": chance.choice(["last", "uncounted", "shortened"]),
        },
    ),
    "dowdall": lambda chance, n: (ranking(chance, n), {}),
    "stv-scottish": lambda chance, n: (ranking(chance, n), seats(chance)),
    "stv-irish": lambda chance, n: (ranking(chance, n), seats(chance)),
    "stv-wigm": lambda chance, n: (
        ranking(chance, n),
        seats(chance)
        | {
            "arithmetic": chance.choice(["prf", "exact"]),
            "quota": chance.choice(["by-rule", "by-rule", "droop", "hare", "exact"]),
        },
    ),
    "stv-rctab": lambda chance, n: (
        ranking(chance, n),
        seats(chance)
        | {
            "quota": chance.choice(["droop", "hare", "exact"]),
            "mode": chance.choice(["surplus", "bottoms-up"]),
        },
    ),
    "stv-meek": lambda chance, n: (
        ranking(chance, n),
        seats(chance) | {"arithmetic": chance.choice(["prf", "exact"])},
    ),
    "stv-warren": lambda chance, n: (
        ranking(chance, n),
        seats(chance) | chance.choice([{}, {"arithmetic": "exact"}]),
    ),
    **dict.fromkeys(SHARES, places),
    "plurality": lambda chance, n: ({}, several(chance)),
    "two-round": lambda chance, n: ({}, {}),
    "closed-lists": candidates,
    "limited-vote": ticks,
    "cumulative": lambda chance, n: (
        {},
        {
            "seats": chance.randint(1, 3),
            "points": chance.randint(1, 6),
            "most": chance.choice([0, 0, 2, 3]),
        },
    ),
    "quadratic": lambda chance, n: (
        {},
        {"seats": chance.randint(1, 3), "credits": chance.choice([1, 9, 16, 30])},
    ),
    "score": lambda chance, n: ({}, {"seats": chance.randint(1, 3), "highest": 3}),
    "star": lambda chance, n: ({}, {"highest": chance.choice([1, 2, 3, 5])}),
    "bloc-star": lambda chance, n: (
        {},
        {"seats": chance.randint(1, 3), "highest": chance.choice([1, 2, 3])},
    ),
    **dict.fromkeys(COMMITTEES, committee),
    "committee-equal-shares": lambda chance, n: (
        committee(chance, n)[0],
        committee(chance, n)[1] | {"completion": chance.choice(["phragmen", "greedy"])},
    ),
    "budget-greedy": lambda chance, n: (
        basket(chance, n),
        {
            "budget": chance.randint(3, 14),
            "misfit": chance.choice(["skip", "stop"]),
            "by": chance.choice(["votes", "votes-per-cost"]),
            "threshold": chance.choice([1, 1, 2, 3]),
        }
        | limits(chance, n),
    ),
    "budget-knapsack": lambda chance, n: (
        basket(chance, n),
        {"budget": chance.randint(3, 14), "worth": chance.choice(["votes", "money"])}
        | (limits(chance, n) if chance.random() < 0.5 else NO_LIMITS),
    ),
    "budget-phragmen": lambda chance, n: (
        basket(chance, n),
        {"budget": chance.randint(3, 14), "misfit": chance.choice(["skip", "stop"])}
        | limits(chance, n),
    ),
    "budget-equal-shares": lambda chance, n: (
        basket(chance, n),
        {
            "budget": chance.randint(3, 40),
            "utility": chance.choice(["cost", "cardinality"]),
            "completion": chance.choice(["add1", "greedy", "none"]),
            "comparison": chance.choice(["none", "voters", "projects"]),
        }
        | limits(chance, n),
    ),
}
