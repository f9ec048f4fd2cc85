"""Budget by the best set: of all sets of projects that fit, the one with the most votes together.

Every set of projects within the budget is compared with every other one; of sets with as many
votes, the cheaper one wins. Source: Talmon and Faliszewski, "A Framework for Approval-Based
Budgeting Methods" (AAAI 2019); the knapsack problem of operations research.
"""

from collections.abc import Mapping, Sequence

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
from voting.rules._knapsack import Found, TooMany, best_sets, pick
from voting.rules._knapsack_within import Within
from voting.rules._limits import (
    LIMITS,
    PICKS,
    SENTENCES,
    Limits,
    held_back,
    limits_of,
    of_the_basket,
    place_among,
)
from voting.rules._shares_told import by_votes_alone

Votes = Mapping[Option, int]


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    votes = profile.totals()
    costs = dict(zip(profile.options, profile.costs, strict=True))
    budget = parameters["budget"]
    known = [o for o in profile.options if votes[o] and costs[o] <= budget]
    limits = limits_of(profile.options, costs, parameters)
    order = None if tie_order is None else [known.index(o) for o in tie_order if o in known]
    try:
        found, picked = _found(known, votes, costs, limits, order, parameters)
    except TooMany:
        return Outcome(elected=(), reasons=(("knapsack.too_large", {}),))
    names = {known[place] for place in picked}
    ranked = [o for group in groups(votes) for o in group]
    elected = tuple(o for o in ranked if o in names)
    level = found.possible - found.sure if tie_order is None else ()
    tied = tuple(known[place] for place in sorted(level))
    with_it = {known[place]: worth for place, worth in found.with_it.items()}
    cost = sum(costs[o] for o in elected)
    return Outcome(
        elected=elected,
        tied=tied,
        steps=({"votes": votes, "costs": costs, "best": [found.best.worth, found.best.cost]},),
        reasons=(
            *_why(votes, costs, elected, tied, with_it, found.best.worth, limits, parameters),
            *(() if tied else held_back(votes, costs, elected, limits)),
        ),
        numbers={"scores": votes, "cost": cost, "budget": budget},
        chart={
            "kind": "budget",
            "budget": budget,
            "cost": cost,
            "rows": [
                {"option": o, "votes": votes[o], "cost": costs[o], "funded": o in names}
                for o in (*elected, *(o for o in ranked if o not in names))
            ],
        },
    )


def _found(
    known: Sequence[Option],
    votes: Votes,
    costs: Votes,
    limits: Limits[Option],
    order: Sequence[int] | None,
    parameters: Parameters,
) -> tuple[Found, frozenset[int]]:
    """The best sets, and which one is funded; by places among the known. Raises TooMany."""
    by_money, budget = parameters["worth"] == "money", parameters["budget"]
    each = [costs[o] for o in known]
    worths = [votes[o] * (costs[o] if by_money else 1) for o in known]
    if not limits.limits:
        found = best_sets(each, worths, budget)
        return found, found.sure if order is None else pick(each, worths, budget, order)
    groups_of = place_among(tuple(votes), parameters)
    together = sorted(range(len(known)), key=lambda p: (*groups_of[known[p]], each[p], worths[p]))
    places = {option: place for place, option in enumerate(known)}
    within = Within(
        each,
        worths,
        budget,
        [
            ({places[o]: took for o, took in one.takes.items() if o in places}, one.most)
            for one in limits.limits
        ],
        together,
    )
    found = within.best_sets()
    return found, found.sure if order is None else within.pick(order)


def _why(
    votes: Votes,
    costs: Votes,
    elected: Sequence[Option],
    tied: Sequence[Option],
    with_it: Votes,
    best: int,
    limits: Limits[Option],
    parameters: Parameters,
) -> tuple[Reason, ...]:
    budget, spent = parameters["budget"], sum(costs[o] for o in elected)
    numbers = {"count": len(elected), "cost": spent, "budget": budget, "left": budget - spent}
    said: list[Reason] = [("knapsack.funded", numbers)] if elected else []
    if tied:
        return (*said, ("knapsack.tied", {"options": list(tied)}))
    if not elected:
        return ()
    by_money = parameters["worth"] == "money"
    most = ("knapsack.worth" if by_money else "knapsack.votes") + (
        "_within" if limits.limits else ""
    )
    said.append((most, {"count": best}))
    losers = [o for group in groups(votes) for o in group if o in with_it and o not in elected]
    if losers:
        first = losers[0]
        missed = {"option": first, "count": votes[first], "cost": costs[first]}
        missed |= {"best": with_it[first]}
        less = "knapsack.less_worth" if by_money else "knapsack.fewer"
        said.append(("knapsack.dearer" if with_it[first] == best else less, missed))
    said += by_votes_alone(votes, costs, elected, parameters)
    return tuple(said)


RULE = VotingRule(
    id="budget-knapsack",
    title=N_("Budget with the most votes together"),
    summary=N_(
        "Fill a basket with projects, within the budget. Of all sets of projects that fit, the one "
        "is funded whose projects have the most votes together; of equal ones, the cheaper."
    ),
    form="basket",
    count=count,
    parameters=(
        BUDGET,
        Parameter(
            name="worth",
            label=N_("What a vote counts"),
            default="votes",
            words={
                "votes": N_("the same for each project"),
                "money": N_("as much as the project costs"),
            },
            example=N_(
                "If votes count as much as projects cost, one expensive one beats many small ones."
            ),
        ),
        *PICKS,
        *LIMITS,
    ),
    promises=(
        N_("The budget is never exceeded."),
        N_("No other set of projects within the budget has more votes together."),
    ),
    limits=(
        N_("One majority can spend the whole budget: those who lose may get nothing at all."),
        N_("The project with the most votes can lose to several cheap ones."),
        N_("With very many projects and amounts, it cannot be counted exactly, and says so."),
    ),
    sentences={
        **SENTENCES,
        "knapsack.funded": N_n(
            "%(count)s project is funded for %(cost)s of %(budget)s; %(left)s is left.",
            "%(count)s projects are funded for %(cost)s of %(budget)s; %(left)s is left.",
        ),
        "knapsack.votes": N_n(
            "Together: %(count)s vote. Nothing else within the budget has more.",
            "Together: %(count)s votes. No other set of projects within the budget has more.",
        ),
        "knapsack.worth": N_n(
            "Their votes, each counted as much as its project costs, come to %(count)s: the most "
            "that the budget allows.",
            "Their votes, each counted as much as its project costs, come to %(count)s: the most "
            "that the budget allows.",
        ),
        "knapsack.votes_within": N_n(
            "Together: %(count)s vote. Nothing else within the budget and its limits has more.",
            "Together: %(count)s votes. No other set of projects within the budget and its limits "
            "has more.",
        ),
        "knapsack.worth_within": N_n(
            "Their votes, each counted as much as its project costs, come to %(count)s: the most "
            "that the budget and its limits allow.",
            "Their votes, each counted as much as its project costs, come to %(count)s: the most "
            "that the budget and its limits allow.",
        ),
        "knapsack.fewer": N_n(
            "%(option)s has %(count)s vote and costs %(cost)s: with it, projects with %(best)s "
            "votes together would have fitted at most.",
            "%(option)s has %(count)s votes and costs %(cost)s: with it, projects with %(best)s "
            "votes together would have fitted at most.",
        ),
        "knapsack.less_worth": N_n(
            "%(option)s has %(count)s vote and costs %(cost)s: with it, the sum would have come to "
            "%(best)s at most.",
            "%(option)s has %(count)s votes and costs %(cost)s: with it, the sum would have come "
            "to %(best)s at most.",
        ),
        "knapsack.dearer": N_n(
            "%(option)s has %(count)s vote and costs %(cost)s: with it, as much could only have "
            "been had for more money.",
            "%(option)s has %(count)s votes and costs %(cost)s: with it, as much could only have "
            "been had for more money.",
        ),
        "knapsack.tied": N_(
            "Several sets of projects have equally many votes for the same cost: %(options)s "
            "are in some of them, not in all."
        ),
        "knapsack.too_large": N_(
            "There are more ways to spend this budget than can be compared exactly. This rule does "
            "not guess: nothing is funded."
        ),
        "shares.by_votes": N_(
            "Had only the number of votes been counted, %(options)s would be funded, and not "
            "%(others)s."
        ),
    },
    has_costs=True,
    form_settings=of_the_basket,
    persons=False,
)
