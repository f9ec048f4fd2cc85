"""Equal shares: the budget is shared equally among voters, and each project is paid by those
who want it.

Every voter has the same part of the budget. A project is bought when its supporters can pay for it
together; the one whose supporters pay least per unit of its cost comes first. ``add1``: as a
rule some money is left, so the count is done again with one unit more for everybody, as long as
the outcome stays within the real budget. Source: Peters, Pierczyński and Skowron, "Proportional
Participatory Budgeting with Additive Utilities" (NeurIPS 2021); used by Wieliczka, Aarau, Assen.
"""

from collections.abc import Sequence
from fractions import Fraction

from voting.rules import (
    BUDGET,
    N_,
    N_n,
    Option,
    Outcome,
    Parameter,
    Parameters,
    Profile,
    VotingRule,
)
from voting.rules._comparison import COMPARED, compare
from voting.rules._exact_shares import Electorate, Run
from voting.rules._limits import LIMITS, PICKS, SENTENCES, held_back, limits_of, of_the_basket
from voting.rules._raising import raisable
from voting.rules._shares_ties import ListedShares, Order, by_votes, every_way
from voting.rules._shares_told import rows, steps, why

SELDOM = 8
"""After every this many counts, it pays to compute how far the outcome holds: that costs as much as
one count."""


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    votes = profile.totals()
    costs = dict(zip(profile.options, profile.costs, strict=True))
    if not profile.weight:
        return Outcome(elected=(), numbers={"cost": 0, "budget": parameters["budget"]})
    limits = limits_of(profile.options, costs, parameters)
    electorate = Electorate(
        profile.marks > 0, profile.times, profile.costs, limits.by_column(profile.options)
    )
    columns = list(range(len(profile.options)))
    listed = ListedShares(
        columns if tie_order is None else [profile.options.index(o) for o in tie_order],
        notices=tie_order is None,
    )
    shown = _distribute(electorate, parameters, listed)
    everywhere = somewhere = set(shown.funded)
    if tie_order is None and listed.matters:
        everywhere, somewhere = every_way(
            electorate,
            lambda way: _distribute(electorate, parameters, way).funded,
            _fundable(electorate, parameters),
        )
    elected = tuple(profile.options[c] for c in shown.funded if c in everywhere)
    tied = tuple(profile.options[c] for c in columns if c in somewhere - everywhere)
    cost = sum(costs[o] for o in elected)
    bought = steps(shown, profile.options, costs)
    raises = parameters["completion"] == "add1"
    return Outcome(
        elected=elected,
        tied=tied,
        steps=bought,
        reasons=(
            *why(shown, profile, votes, elected, tied, parameters),
            *(() if tied else held_back(votes, costs, elected, limits)),
        ),
        numbers={"scores": votes, "cost": cost, "budget": parameters["budget"]},
        chart={
            "kind": "budget",
            "budget": parameters["budget"],
            "cost": cost,
            "rows": rows(shown, profile, votes, elected, tied, bought, raises=raises),
        },
    )


def _fundable(electorate: Electorate, parameters: Parameters) -> set[int]:
    """What has a vote and fits alone into the budget."""
    budget = int(parameters["budget"])
    return {column for column in electorate.wanted() if electorate.costs[column] <= budget}


def _distribute(electorate: Electorate, parameters: Parameters, order: Order) -> Run:
    """The last run whose outcome costs no more than the budget; with what comes instead of it."""
    if parameters["completion"] == "add1":
        run = _raised(electorate, parameters, order)
    else:
        run = _run(electorate, parameters, order, 0)
    if parameters["completion"] == "greedy":
        left = int(parameters["budget"]) - sum(electorate.costs[c] for c in run.bought)
        run.completed = by_votes(electorate, left, run.bought, order)
    if parameters.get("comparison", "none") != "none":
        compare(run, parameters, order)
    return run


def _run(electorate: Electorate, parameters: Parameters, order: Order, units: int) -> Run:
    """The count with ``units`` of money added for each unit of weight."""
    start = Fraction(int(parameters["budget"]), int(electorate.weights.sum())) + units
    run = Run(electorate, start, parameters["utility"] == "cost")
    run.spend(order.among)
    return run


def _raised(electorate: Electorate, parameters: Parameters, order: Order) -> Run:
    """One unit more for everybody, until the outcome costs too much; as if one by one, without
    counting where nothing can change."""
    units, counts = 0, 1
    best = run = _run(electorate, parameters, order, units)
    while sum(electorate.costs[c] for c in run.bought) <= int(parameters["budget"]):
        best = run
        if not electorate.wanted(best.bought):
            return best
        units += 1 if counts % SELDOM else 1 + raisable(best)
        counts += 1
        run = _run(electorate, parameters, order, units)
    return _run(electorate, parameters, order, units - 1)


RULE = VotingRule(
    id="budget-equal-shares",
    title=N_("Budget shared fairly among voters"),
    summary=N_(
        "Fill a basket with projects, within the budget. Everybody who votes has the same part of "
        "the budget, and it is spent on projects that they picked: a project is funded when its "
        "supporters can pay for it together."
    ),
    form="basket",
    count=count,
    parameters=(
        BUDGET,
        Parameter(
            name="utility",
            label=N_("What a voter gains from a project"),
            default="cost",
            words={
                "cost": N_("as much as it costs"),
                "cardinality": N_("the same from each project"),
            },
            example=N_(
                "If each project counts the same, several small ones beat one expensive one."
            ),
        ),
        Parameter(
            name="completion",
            label=N_("What is done with money that is left"),
            default="add1",
            words={
                "add1": N_("everybody's part is raised step by step while the budget holds"),
                "greedy": N_("the rest goes to the projects with the most votes that fit"),
                "none": N_("it is not spent"),
            },
            example=N_("Without completion a third of the budget can be left over."),
        ),
        Parameter(
            name="comparison",
            label=N_("Is the outcome compared with that of votes alone?"),
            default="none",
            words={
                "none": N_("no"),
                "voters": N_("yes: if more voters get more from that one, it stands"),
                "projects": N_("yes: if more voters get more of their projects from that one"),
            },
            example=N_("If most voters gain from the most voted projects, those are funded."),
        ),
        *PICKS,
        *LIMITS,
    ),
    promises=(
        N_("The budget is never exceeded."),
        N_("A group that agrees on a project and can pay for it from its part gets something."),
    ),
    limits=(
        N_("A project with more votes can lose to one with fewer whose voters got nothing else."),
        N_("The count is longer to follow by hand than a list of votes."),
    ),
    sentences={
        **SENTENCES,
        **COMPARED,
        "shares.funded": N_n(
            "%(count)s project is funded for %(cost)s of %(budget)s; %(left)s is left.",
            "%(count)s projects are funded for %(cost)s of %(budget)s; %(left)s is left.",
        ),
        "shares.served": N_n(
            "%(count)s of %(of)s voters gets at least one project that they picked.",
            "%(count)s of %(of)s voters get at least one project that they picked.",
        ),
        "shares.part": N_("Everybody had the same part of the budget: %(part)s."),
        "shares.raised": N_(
            "Everybody had the same part of the budget: %(part)s. It was raised in the count to "
            "%(raised)s, as far as the budget holds, because not everybody can spend all of it."
        ),
        "shares.lacked": N_n(
            "%(option)s has %(count)s vote and costs %(cost)s. Its supporters had %(together)s "
            "left together, after paying for other projects: %(lacked)s was missing.",
            "%(option)s has %(count)s votes and costs %(cost)s. Its supporters had %(together)s "
            "left together, after paying for other projects: %(lacked)s was missing.",
        ),
        "shares.poor": N_n(
            "%(option)s has %(count)s vote and costs %(cost)s. The part of its supporter is only "
            "%(together)s: %(lacked)s was missing.",
            "%(option)s has %(count)s votes and costs %(cost)s. The parts of its supporters come "
            "to only %(together)s: %(lacked)s was missing.",
        ),
        "shares.over": N_n(
            "%(option)s has %(count)s vote and costs %(cost)s. Raising everybody's part once more "
            "would have funded more than the budget holds.",
            "%(option)s has %(count)s votes and costs %(cost)s. Raising everybody's part once more "
            "would have funded more than the budget holds.",
        ),
        "shares.by_votes": N_(
            "Had only the number of votes been counted, %(options)s would be funded, and not "
            "%(others)s."
        ),
        "shares.fewer": N_n(
            "%(count)s project with fewer votes than %(option)s is funded, because its supporters "
            "had money left: %(other)s.",
            "%(count)s projects with fewer votes than %(option)s are funded, because their "
            "supporters had money left, %(other)s first.",
        ),
        "shares.tied": N_(
            "%(options)s were level on the way, and which comes first changes the outcome."
        ),
    },
    has_costs=True,
    form_settings=of_the_basket,
    sums=None,
    fingerprints=True,
    persons=False,
)
