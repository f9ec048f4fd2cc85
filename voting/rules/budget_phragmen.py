"""Phragmén's method for budgets: everybody's purse fills at the same pace, and pays for projects.

Voters gather money, all of them at the same pace. As soon as those who want a project can pay for
it together, it is funded and their purses are empty again. It goes on until the next project does
not fit into the budget. Source: Phragmén (1894); for budgets, Los, Christoff and Grossi,
"Proportional Budget Allocations: Towards a Systematization" (IJCAI 2022).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from voting.rules import (
    BUDGET,
    N_,
    N_n,
    Option,
    Outcome,
    Parameter,
    Parameters,
    Profile,
    Reason,
    VotingRule,
    groups,
)
from voting.rules._limits import LIMITS, PICKS, SENTENCES, held_back, limits_of, of_the_basket
from voting.rules._loads import Loads
from voting.rules._shares_told import by_votes_alone
from voting.rules._ways import follow

Votes = Mapping[Option, int]


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    options, budget = profile.options, parameters["budget"]
    if not profile.weight:
        return Outcome(elected=(), numbers={"cost": 0, "budget": budget})
    votes = profile.totals()
    costs = dict(zip(options, profile.costs, strict=True))
    stops = parameters["misfit"] == "stop"
    limits = limits_of(options, costs, parameters)
    start = Loads(
        profile.marks > 0,
        profile.times,
        profile.costs,
        budget,
        stops=stops,
        limits=limits.by_column(options),
    )
    order = [options.index(option) for option in tie_order or options]
    ends = follow(start, order, breaks_ties=tie_order is not None)
    elected = tuple(options[column] for column in ends.order if column in ends.sure)
    tied = tuple(options[column] for column in sorted(ends.tied))
    cost = sum(costs[option] for option in elected)
    gathered = {options[column]: load for column, load in ends.shown.log}
    return Outcome(
        elected=elected,
        tied=tied,
        steps=({"votes": votes, "costs": costs}, *_steps(gathered, costs, votes)),
        reasons=(
            *_why(profile, votes, costs, ends.shown, elected, tied, parameters),
            *(() if tied else held_back(votes, costs, elected, limits)),
        ),
        numbers={"scores": votes, "cost": cost, "budget": budget},
        chart={
            "kind": "budget",
            "budget": budget,
            "cost": cost,
            "rows": _rows(votes, costs, elected, 0 if tied else ends.shown.left),
        },
    )


def _steps(
    gathered: Mapping[Option, Fraction], costs: Votes, votes: Votes
) -> tuple[dict[str, Any], ...]:
    """When each project was paid for: what everybody had gathered by then, in hundredths."""
    return tuple(
        {"option": o, "cost": costs[o], "supporters": votes[o], "cents": int(100 * load)}
        for o, load in gathered.items()
    )


def _rows(votes: Votes, costs: Votes, elected: Sequence[Option], left: int) -> list[dict[str, Any]]:
    rest = [o for group in groups(votes) for o in group if o not in elected]
    return [
        {
            "option": option,
            "votes": votes[option],
            "cost": costs[option],
            "funded": option in elected,
            "lacked": costs[option] - left
            if left and option not in elected and votes[option] and costs[option] > left
            else None,
        }
        for option in (*elected, *rest)
    ]


def _why(
    profile: Profile,
    votes: Votes,
    costs: Votes,
    end: Loads,
    elected: Sequence[Option],
    tied: Sequence[Option],
    parameters: Parameters,
) -> tuple[Reason, ...]:
    budget, spent = parameters["budget"], sum(costs[option] for option in elected)
    numbers = {"count": len(elected), "cost": spent, "budget": budget, "left": budget - spent}
    said: list[Reason] = [("phragmen.funded", numbers)] if elected else []
    if tied:
        return (*said, ("phragmen.tied", {"options": list(tied)}))
    if elected:
        (first, paid), served = end.log[0], [profile.options.index(o) for o in elected]
        option = profile.options[first]
        early = {"option": option, "part": int(100 * paid), "count": votes[option]}
        said.append(("phragmen.first", early))
        reached = int(profile.times[(profile.marks[:, served] > 0).any(axis=1)].sum())
        said.append(("phragmen.served", {"count": reached, "of": profile.weight}))
    said += _next(profile, votes, costs, end, stops=parameters["misfit"] == "stop")
    said += by_votes_alone(votes, costs, elected, parameters)
    return tuple(said)


def _next(profile: Profile, votes: Votes, costs: Votes, end: Loads, *, stops: bool) -> list[Reason]:
    """Where the count ended: what came next, or which loser has the most votes."""
    if not end.rivals:
        return []
    if stops:
        turns = {column: end.load_of(column) for column in sorted(end.rivals)}
        least = min(turns.values())
        level = [column for column, load in turns.items() if load == least]
        column = next(column for column in level if end.costs[column] > end.left)
    else:
        column = max(sorted(end.rivals), key=lambda c: votes[profile.options[c]])
    option = profile.options[column]
    missing = {"option": option, "count": votes[option], "cost": costs[option]}
    missing |= {"lacked": costs[option] - end.left}
    return [("phragmen.stopped" if stops else "phragmen.passed", missing)]


RULE = VotingRule(
    id="budget-phragmen",
    title=N_("Budget by purses that fill at the same pace (Phragmén)"),
    summary=N_(
        "Fill a basket with projects, within the budget. Everybody who votes gathers money at the "
        "same pace; as soon as those who picked a project can pay for it together, it is funded "
        "and their purses begin again from nothing."
    ),
    form="basket",
    count=count,
    parameters=(
        BUDGET,
        Parameter(
            name="misfit",
            label=N_("When the next project does not fit"),
            default="stop",
            words={"stop": N_("stop there"), "skip": N_("go on with the next one")},
            example=N_("Small projects far down the list are funded only if the count goes on."),
        ),
        *PICKS,
        *LIMITS,
    ),
    promises=(
        N_("The budget is never exceeded."),
        N_(
            "A group that agrees on projects gets a part of the money as large as the group, short "
            "of one project at most."
        ),
    ),
    limits=(
        N_("A project with more votes can lose to one with fewer whose voters got nothing else."),
        N_("The count is longer to follow by hand than a list of votes."),
    ),
    sentences={
        **SENTENCES,
        "phragmen.funded": N_n(
            "%(count)s project is funded for %(cost)s of %(budget)s; %(left)s is left.",
            "%(count)s projects are funded for %(cost)s of %(budget)s; %(left)s is left.",
        ),
        "phragmen.first": N_n(
            "%(option)s was paid for first, when everybody had gathered %(part)s: %(count)s voter "
            "wants it.",
            "%(option)s was paid for first, when everybody had gathered %(part)s: %(count)s voters "
            "want it.",
        ),
        "phragmen.served": N_n(
            "%(count)s of %(of)s voters gets at least one project that they picked.",
            "%(count)s of %(of)s voters get at least one project that they picked.",
        ),
        "phragmen.stopped": N_n(
            "Next came %(option)s, with %(count)s vote and a cost of %(cost)s: %(lacked)s was "
            "missing in the budget. The rule of this vote stops there.",
            "Next came %(option)s, with %(count)s votes and a cost of %(cost)s: %(lacked)s was "
            "missing in the budget. The rule of this vote stops there.",
        ),
        "phragmen.passed": N_n(
            "%(option)s has %(count)s vote and costs %(cost)s: in the end, %(lacked)s was missing "
            "in the budget.",
            "%(option)s has %(count)s votes and costs %(cost)s: in the end, %(lacked)s was missing "
            "in the budget.",
        ),
        "shares.by_votes": N_(
            "Had only the number of votes been counted, %(options)s would be funded, and not "
            "%(others)s."
        ),
        "phragmen.tied": N_(
            "%(options)s were level on the way, and which comes first changes the outcome."
        ),
    },
    has_costs=True,
    form_settings=of_the_basket,
    sums=None,
    fingerprints=True,
    persons=False,
)
