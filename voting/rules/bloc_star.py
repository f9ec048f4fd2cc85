"""Bloc STAR: as STAR, again and again for each place, without those who have one.

Source: Equal Vote Coalition, "Bloc STAR".
"""

from collections.abc import Sequence
from typing import Any

from voting.rules import N_, SEATS, Option, Outcome, Parameters, Profile, Reason, VotingRule
from voting.rules import _star as star
from voting.rules._orders import Run, every_way

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
    if tie_order is not None:
        shown = _run(scores, [options.index(option) for option in tie_order], seats)
        sure = possible = set(shown.elected)
    else:
        shown, sure, possible = every_way(lambda order: _run(scores, order, seats), columns)
    elected = tuple(options[c] for c in shown.elected if c in sure)
    tied = tuple(options[c] for c in sorted(possible - sure))
    steps = _steps(scores, options, shown.elected, columns)
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


def _run(scores: star.Scores, order: Sequence[int], seats: int) -> Run:
    left, level = sorted(order), set[int]()
    elected: list[int] = []
    while left and len(elected) < seats:
        pairs = scores.finalists(left)
        pair = star.first_pair(pairs, order)
        winners = scores.winners(pair)
        if len(pairs) > 1:
            level |= {c for one in pairs for c in one}
        if len(winners) > 1:
            level |= set(winners)
        winner = min(winners, key=list(order).index)
        elected.append(winner)
        left.remove(winner)
    return Run(tuple(elected), frozenset(level))


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
        N_("Each winner is placed above the other finalist by more ballots than below."),
        N_("Similar options do not take points from each other."),
    ),
    limits=(
        N_("One majority can fill all places."),
        N_("Giving points to a second choice can help it into the runoff against your first."),
    ),
    sentences=star.SENTENCES,
    fingerprints=True,
)
