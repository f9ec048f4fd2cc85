"""Rules that compare whole sets: of all sets of as many options as there are places, the best one.

A set is a whole number: its bit n is the nth option of those that take part. Every set is
compared, whatever the number of ballots: what a set is worth comes from tables over all sets, made
option by option (Yates, "The Design and Analysis of Factorial Experiments", 1937). Hence the bound
on the number of options.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules import (
    N_,
    N_n,
    Option,
    Outcome,
    Parameters,
    Profile,
    Reason,
    Sentence,
    groups,
)
from voting.rules import _committees as committees

Numbers = NDArray[Any]
"""Whole numbers: of 64 bits where all fit, otherwise Python's."""


@dataclass(frozen=True)
class Measure:
    """What a rule thinks good in a set."""

    most_options: int
    worths: Callable[[Numbers, int], Numbers]
    """The weight of the ballots that tick each set, and the number of places -> what each set of
    that size is worth, sets in the order of their numbers."""
    unit: Callable[[int], int]
    """The number of places -> worths are counted in this part of a vote."""
    why: Callable[[int, int, Fraction], Reason]
    """The sentence for the number of places, the weight of all ballots, and the best worth."""


@dataclass(frozen=True)
class Best:
    worth: int
    sets: Numbers
    """The best sets."""
    with_it: list[int]
    """The most that a set with each option is worth."""

    @property
    def sure(self) -> int:
        """The options in every best set, as a set."""
        return int(np.bitwise_and.reduce(self.sets))

    @property
    def possible(self) -> int:
        return int(np.bitwise_or.reduce(self.sets))

    def picked(self, order: Sequence[int]) -> int:
        """The best set that an order of the options prefers: option by option, whether there is a
        best set with it beside those picked before."""
        left = self.sets
        for column in order:
            with_it = left[(left >> column) & 1 == 1]
            left = with_it if len(with_it) else left
        return int(left[0])


def outcome(
    profile: Profile,
    parameters: Parameters,
    tie_order: Sequence[Option] | None,
    measure: Measure,
) -> Outcome:
    """The best set, every way of breaking ties among equally good ones followed."""
    if not profile.weight:
        return Outcome(elected=())
    if len(profile.options) > measure.most_options:
        return Outcome(elected=(), reasons=(("sets.too_many", {"count": measure.most_options}),))
    ticks = profile.totals()
    known = [o for o in profile.options if ticks[o] or committees.fills(parameters)]
    places = min(parameters["seats"], len(known))
    best = _best(profile, known, places, measure)
    ranked = [option for group in groups(ticks) for option in group]
    order = [known.index(option) for option in tie_order or () if option in known]
    taken = best.sure if tie_order is None else best.picked(order)
    elected = tuple(o for o in ranked if o in known and taken >> known.index(o) & 1)
    level = best.possible & ~best.sure if tie_order is None else 0
    tied = tuple(option for place, option in enumerate(known) if level >> place & 1)
    unit = measure.unit(places)
    with_it = {o: Fraction(worth, unit) for o, worth in zip(known, best.with_it, strict=True)}
    worth, sets = Fraction(best.worth, unit), comb(len(known), places)
    rest = [option for option in ranked if option not in elected]
    return Outcome(
        elected=elected,
        tied=tied,
        steps=({"ticks": ticks, "places": places, "sets": sets, "best": len(best.sets)},),
        reasons=(
            measure.why(places, profile.weight, worth),
            *_why(parameters, ticks, elected, tied, with_it, worth, len(best.sets)),
        ),
        numbers={"scores": ticks, "worth": str(worth)},
        chart={
            "kind": "sets",
            "of": profile.weight,
            "rows": [
                {"option": o, "ticks": ticks[o], "level": o in tied, "best": _text(with_it.get(o))}
                for o in (*elected, *rest)
            ],
        },
    )


def _text(worth: Fraction | None) -> str | None:
    return None if worth is None else str(worth)


def _best(profile: Profile, known: Sequence[Option], places: int, measure: Measure) -> Best:
    columns = [profile.options.index(option) for option in known]
    ticked = (profile.marks[:, columns] > 0) @ (1 << np.arange(len(known), dtype=np.int64))
    piles = np.zeros(1 << len(known), dtype=np.int64)
    np.add.at(piles, ticked, profile.times)
    worths, sets = measure.worths(piles, places), sets_of(len(piles), places)
    with_it = [int(worths[(sets >> place) & 1 == 1].max()) for place in range(len(known))]
    most = worths.max()
    return Best(int(most), sets[worths == most], with_it)


def sets_of(all_sets: int, places: int) -> Numbers:
    """The sets of that many options, in the order of their numbers."""
    found: Numbers = np.flatnonzero(np.bitwise_count(np.arange(all_sets)) == places)
    return found


def served(piles: Numbers) -> Numbers:
    """For each set, the weight of the ballots that tick one of its options at least: all but those
    that lie wholly outside."""
    inside = piles.copy()
    for half in halves(len(inside)):
        pairs = inside.reshape(-1, 2, half)
        pairs[:, 1] += pairs[:, 0]
    found: Numbers = inside[-1] - inside[::-1]
    return found


def halves(all_sets: int) -> list[int]:
    """For each option: how far apart a set without it and the same set with it lie."""
    return [1 << bit for bit in range(all_sets.bit_length() - 1)]


def _why(
    parameters: Parameters,
    ticks: Mapping[Option, int],
    elected: Sequence[Option],
    tied: Sequence[Option],
    with_it: Mapping[Option, Fraction],
    worth: Fraction,
    best: int,
) -> tuple[Reason, ...]:
    if tied:
        return (("sets.tied", {"options": list(tied), "count": best}),)
    said = committees.last_places(ticks, parameters["seats"], elected, ticks)
    others = [o for group in groups(ticks) for o in group if o in with_it and o not in elected]
    for other in others[:1]:
        numbers = {"option": other, "count": ticks[other], "points": str(with_it[other])}
        said.append(("sets.same" if with_it[other] == worth else "sets.less", numbers))
    said += committees.by_ticks(ticks, parameters["seats"], elected)
    return tuple(said)


SENTENCES: Mapping[str, str | Sentence] = {
    "sets.tied": N_n(
        "%(count)s set is as good: %(options)s are in it.",
        "%(count)s sets are equally good: %(options)s are in some of them, not in all.",
    ),
    "sets.less": N_n(
        "%(option)s is ticked on %(count)s ballot: with it, a set comes to %(points)s at most.",
        "%(option)s is ticked on %(count)s ballots: with it, a set comes to %(points)s at most.",
    ),
    "sets.same": N_n(
        "%(option)s is ticked on %(count)s ballot: a set with it is equally good.",
        "%(option)s is ticked on %(count)s ballots: a set with it is equally good.",
    ),
    "sets.too_many": N_n(
        "All possible sets have to be compared, and this is done for %(count)s candidate at most. "
        "This rule does not guess: nobody is elected.",
        "All possible sets have to be compared, and this is done for %(count)s candidates at most. "
        "This rule does not guess: nobody is elected.",
    ),
} | {
    name: committees.SENTENCES[name]
    for name in ("committee.unknown", "committee.vacant", "committee.by_ticks")
}
HEARD = N_(
    "If a group large enough for one place agrees on somebody, one of its members at least has a "
    "choice elected."
)
ONE_MORE = N_("With one place more to fill, somebody who was elected can lose their place.")
UP_TO_TWENTY = N_(
    "Every possible set is compared, so a vote has 20 options at most; with more it is not opened."
)
