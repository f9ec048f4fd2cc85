"""Budget by votes: the project with the most votes first, as long as the money lasts.

The rule of most towns. Source: the regulations of Warsaw, Gdynia, Katowice and many others;
Faliszewski et al., "Participatory Budgeting: Data, Tools and Analysis" (IJCAI 2023).
"""

from collections.abc import Mapping, Sequence
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
    Reason,
    VotingRule,
    groups,
)
from voting.rules._limits import (
    LIMITS,
    PICKS,
    SENTENCES,
    Limits,
    held_back,
    limits_of,
    of_the_basket,
)
from voting.rules._purse import Purse, every_end


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    votes = profile.totals()
    costs = dict(zip(profile.options, profile.costs, strict=True))
    return from_votes(votes, costs, parameters, tie_order)


def from_votes(
    votes: dict[Option, int],
    costs: dict[Option, int],
    parameters: Parameters,
    tie_order: Sequence[Option] | None = None,
) -> Outcome:
    """The same count from sums."""
    enough = {o: v for o, v in votes.items() if v >= max(parameters["threshold"], 1)}
    ranking = groups(_standing(enough, costs, parameters))
    stop, budget = parameters["misfit"] == "stop", parameters["budget"]
    limits = limits_of(tuple(votes), costs, parameters)
    if tie_order is not None:
        ranking = tuple(
            (option,) for group in ranking for option in sorted(group, key=list(tie_order).index)
        )
    ends = every_end(ranking, Purse(costs, budget, limits, stop))
    everywhere = frozenset.intersection(*ends) if ends else frozenset()
    somewhere = frozenset.union(*ends) if ends else frozenset()
    elected = tuple(o for group in ranking for o in group if o in everywhere)
    tied = tuple(o for o in votes if o in somewhere - everywhere)
    cost = sum(costs[o] for o in elected)
    lacked = {} if tied else _lacked(ranking, elected, costs, budget, limits)
    reasons = _why(votes, costs, elected, tied, lacked, parameters)
    kept_out = () if tied else held_back(enough, costs, elected, limits)
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=groups(_standing(enough, costs, parameters)),
        steps=({"votes": votes, "costs": costs},),
        reasons=(*reasons, *kept_out),
        numbers={"scores": votes, "cost": cost, "budget": budget},
        chart={
            "kind": "budget",
            "budget": budget,
            "cost": cost,
            "rows": [
                {
                    "option": o,
                    "votes": votes[o],
                    "cost": costs[o],
                    "funded": o in everywhere,
                    "lacked": None if stop else lacked.get(o),
                }
                for o in (*elected, *(o for g in groups(votes) for o in g if o not in everywhere))
            ],
        },
    )


def _standing(
    votes: Mapping[Option, int], costs: Mapping[Option, int], parameters: Parameters
) -> dict[Option, Fraction]:
    """What projects are ordered by. Rounds opened before there was a choice went by votes."""
    per_cost = parameters.get("by", "votes") == "votes-per-cost"
    return {o: Fraction(v, costs[o] if per_cost else 1) for o, v in votes.items()}


def _why(
    votes: dict[Option, int],
    costs: dict[Option, int],
    elected: Sequence[Option],
    tied: Sequence[Option],
    lacked: Mapping[Option, int],
    parameters: Parameters,
) -> tuple[Reason, ...]:
    budget, spent = parameters["budget"], sum(costs[o] for o in elected)
    numbers = {"count": len(elected), "cost": spent, "budget": budget, "left": budget - spent}
    said: list[Reason] = [("greedy.funded", numbers)] if elected else []
    if tied:
        return (*said, ("greedy.tied", {"options": list(tied)}))
    if elected:
        leader = {"option": elected[0], "count": votes[elected[0]], "cost": costs[elected[0]]}
        per_cost = parameters.get("by", "votes") == "votes-per-cost"
        said.append(("greedy.first_per_cost" if per_cost else "greedy.first", leader))
    if lacked:
        first = next(iter(lacked))
        short = {"option": first, "count": votes[first], "cost": costs[first]}
        said.append(("greedy.did_not_fit", short | {"lacked": lacked[first]}))
        if parameters["misfit"] == "stop":
            said.append(("greedy.stopped", {}))
        fewer = [o for o in elected if votes[o] < votes[first]]
        if fewer:
            said.append(
                ("greedy.smaller_ones", {"option": first, "other": fewer[0], "count": len(fewer)})
            )
    few = [o for o in votes if 0 < votes[o] < parameters["threshold"]]
    if few:
        said.append(("greedy.too_few", {"count": len(few), "threshold": parameters["threshold"]}))
    return tuple(said)


def _lacked(
    ranking: Sequence[Sequence[Option]],
    elected: Sequence[Option],
    costs: dict[Option, int],
    budget: int,
    limits: Limits[Option],
) -> dict[Option, int]:
    """What was missing for each project that did not fit, when its turn came; without those that
    a limit would have kept out anyway."""
    left, funded, found = budget, list[Option](), {}
    for option in (o for group in ranking for o in group):
        if option in elected:
            left -= costs[option]
            funded.append(option)
        elif costs[option] > left and limits.allow(option, funded):
            found[option] = costs[option] - left
    return found


RULE = VotingRule(
    id="budget-greedy",
    title=N_("Budget by number of votes"),
    summary=N_(
        "Fill a basket with projects, within the budget. Projects are funded from the most voted "
        "down, as long as the money lasts; one that no longer fits is passed over."
    ),
    form="basket",
    count=count,
    parameters=(
        BUDGET,
        Parameter(
            name="misfit",
            label=N_("When the next project does not fit"),
            default="skip",
            words={"skip": N_("go on with the next one"), "stop": N_("stop there")},
            example=N_("Small projects far down the list are funded only if the count goes on."),
        ),
        Parameter(
            name="by",
            label=N_("What comes first"),
            default="votes",
            words={
                "votes": N_("the project with the most votes"),
                "votes-per-cost": N_("the project with the most votes for its cost"),
            },
            example=N_("For its cost, a bench with 40 votes comes before a hall with 400."),
        ),
        Parameter(
            name="threshold",
            label=N_("Votes a project needs at least"),
            default=1,
            least=1,
            most=10**9,
            example=N_("With a threshold, a project that nobody knows is not funded by accident."),
        ),
        *PICKS,
        *LIMITS,
    ),
    promises=(
        N_("The budget is never exceeded."),
        N_("Of two projects that cost the same, the one with more votes comes first."),
    ),
    limits=(
        N_("One majority can spend the whole budget: those who lose may get nothing at all."),
        N_("An expensive project counts no more than a cheap one with as many votes."),
    ),
    sentences={
        **SENTENCES,
        "greedy.funded": N_n(
            "%(count)s project is funded for %(cost)s of %(budget)s; %(left)s is left.",
            "%(count)s projects are funded for %(cost)s of %(budget)s; %(left)s is left.",
        ),
        "greedy.first": N_n(
            "%(option)s has the most votes of the funded ones: %(count)s.",
            "%(option)s has the most votes of the funded ones: %(count)s.",
        ),
        "greedy.first_per_cost": N_n(
            "%(option)s has the most votes for its cost: %(count)s for %(cost)s.",
            "%(option)s has the most votes for its cost: %(count)s for %(cost)s.",
        ),
        "greedy.did_not_fit": N_n(
            "%(option)s has %(count)s vote and costs %(cost)s: when its turn came, "
            "%(lacked)s was missing.",
            "%(option)s has %(count)s votes and costs %(cost)s: when its turn came, "
            "%(lacked)s was missing.",
        ),
        "greedy.stopped": N_("The rule of this vote stops there: no project behind it is funded."),
        "greedy.too_few": N_n(
            "%(count)s project did not get the %(threshold)s votes that it takes to be funded.",
            "%(count)s projects did not get the %(threshold)s votes that it takes to be funded.",
        ),
        "greedy.smaller_ones": N_n(
            "%(count)s project with fewer votes than %(option)s is funded because it costs less: "
            "%(other)s.",
            "%(count)s projects with fewer votes than %(option)s are funded because they cost "
            "less, %(other)s first.",
        ),
        "greedy.tied": N_("%(options)s are level, and not all of them fit."),
    },
    has_costs=True,
    form_settings=of_the_basket,
    persons=False,
)
