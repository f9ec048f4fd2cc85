"""Schulze: rank the options; every two are compared, and the one that nobody beats wins.

An option beats another if more ballots rank it higher. Where such duels run in a circle, a duel
counts for as much as the weakest link of the strongest chain of duels. Source: Markus Schulze,
"A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method", Social Choice and Welfare 36 (2011).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from voting.rules import (
    N_,
    N_n,
    Option,
    Outcome,
    Parameter,
    Parameters,
    Profile,
    Reason,
    VotingRule,
)

Duels = NDArray[np.int64]
"""``duels[a, b]``: the weight of the ballots that rank a above b."""


def duels(profile: Profile, unranked: str) -> Duels:
    """``last``: unranked options are level below all ranked ones; ``uncounted``: they are
    compared with nothing."""
    width = len(profile.options)
    found = np.zeros((width, width), dtype=np.int64)
    ranked = profile.marks > 0
    ranks = np.where(ranked, profile.marks, width + 1)
    for a in range(width):
        above = ranks[:, [a]] < ranks
        if unranked == "uncounted":
            above &= ranked
        found[a] = profile.times @ above
    return found


def sums(profile: Profile, unranked: str) -> dict[Option, dict[Option, int]]:
    """The duels that a round publishes instead of ballots."""
    found, options = duels(profile, unranked), profile.options
    return {
        a: {b: int(found[i, j]) for j, b in enumerate(options) if i != j}
        for i, a in enumerate(options)
    }


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    found = duels(profile, parameters["unranked"])
    return from_duels(profile.options, found, parameters, tie_order)


def from_duels(
    options: Sequence[Option],
    found: Duels,
    parameters: Parameters,
    tie_order: Sequence[Option] | None = None,
) -> Outcome:
    """The same count from sums."""
    paths = _strongest_paths(found, parameters["measure"])
    ranking = _ranking(options, paths)
    best = ranking[0]
    if tie_order is not None:
        best = (min(best, key=list(tie_order).index),)
    elected, tied = (best, ()) if len(best) == 1 else ((), best)
    cells = [[int(cell) for cell in row] for row in found]
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=(
            {"duels": cells, "options": list(options)},
            {"paths": [[int(cell) for cell in row] for row in paths]},
        ),
        reasons=_why(options, found, ranking, elected, tied),
        numbers={
            "matrix": {
                a: {b: cells[i][j] for j, b in enumerate(options) if i != j}
                for i, a in enumerate(options)
            }
        },
        chart={
            "kind": "duels",
            "options": [option for group in ranking for option in group],
            "cells": {
                a: {b: cells[i][j] for j, b in enumerate(options) if i != j}
                for i, a in enumerate(options)
            },
            "elected": list(elected),
        },
    )


def _strongest_paths(found: Duels, measure: str) -> Duels:
    """Floyd and Warshall's scheme, with the weakest link in place of the sum."""
    strength = found if measure == "winning-votes" else found - found.T
    paths: Duels = np.where(found > found.T, strength, 0)
    for middle in range(len(paths)):
        paths = np.maximum(paths, np.minimum(paths[:, [middle]], paths[[middle], :]))
    np.fill_diagonal(paths, 0)
    return paths


def _ranking(options: Sequence[Option], paths: Duels) -> tuple[tuple[Option, ...], ...]:
    """Again and again, those whom nobody left beats by a stronger path."""
    left, ranking = list(range(len(options))), []
    while left:
        best = [a for a in left if not any(paths[b, a] > paths[a, b] for b in left)]
        ranking.append(tuple(options[a] for a in best))
        left = [a for a in left if a not in best]
    return tuple(ranking)


def _why(
    options: Sequence[Option],
    found: Duels,
    ranking: Sequence[Sequence[Option]],
    elected: Sequence[Option],
    tied: Sequence[Option],
) -> tuple[Reason, ...]:
    said: list[Reason] = []
    if tied:
        return (("schulze.tied", {"options": list(tied)}),)
    winner = options.index(elected[0])
    lost = [b for b in range(len(options)) if found[b, winner] > found[winner, b]]
    level = [b for b in range(len(options)) if b != winner and found[b, winner] == found[winner, b]]
    if not lost and not level:
        said.append(("schulze.beats_all", {"option": elected[0], "count": len(options) - 1}))
    elif lost:
        beaten_by = {"option": elected[0], "options": [options[b] for b in lost]}
        said.append(("schulze.circle", beaten_by))
    else:
        said.append(("schulze.unbeaten", {"option": elected[0]}))
    second = [o for group in ranking for o in group if o != elected[0]][:1]
    if second:
        b = options.index(second[0])
        numbers = {
            "option": elected[0],
            "other": second[0],
            "count": int(found[winner, b]),
            "against": int(found[b, winner]),
        }
        said.append(("schulze.runner_up", numbers))
    return tuple(said)


def matrix(options: Sequence[Option], cells: Mapping[Option, Mapping[Option, int]]) -> Duels:
    """Published sums as duels again."""
    return np.array([[0 if a == b else cells[a][b] for b in options] for a in options])


RULE = VotingRule(
    id="schulze",
    title=N_("Ranking with duels"),
    summary=N_(
        "Put the options in your order; leave out those you do not know. Every two options are "
        "compared: how many ballots place one above the other? The option that loses no duel wins."
    ),
    form="ranking",
    count=count,
    parameters=(
        Parameter(
            name="measure",
            label=N_("How strong a won duel is, where duels run in a circle"),
            default="winning-votes",
            words={
                "winning-votes": N_("as many votes as its winner has"),
                "margins": N_("the difference between both"),
            },
            example=N_("With many incomplete rankings, both can break a circle differently."),
        ),
        Parameter(
            name="unranked",
            label=N_("Options left out of a ranking"),
            default="last",
            words={
                "last": N_("stand together below all that are ranked"),
                "uncounted": N_("are compared with nothing"),
            },
            example=N_("A little-known option can win if it is compared only where it is ranked."),
        ),
    ),
    promises=(
        N_("An option that wins each of its duels wins the vote."),
        N_("A better rank never harms the option that gets it."),
        N_("Very similar options neither help nor harm each other."),
    ),
    limits=(
        N_("Ranking a second choice can harm your first, in rare circles."),
        N_("Where duels run in a circle, the reason is harder to explain."),
    ),
    sentences={
        "schulze.beats_all": N_n(
            "%(option)s wins its only duel.",
            "%(option)s wins each of its %(count)s duels.",
        ),
        "schulze.unbeaten": N_("%(option)s loses no duel; some are level."),
        "schulze.circle": N_(
            "The duels run in a circle: %(option)s loses to %(options)s, but wins a stronger chain "
            "of duels back against each of them."
        ),
        "schulze.runner_up": N_(
            "Against %(other)s, %(count)s ballots place %(option)s higher and %(against)s lower."
        ),
        "schulze.tied": N_(
            "No other option beats %(options)s by a stronger chain: they are level."
        ),
    },
    fingerprints=True,
)
