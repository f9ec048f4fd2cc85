"""What the rules share that give points by place: Borda and Dowdall."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules import N_, N_n, Option, Outcome, Profile, Reason, Sentence, groups
from voting.rules._duels import one_of
from voting.rules._rows import columns_of_ranks

Points = Callable[[int, int, int], Fraction]
"""What a place gives: the first of the places that an option shares, counted from 0; how many
options share them; how many options the ballot ranks. Unranked options share the places behind
all that are ranked, so for them the first one equals the last of the three."""

SENTENCES: Mapping[str, str | Sentence] = {
    "places.most": N_n(
        "No option has more points than %(option)s: %(points)s, on %(count)s ballot.",
        "No option has more points than %(option)s: %(points)s, on %(count)s ballots.",
    ),
    "places.runner_up": N_("%(other)s follows. Its points: %(points)s."),
    "places.more_firsts": N_(
        "%(other)s stands first on more ballots (%(count)s), but lower on the others."
    ),
    "places.tied": N_("%(options)s are level. The points of each: %(points)s."),
}


def totals(profile: Profile, points: Points) -> dict[Option, Fraction]:
    """The points of each option over all ballots."""
    found = dict.fromkeys(profile.options, Fraction(0))
    ranks, size = columns_of_ranks(profile.marks), len(profile.options) + 1
    ranked = (profile.marks > 0).sum(axis=1)
    for column, option in enumerate(profile.options):
        first = _number(ranks < ranks[column])
        sharing = _number(ranks == ranks[column])
        places, back = np.unique((first * size + sharing) * size + ranked, return_inverse=True)
        weights = np.zeros(len(places), dtype=np.int64)
        np.add.at(weights, back.reshape(-1), profile.times)
        for place, weight in zip(places.tolist(), weights.tolist(), strict=True):
            ahead, behind = divmod(place, size)
            above, level = divmod(ahead, size)
            found[option] += weight * points(above, level, behind)
    return found


def _number(marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many lines are marked in each row, for lines × rows."""
    narrow = np.uint8 if len(marked) < 2**8 else np.uint32
    number: NDArray[Any] = marked.view(np.uint8).sum(axis=0, dtype=narrow)
    return number.astype(np.int64)


def outcome(profile: Profile, points: Points, tie_order: Sequence[Option] | None) -> Outcome:
    """The option with the most points, and why."""
    if not profile.weight:
        return Outcome(elected=())
    total = totals(profile, points)
    ranking = groups(total)
    elected, tied = one_of(ranking[0], tie_order)
    written = {option: as_number(value) for option, value in total.items()}
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=({"points": written},),
        reasons=_why(profile, ranking, written, elected, tied),
        numbers={"scores": written},
        chart={"kind": "points", "rows": rows(ranking, total), "elected": list(elected)},
    )


def rows(
    ranking: Sequence[Sequence[Option]], total: Mapping[Option, Fraction]
) -> list[dict[str, Any]]:
    """Points, and thousandths of the most of them for the length of a bar."""
    most = max(total.values()) or 1
    return [
        {
            "option": option,
            "points": as_number(total[option]),
            "thousandths": int(1_000 * total[option] / most),
        }
        for group in ranking
        for option in group
    ]


def _why(
    profile: Profile,
    ranking: Sequence[Sequence[Option]],
    points: Mapping[Option, Any],
    elected: Sequence[Option],
    tied: Sequence[Option],
) -> tuple[Reason, ...]:
    if tied:
        return (("places.tied", {"options": list(tied), "points": points[tied[0]]}),)
    winner = elected[0]
    numbers = {"option": winner, "points": points[winner], "count": profile.weight}
    said: list[Reason] = [("places.most", numbers)]
    for other in [option for group in ranking for option in group if option != winner][:1]:
        said.append(("places.runner_up", {"other": other, "points": points[other]}))
    firsts = (profile.times @ (profile.marks == 1)).tolist()
    first = dict(zip(profile.options, firsts, strict=True))
    led = max(first, key=lambda option: first[option])
    if first[led] > first[winner]:
        said.append(("places.more_firsts", {"other": led, "count": first[led]}))
    return tuple(said)


def sums(profile: Profile, points: Points) -> dict[str, Any]:
    """The points that a round publishes instead of ballots, each in lowest terms."""
    total = totals(profile, points)
    return {"points": {o: [value.numerator, value.denominator] for o, value in total.items()}}


def as_number(value: Fraction) -> int | str:
    """A whole number, or a fraction as text: JSON without floats."""
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
