"""The best set of projects within a budget, exactly: the most worth, and of as much the least cost;
and which projects are in every best set, or in some.

Projects are added one by one; of the sums that can be reached, those are kept that no other one
beats by as much worth for no more cost (Nemhauser and Ullmann, "Discrete Dynamic Programming and
Capital Allocation", 1969). From both ends of the list, so that every project can be left out or
put in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_SUMS = 2_000_000
"""At most this many sums are kept, over all beginnings of the list or all its ends."""
LARGEST = 2**53
"""Sums of worths stay below."""

Numbers = NDArray[np.int64]


class TooMany(Exception):
    """More sums, or larger numbers, than are compared."""


class Sums(NamedTuple):
    """Sums that no other one beats: both columns rise."""

    costs: Numbers
    worths: Numbers


class Best(NamedTuple):
    worth: int
    cost: int


@dataclass(frozen=True)
class Found:
    best: Best
    sure: frozenset[int]
    """In every best set."""
    possible: frozenset[int]
    """In some."""
    with_it: dict[int, int]
    """The most worth of a set with the project in it."""


NOTHING = Sums(np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))


def best_sets(costs: Sequence[int], worths: Sequence[int], budget: int) -> Found:
    """Of projects with a worth from 1 up that fit alone. Raises TooMany."""
    if sum(worths) >= LARGEST:
        raise TooMany
    order = sorted(range(len(costs)), key=lambda place: (costs[place], worths[place]))
    before = _growing([(costs[p], worths[p]) for p in order], budget, most=MOST_SUMS)
    backwards = [(costs[p], worths[p]) for p in reversed(order)]
    after = _growing(backwards, budget, most=MOST_SUMS)[::-1]
    best = Best(int(before[-1].worths[-1]), int(before[-1].costs[-1]))
    sure, possible, with_it = set(), set(), {}
    for place, project in enumerate(order):
        left, right = before[place], after[place + 1]
        without = _together(left, right, budget)
        inside = _together(left, right, budget - costs[project])
        inside = Best(inside.worth + worths[project], inside.cost + costs[project])
        with_it[project] = inside.worth
        if inside == best:
            possible.add(project)
            if without != best:
                sure.add(project)
    return Found(best, frozenset(sure), frozenset(possible), with_it)


def pick(
    costs: Sequence[int], worths: Sequence[int], budget: int, order: Sequence[int]
) -> frozenset[int]:
    """The best set that an order of the projects prefers: project by project, whether there is a
    best set with it beside those picked before. Raises TooMany."""
    found = best_sets(costs, worths, budget)
    picked, open_ones = set(found.sure), [p for p in order if p in found.possible - found.sure]
    while open_ones:
        project = open_ones.pop(0)
        rest = sorted(open_ones)
        worth = found.best.worth - sum(worths[p] for p in (*picked, project))
        cost = found.best.cost - sum(costs[p] for p in (*picked, project))
        if cost >= 0 and worth >= 0 and _reaches(rest, costs, worths, Best(worth, cost)):
            picked.add(project)
    return frozenset(picked)


def _reaches(
    rest: Sequence[int], costs: Sequence[int], worths: Sequence[int], wanted: Best
) -> bool:
    """Whether some of the rest have exactly this worth and cost: it cannot be beaten."""
    fitting = [(costs[p], worths[p]) for p in rest if costs[p] <= wanted.cost]
    sums = _growing(sorted(fitting), wanted.cost)[-1]
    return Best(int(sums.worths[-1]), int(sums.costs[-1])) == wanted


def _growing(
    projects: Sequence[tuple[int, int]], budget: int, *, most: int | None = None
) -> list[Sums]:
    """The sums of each beginning of the list, the empty one first. Raises TooMany."""
    found, kept = [NOTHING], 1
    for cost, worth in projects:
        found.append(_with(found[-1], cost, worth, budget))
        kept += len(found[-1].costs)
        if most is not None and kept > most:
            raise TooMany
    return found


def _with(sums: Sums, cost: int, worth: int, budget: int) -> Sums:
    fits = int(np.searchsorted(sums.costs, budget - cost, side="right"))
    costs = np.concatenate([sums.costs, sums.costs[:fits] + cost])
    return unbeaten(costs, np.concatenate([sums.worths, sums.worths[:fits] + worth]))


def unbeaten(costs: Numbers, worths: Numbers) -> Sums:
    """Without those that another one beats by as much worth for no more cost."""
    order = np.lexsort((-worths, costs))
    costs, worths = costs[order], worths[order]
    most = np.maximum.accumulate(worths)
    better = np.append(True, worths[1:] > most[:-1])
    return Sums(costs[better], worths[better])


def _together(left: Sums, right: Sums, budget: int) -> Best:
    """The best sum of one of each within the budget; worth less than nothing if there is none."""
    room = budget - left.costs
    fitting = int((room >= 0).sum())
    if not fitting:
        return Best(-LARGEST, 0)
    partner = np.searchsorted(right.costs, room[:fitting], side="right") - 1
    worths = left.worths[:fitting] + right.worths[partner]
    costs = left.costs[:fitting] + right.costs[partner]
    most = worths.max()
    return Best(int(most), int(costs[worths == most].min()))
