"""Most points win: what plurality, limited votes, dots, squared points and scores share."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from voting.rules import (
    N_,
    N_n,
    Option,
    Outcome,
    Profile,
    Reason,
    Sentence,
    fill,
    groups,
)

MOST_SENTENCES = 5
"""Where many are elected, the table says the rest."""


def outcome(
    profile: Profile,
    *,
    seats: int,
    tie_order: Sequence[Option] | None,
    unit: str,
    least_share: str = "0",
    numbers: Mapping[str, Any] | None = None,
) -> Outcome:
    """Whoever has the most points, and at least that share of the weight of the ballots. ``unit``:
    ``votes`` or ``points``, which the sentences speak of."""
    totals = profile.totals()
    needed = Fraction(least_share) * profile.weight
    strong = {option: total for option, total in totals.items() if total and total >= needed}
    ranking = groups(totals) if profile.weight else ()
    elected, tied = fill(groups(strong), seats, tie_order)
    weak = [option for option, total in totals.items() if total and total < needed]
    of = {"of": profile.weight} if unit == "votes" else {}
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=({unit: totals},),
        reasons=_why(totals, ranking, elected, tied, weak, unit, profile.weight),
        numbers={"scores": totals} | dict(numbers or {}),
        chart={
            "kind": "bars",
            "rows": [{"option": o, "value": totals[o]} for group in ranking for o in group],
            "unit": unit,
        }
        | of,
    )


def _why(
    totals: Mapping[Option, int],
    ranking: Sequence[Sequence[Option]],
    elected: Sequence[Option],
    tied: Sequence[Option],
    weak: Sequence[Option],
    unit: str,
    weight: int,
) -> tuple[Reason, ...]:
    said: list[Reason] = [
        (f"most.elected_{unit}", {"option": o, "count": totals[o], "of": weight})
        for o in elected[:MOST_SENTENCES]
    ]
    if tied:
        numbers = {"options": list(tied), "count": totals[tied[0]]}
        said.append((f"most.tied_{unit}", numbers))
    outside = [o for group in ranking for o in group if o not in elected and totals[o]]
    if elected and outside and not tied and outside[0] not in weak:
        behind = totals[elected[-1]] - totals[outside[0]]
        if behind:
            said.append((f"most.next_{unit}", {"option": outside[0], "count": behind}))
    if weak and not tied:
        said.append(("most.weak", {"options": list(weak), "count": len(weak)}))
    if unit == "votes" and elected and totals[elected[0]] * 2 <= weight:
        said.append(("most.no_half", {"option": elected[0]}))
    return tuple(said)


SENTENCES: Mapping[str, str | Sentence] = {
    "most.elected_votes": N_n(
        "%(option)s has %(count)s vote, out of %(of)s.",
        "%(option)s has %(count)s votes, out of %(of)s.",
    ),
    "most.elected_points": N_n(
        "%(option)s has %(count)s point.",
        "%(option)s has %(count)s points.",
    ),
    "most.tied_votes": N_n(
        "%(options)s are level, with %(count)s vote each.",
        "%(options)s are level, with %(count)s votes each.",
    ),
    "most.tied_points": N_n(
        "%(options)s are level, with %(count)s point each.",
        "%(options)s are level, with %(count)s points each.",
    ),
    "most.next_votes": N_n(
        "Next: %(option)s, %(count)s vote behind.",
        "Next: %(option)s, %(count)s votes behind.",
    ),
    "most.next_points": N_n(
        "Next: %(option)s, %(count)s point behind.",
        "Next: %(option)s, %(count)s points behind.",
    ),
    "most.weak": N_n(
        "%(options)s has less than the share that is needed.",
        "%(options)s have less than the share that is needed (%(count)s in all).",
    ),
    "most.no_half": N_("%(option)s leads, but with no more than half of the ballots."),
}
"""Of every rule that counts with this engine."""
