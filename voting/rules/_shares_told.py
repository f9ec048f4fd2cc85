"""Equal shares in words: who paid what, what the others lacked, and what votes alone would do."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from voting.rules import Option, Parameters, Profile, Reason, groups
from voting.rules._comparison import told
from voting.rules._exact_shares import NEAR, Run
from voting.rules.budget_greedy import from_votes


def steps(
    run: Run, options: Sequence[Option], costs: dict[Option, int]
) -> tuple[dict[str, Any], ...]:
    steps: list[dict[str, Any]] = [
        {"start": [run.start.numerator, run.start.denominator], "bought": []}
    ]
    replay = Run(run.electorate, run.start)
    for column in run.bought:
        rows = run.electorate.supporters[column]
        money, weight = replay.balances[rows], run.electorate.weights[rows]
        replay.buy(column)
        paid = float(np.max(money - replay.balances[rows])) if len(rows) else 0.0
        steps.append(
            {
                "option": options[column],
                "cost": costs[options[column]],
                "supporters": int(weight.sum()),
                "cents": round(100 * paid),
            }
        )
    return tuple(steps)


def rows(
    run: Run,
    profile: Profile,
    votes: dict[Option, int],
    elected: Sequence[Option],
    tied: Sequence[Option],
    bought: Sequence[dict[str, Any]],
    *,
    raises: bool,
) -> list[dict[str, Any]]:
    """Funded ones first; what each of their voters paid at most, in hundredths (``bought`` are
    the steps), and what was missing for the others."""
    costs = dict(zip(profile.options, profile.costs, strict=True))
    instead = run.instead is not None
    paid = {} if instead else {step["option"]: step["cents"] for step in bought[1:]}
    rest = [o for group in groups(votes) for o in group if o not in elected]
    return [
        {
            "option": option,
            "votes": votes[option],
            "cost": costs[option],
            "funded": option in elected,
            "each": paid.get(option) if option in elected else None,
            "lacked": None
            if tied or instead or not _had_a_chance(run, profile, option)
            else _lacked(run, profile.options.index(option), votes[option] if raises else 0)
            or None,
        }
        for option in (*elected, *rest)
    ]


def _had_a_chance(run: Run, profile: Profile, option: Option) -> bool:
    """Whether it is out for lack of money alone: no limit keeps it out beside what is funded."""
    return profile.options.index(option) in run.electorate.wanted(run.funded)


def _together(run: Run, column: int) -> int:
    """Whole units of money that the supporters of a project have left."""
    rows, weights = run.electorate.supporters[column], run.electorate.weights
    about = float(run.balances[rows] @ weights[rows])
    if abs(about - round(about)) > NEAR * max(about, 1.0):
        return int(about)
    return int(sum(int(weights[row]) * left for row, left in run.exact_balances(rows).items()))


def _lacked(run: Run, column: int, a_raise: int) -> int:
    """What was missing; nothing where one more raise of everybody's part, which would have been
    ``a_raise`` for its supporters together, would have paid it: then the budget set the end."""
    lacked = run.electorate.costs[column] - _together(run, column)
    return 0 if lacked <= a_raise else lacked


def why(
    run: Run,
    profile: Profile,
    votes: dict[Option, int],
    elected: Sequence[Option],
    tied: Sequence[Option],
    parameters: Parameters,
) -> tuple[Reason, ...]:
    costs = dict(zip(profile.options, profile.costs, strict=True))
    budget, spent = parameters["budget"], sum(costs[o] for o in elected)
    numbers = {"count": len(elected), "cost": spent, "budget": budget, "left": budget - spent}
    said: list[Reason] = [("shares.funded", numbers)] if elected else []
    if tied:
        return (*said, ("shares.tied", {"options": list(tied)}))
    said += told(run)
    if run.instead is not None:
        return tuple(said)
    parts = _parts(run, budget, profile.weight)
    said.append(("shares.raised" if parts["raised"] > parts["part"] else "shares.part", parts))
    bought = [profile.options.index(o) for o in elected]
    served = int(profile.times[(profile.marks[:, bought] > 0).any(axis=1)].sum())
    said.append(("shares.served", {"count": served, "of": profile.weight}))
    losers = [o for group in groups(votes) for o in group if _had_a_chance(run, profile, o)]
    if losers:
        first = losers[0]
        column = profile.options.index(first)
        together, lacked = (
            _together(run, column),
            _lacked(run, column, votes[first] if parameters["completion"] == "add1" else 0),
        )
        missed = {"option": first, "count": votes[first], "cost": costs[first]}
        missed |= {"together": together, "lacked": lacked}
        whole = int(run.start * votes[first])
        short = "shares.poor" if together >= whole - 1 else "shares.lacked"
        said.append((short if lacked else "shares.over", missed))
        fewer = [o for o in elected if votes[o] < votes[first]]
        if fewer:
            said.append(("shares.fewer", {"option": first, "other": fewer[0], "count": len(fewer)}))
        said += by_votes_alone(votes, costs, elected, parameters)
    return tuple(said)


def _parts(run: Run, budget: int, weight: int) -> dict[str, int]:
    """Hundredths of a unit of money for each unit of weight: at the start, and in the end."""
    return {"part": 100 * budget // weight, "raised": int(100 * run.start)}


def by_votes_alone(
    votes: Mapping[Option, int],
    costs: Mapping[Option, int],
    elected: Sequence[Option],
    parameters: Parameters,
) -> list[Reason]:
    """What the most voted first would have funded instead, where that is sure."""
    usual = {"misfit": "skip", "by": "votes", "threshold": 1}
    other = from_votes(dict(votes), dict(costs), {**parameters, **usual})
    instead = [o for o in other.elected if o not in elected]
    without = [o for o in elected if o not in other.elected]
    if other.tied or not instead or not without:
        return []
    return [("shares.by_votes", {"options": instead, "others": without})]
