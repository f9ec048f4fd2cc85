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

MOST_STATES = 10_000
"""So many different sets of funded projects are followed to see whether a tie matters; beyond
that all projects of the tie that fit alone, and all that come after, are called tied."""

Funded = frozenset[Option]


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    votes = dict(zip(profile.options, (profile.times @ profile.marks).tolist(), strict=True))
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
    if tie_order is not None:
        ranking = tuple(
            (option,) for group in ranking for option in sorted(group, key=list(tie_order).index)
        )
    ends = _ends(ranking, costs, budget, stop=stop)
    everywhere = frozenset.intersection(*ends) if ends else frozenset()
    somewhere = frozenset.union(*ends) if ends else frozenset()
    elected = tuple(o for group in ranking for o in group if o in everywhere)
    tied = tuple(o for o in votes if o in somewhere - everywhere)
    cost = sum(costs[o] for o in elected)
    lacked = {} if tied or stop else _lacked(ranking, elected, costs, budget)
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=groups(_standing(enough, costs, parameters)),
        steps=({"votes": votes, "costs": costs},),
        reasons=_why(votes, costs, ranking, elected, tied, parameters),
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
                    "lacked": lacked.get(o),
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


def _ends(
    ranking: Sequence[Sequence[Option]], costs: dict[Option, int], budget: int, *, stop: bool
) -> set[Funded]:
    """Every set of projects that can be funded in the end, over all ways of breaking ties."""
    ends: set[Funded] = set()
    states: set[tuple[Funded, int]] = {(frozenset(), budget)}
    for place, group in enumerate(ranking):
        after: set[tuple[Funded, int]] = set()
        for funded, left in states:
            through = _through(group, costs, left, stop=stop)
            for chosen, ended in through or ():
                everything = funded | chosen
                if ended:
                    ends.add(everything)
                else:
                    after.add((everything, left - sum(costs[o] for o in chosen)))
            if through is None or len(after) + len(ends) > MOST_STATES:
                return _too_many(states, ranking[place:], costs)
        states = after
    return ends | {funded for funded, _ in states}


def _too_many(
    states: set[tuple[Funded, int]], rest: Sequence[Sequence[Option]], costs: dict[Option, int]
) -> set[Funded]:
    """Sure is what was funded before the tie; every later project that would fit alone may be."""
    sure = frozenset.intersection(*(funded for funded, _ in states))
    most = max(left for _, left in states)
    fitting = [one for group in rest for one in group if costs[one] <= most]
    return {sure, *(sure | {one} for one in fitting)}


def _through(
    group: Sequence[Option], costs: dict[Option, int], left: int, *, stop: bool
) -> set[tuple[Funded, bool]] | None:
    """What level projects can be funded, and whether the count ends there; None: too many."""
    if sum(costs[o] for o in group) <= left:
        return {(frozenset(group), False)}
    if not stop and sum(costs[o] for o in group if costs[o] <= left) <= left:
        return {(frozenset(o for o in group if costs[o] <= left), False)}
    return _orders(group, costs, left, stop=stop)


def _orders(
    group: Sequence[Option], costs: dict[Option, int], left: int, *, stop: bool
) -> set[tuple[Funded, bool]] | None:
    """Every order of the group, by the sets of projects that orders lead to."""
    found: set[tuple[Funded, bool]] = set()
    seen: set[Funded] = {frozenset()}
    waiting: list[Funded] = [frozenset()]
    while waiting:
        if len(found) + len(seen) > MOST_STATES:
            return None
        chosen = waiting.pop()
        rest = left - sum(costs[o] for o in chosen)
        open_ones = [o for o in group if o not in chosen]
        fitting = [o for o in open_ones if costs[o] <= rest]
        if not fitting or (stop and len(fitting) < len(open_ones)):
            found.add((chosen, stop and bool(open_ones)))
        fresh = {chosen | {one} for one in fitting} - seen
        seen |= fresh
        waiting += fresh
    return found


def _why(
    votes: dict[Option, int],
    costs: dict[Option, int],
    ranking: Sequence[Sequence[Option]],
    elected: Sequence[Option],
    tied: Sequence[Option],
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
    lacked = _lacked(ranking, elected, costs, budget)
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
) -> dict[Option, int]:
    """What was missing for each project that did not fit, when its turn came."""
    left, funded, found = budget, frozenset(elected), {}
    for option in (o for group in ranking for o in group):
        if option in funded:
            left -= costs[option]
        elif costs[option] > left:
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
    ),
    promises=(
        N_("The budget is never exceeded."),
        N_("Between two projects of one price, the one with more votes comes first."),
    ),
    limits=(
        N_("One majority can spend the whole budget: those who lose may get nothing at all."),
        N_("A dear project counts no more than a cheap one with as many votes."),
    ),
    sentences={
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
    form_settings=lambda parameters: {"budget": parameters["budget"]},
    persons=False,
)
