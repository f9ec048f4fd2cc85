"""Every way of breaking the ties of a count that proceeds one by one, by counting again in other
orders of the options.

Only the order among options that were ever level matters. Up to five of them: all their orders.
More: each of them put first, and put last. Whatever turns out to be level on the way joins them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations

MOST_LEVEL = 5


@dataclass(frozen=True)
class Run:
    """One count in one order of the options, by column."""

    elected: tuple[int, ...]
    level: frozenset[int]
    """Those that were level with another when one of them had to be chosen."""


def every_way(
    count: Callable[[Sequence[int]], Run], columns: Sequence[int]
) -> tuple[Run, set[int], set[int]]:
    """The count in the columns' own order; who is elected in every way, and who in some."""
    shown = count(columns)
    ends, level, tried = [set(shown.elected)], set(shown.level), set[tuple[int, ...]]()
    while True:
        before = set(level)
        for order in _orders(columns, sorted(level)):
            if order not in tried:
                tried.add(order)
                run = count(order)
                ends.append(set(run.elected))
                level |= run.level
        if level == before:
            return shown, set.intersection(*ends), set.union(*ends)


def _orders(columns: Sequence[int], level: Sequence[int]) -> list[tuple[int, ...]]:
    rest = tuple(column for column in columns if column not in level)
    if len(level) <= MOST_LEVEL:
        return [(*order, *rest) for order in permutations(level)]
    return [
        order
        for one in level
        for others in [tuple(column for column in columns if column != one)]
        for order in ((one, *others), (*others, one))
    ]
