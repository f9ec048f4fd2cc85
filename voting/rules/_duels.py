"""What the rules share that compare every two options: the duels, their sums, how they are shown.

A private engine file: rules of the Condorcet family count from ``Duels`` alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules import N_, N_n, Option, Parameter, Parameters, Profile, Reason, Sentence
from voting.rules._rows import Weights, columns_of_ranks

Duels = NDArray[np.int64]
"""``duels[a, b]``: the weight of the ballots that rank a above b."""

UNRANKED = Parameter(
    name="unranked",
    label=N_("Options left out of a ranking"),
    default="last",
    words={
        "last": N_("stand together below all that are ranked"),
        "uncounted": N_("are compared with nothing"),
    },
    example=N_("A little-known option can win if it is compared only where it is ranked."),
)
MEASURE = Parameter(
    name="measure",
    label=N_("How strong a won duel is, where duels run in a circle"),
    default="winning-votes",
    words={
        "winning-votes": N_("as many votes as its winner has"),
        "margins": N_("the difference between both"),
    },
    example=N_("With many incomplete rankings, both can break a circle differently."),
)
SENTENCES: Mapping[str, str | Sentence] = {
    "duels.beats_all": N_n(
        "%(option)s wins its only duel.",
        "%(option)s wins each of its %(count)s duels.",
    ),
    "duels.circle": N_(
        "No option wins each of its duels: the duels run in a circle, or some are level."
    ),
    "duels.closest": N_n(
        "Its closest duel is the one against %(other)s: %(count)s ballot prefers %(option)s, "
        "against %(against)s.",
        "Its closest duel is the one against %(other)s: %(count)s ballots prefer %(option)s, "
        "against %(against)s.",
    ),
    "duels.runner_up": N_n(
        "%(other)s comes second: %(count)s ballot prefers %(option)s to it, against %(against)s.",
        "%(other)s comes second: %(count)s ballots prefer %(option)s to it, against %(against)s.",
    ),
}
"""Sentences that hold of every rule that compares pairs."""


def duels(profile: Profile, unranked: str) -> Duels:
    """``last``: unranked options are level below all ranked ones; ``uncounted``: they are
    compared with nothing."""
    width = len(profile.options)
    found = np.zeros((width, width), dtype=np.int64)
    ranks, weights = columns_of_ranks(profile.marks), Weights(profile.times)
    ranked = profile.marks.T > 0
    for a in range(width):
        above = ranks[a] < ranks
        if unranked == "uncounted":
            above &= ranked
        found[a] = weights.of(above)
    return found


def sums(profile: Profile, parameters: Parameters, _form_parameters: Parameters) -> dict[str, Any]:
    """The duels that a round publishes instead of ballots."""
    found = duels(profile, parameters["unranked"])
    return {"matrix": cells(profile.options, found)}


def cells(options: Sequence[Option], found: Duels) -> dict[Option, dict[Option, int]]:
    """Both ways round by name: ``cells[a][b]`` ballots with a above b."""
    return {
        a: {b: int(found[i, j]) for j, b in enumerate(options) if i != j}
        for i, a in enumerate(options)
    }


def matrix(options: Sequence[Option], named: Mapping[Option, Mapping[Option, int]]) -> Duels:
    """Published sums as duels again."""
    return np.array([[0 if a == b else named[a][b] for b in options] for a in options])


def strengths(found: Duels, measure: str) -> Duels:
    """How strong each won duel is; 0 where it is level or lost."""
    return np.where(found > found.T, found if measure == "winning-votes" else found - found.T, 0)


def beats_all(found: Duels) -> int | None:
    """The option that wins each of its duels, if there is one."""
    won = (found > found.T).sum(axis=1)
    best = int(won.argmax())
    return best if int(won[best]) == len(found) - 1 else None


def closest(options: Sequence[Option], found: Duels, winner: int) -> Reason:
    """The duel that the winner won by the least. With more than one other option, nobody has
    counted whether that one comes second."""
    others = [b for b in range(len(options)) if b != winner]
    other = options[max(others, key=lambda b: int(found[b, winner] - found[winner, b]))]
    key = "duels.closest" if len(others) > 1 else "duels.runner_up"
    return against(options, found, options[winner], other, key=key)


def against(
    options: Sequence[Option], found: Duels, option: Option, other: Option, *,
    key: str = "duels.runner_up",
) -> Reason:  # fmt: skip
    """How the duel of these two went."""
    a, b = options.index(option), options.index(other)
    return (
        key,
        {
            "option": option,
            "other": other,
            "count": int(found[a, b]),
            "against": int(found[b, a]),
        },
    )


def chart(
    options: Sequence[Option],
    found: Duels,
    ranking: Sequence[Sequence[Option]],
    elected: Sequence[Option],
) -> dict[str, Any]:
    """The matrix of all duels, the best option first."""
    ranked = [option for group in ranking for option in group] or list(options)
    return {
        "kind": "duels",
        "options": ranked,
        "cells": cells(options, found),
        "elected": list(elected),
    }


def one_of(
    best: Sequence[Option], tie_order: Sequence[Option] | None
) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """Elected and tied, where any of the best may take the only place."""
    if tie_order is not None:
        best = [min(best, key=list(tie_order).index)]
    return (tuple(best), ()) if len(best) == 1 else ((), tuple(best))
