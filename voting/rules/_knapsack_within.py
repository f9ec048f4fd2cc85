"""The best set of projects within a budget and other limits, exactly.

As in ``_knapsack``, but a sum is beaten only by one that has used as much of every limit which
later projects are under; a limit is forgotten behind its last project. Projects of one category
stand together, so that only one category's ceiling is open at a time. Whether a project is in all
of the best sets, or in some, is found by counting once more without it and with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from voting.rules._knapsack import (
    LARGEST,
    NOTHING,
    Best,
    Found,
    Sums,
    TooMany,
    unbeaten,
)

MOST_SUMS = 100_000
"""At most this many sums are kept, over all beginnings of the list."""

Limit = tuple[Mapping[int, int], int]
"""What each project under it takes of it, by its place; and how much there is."""
Used = tuple[int, ...]


@dataclass(frozen=True)
class Within:
    costs: Sequence[int]
    worths: Sequence[int]
    budget: int
    limits: Sequence[Limit]
    order: Sequence[int]
    """In which projects are looked at: those under one limit together, as far as that can be."""

    def best_sets(self) -> Found:
        """Raises TooMany."""
        if sum(self.worths) >= LARGEST:
            raise TooMany
        best = self.best(most=MOST_SUMS)
        assert best is not None
        with_it = {p: found for p in self.order if (found := self.best(taken=[p])) is not None}
        possible = {p for p, found in with_it.items() if found == best}
        return Found(
            best,
            frozenset(p for p in possible if self.best(left_out=[p]) != best),
            frozenset(possible),
            {p: found.worth for p, found in with_it.items()},
        )

    def pick(self, preferred: Iterable[int]) -> frozenset[int]:
        """The best set that an order of the projects prefers. Raises TooMany."""
        found = self.best_sets()
        picked, left_out = list(found.sure), [p for p in self.order if p not in found.possible]
        for project in preferred:
            if project in found.possible - found.sure:
                inside = self.best(taken=[*picked, project], left_out=left_out) == found.best
                (picked if inside else left_out).append(project)
        return frozenset(picked)

    def best(
        self, *, taken: Sequence[int] = (), left_out: Sequence[int] = (), most: int | None = None
    ) -> Best | None:
        """None where the limits do not hold those that are taken. Raises TooMany."""
        found: dict[Used, Sums] = {(0,) * len(self.limits): NOTHING}
        kept = 1
        for place, project in enumerate(self.order):
            later = self.order[place + 1 :]
            still_open = [any(p in takes for p in later) for takes, _ in self.limits]
            parts: dict[Used, list[Sums]] = {}
            for used, sums in found.items():
                if project not in taken:
                    parts.setdefault(_of_open(used, still_open), []).append(sums)
                after = self._after(used, project)
                fits = int(np.searchsorted(sums.costs, self.budget - self.costs[project], "right"))
                if project not in left_out and after is not None and fits:
                    more = Sums(
                        sums.costs[:fits] + self.costs[project],
                        sums.worths[:fits] + self.worths[project],
                    )
                    parts.setdefault(_of_open(after, still_open), []).append(more)
            found = {used: _merged(some) for used, some in parts.items()}
            kept += sum(len(sums.costs) for sums in found.values())
            if most is not None and kept > most:
                raise TooMany
        ends = [Best(int(sums.worths[-1]), int(sums.costs[-1])) for sums in found.values()]
        return ends[0] if ends else None

    def _after(self, used: Used, project: int) -> Used | None:
        """With the project; None where a limit does not hold it."""
        more = tuple(
            had + takes.get(project, 0) for had, (takes, _) in zip(used, self.limits, strict=True)
        )
        holds = all(had <= most for had, (_, most) in zip(more, self.limits, strict=True))
        return more if holds else None


def _of_open(used: Used, still_open: Sequence[bool]) -> Used:
    return tuple(had if open_ else 0 for had, open_ in zip(used, still_open, strict=True))


def _merged(some: Sequence[Sums]) -> Sums:
    if len(some) == 1:
        return some[0]
    columns: Any = zip(*some, strict=True)
    costs, worths = (np.concatenate(column) for column in columns)
    return unbeaten(costs, worths)
