"""Bloc STAR: as STAR, again and again for each place, without those who have one.

Source: Equal Vote Coalition, "Bloc STAR".
"""

from collections.abc import Sequence
from typing import Any

from voting.rules import N_, SEATS, Option, Outcome, Parameters, Profile, Reason, VotingRule
from voting.rules import _star as star
from voting.rules._one_order import Listed, OneWay, TooManyWays, ends

MOST_WAYS = 1_000
"""At most this many ways of breaking ties are followed; beyond that, whoever is elected before the
first tie is certain, and everybody else is tied."""
MOST_TOLD = 3
"""Of many runoffs; the others are in the chart."""


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    options, seats = profile.options, parameters["seats"]
    scores = star.Scores.of(profile, parameters["highest"])
    if not any(scores.totals):
        return Outcome(elected=())
    columns = range(len(options))
    listed = Listed([options.index(option) for option in tie_order or options])
    shown = _elected(scores, listed, seats, len(options))
    sure = possible = set(shown)
    if tie_order is None and listed.matters:
        sure, possible = _every_way(scores, seats, len(options))
    elected = tuple(options[c] for c in shown if c in sure)
    tied = tuple(options[c] for c in sorted(possible - sure))
    steps = _steps(scores, options, shown, columns)
    told = [step for step in steps if step["elected"][0] in elected][:MOST_TOLD]
    said: list[Reason] = [reason for step in told for reason in star.why(step)]
    if tied:
        said.append(("star.tied", {"options": list(tied)}))
    return Outcome(
        elected=elected,
        tied=tied,
        steps=tuple(steps),
        reasons=tuple(said),
        numbers={"scores": steps[0]["scores"]},
        chart={"kind": "star", "steps": steps, "elected": list(elected)},
    )


def _elected(scores: star.Scores, order: Listed | OneWay, seats: int, width: int) -> list[int]:
    left, elected = list(range(width)), list[int]()
    while left and len(elected) < seats:
        pair = _pair(scores.finalists(left), order)
        winners = scores.winners(pair)
        elected.append(winners[0] if len(winners) == 1 else order.first(winners))
        left.remove(elected[-1])
    return elected


def _pair(pairs: Sequence[tuple[int, ...]], order: Listed | OneWay) -> list[int]:
    """Who goes to the runoff: of the level ones whoever comes first, or the first two."""
    if len(pairs) == 1:
        return list(pairs[0])
    found = set(pairs[0]).intersection(*pairs)
    while len(found) < 2:
        level = sorted({column for pair in pairs for column in pair} - found)
        found.add(order.first(level))
    return sorted(found)


def _every_way(scores: star.Scores, seats: int, width: int) -> tuple[set[int], set[int]]:
    """Who is elected in every way of breaking ties, and who in some."""
    first = _before_ties(scores, seats, width)

    def counted(asked: Sequence[int]) -> tuple[list[int], list[int] | None]:
        way = OneWay(groups, width, asked)
        return _elected(scores, way, seats, width), way.next_one()

    groups = scores.twins()
    found: list[tuple[set[int], set[int]]] = []
    try:
        found = list(ends(groups, width, MOST_WAYS, counted))
    except TooManyWays:
        return first, set(range(width))
    return set.intersection(*(sure for sure, _ in found)), set.union(*(ever for _, ever in found))


def _before_ties(scores: star.Scores, seats: int, width: int) -> set[int]:
    listed, found = Listed(range(width)), set[int]()
    for places in range(1, seats + 1):
        elected = _elected(scores, listed, places, width)
        if listed.matters:
            break
        found = set(elected)
    return found


def _steps(
    scores: star.Scores, options: Sequence[Option], elected: Sequence[int], columns: Sequence[int]
) -> list[dict[str, Any]]:
    """The runoffs as they were held, ties broken by the order of the options."""
    left, steps = list(columns), []
    for winner in elected:
        pairs = [pair for pair in scores.finalists(left) if winner in scores.winners(pair)]
        steps.append(star.step(scores, options, star.first_pair(pairs, columns), winner))
        left.remove(winner)
    return steps


RULE = VotingRule(
    id="bloc-star",
    title=N_("Points, then a runoff, for several places"),
    summary=N_(
        "Give each option points. The two with the most go to a runoff, which the same ballots "
        "decide; then again without the winner, until all places are filled."
    ),
    form="score",
    count=count,
    sums=star.sums,
    parameters=(SEATS, star.HIGHEST),
    form_settings=lambda parameters: {"highest": parameters["highest"]},
    promises=(
        N_("No option wins that more ballots place below the other finalist than above."),
        N_("Similar options do not take points from each other."),
    ),
    limits=(
        N_("One majority can fill all places."),
        N_("Giving points to a second choice can help it into the runoff against your first."),
    ),
    sentences=star.SENTENCES,
    fingerprints=True,
)
