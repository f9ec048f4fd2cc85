"""Ballots in groups that count alike, and how much weight of each group supports each option; with
it Phragmén's loads: every choice is a load that its supporters share.

A table is corrected with each choice instead of being counted again, so that a choice costs as much
as its own supporters. Floats only find out who comes near the smallest load; fractions decide.

Error bound: a load is a sum of at most as many products as there are groups, each rounded a few
times. NEAR is a thousand times wider than that for 1,000 groups, of the sum without signs.
"""

from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Self

import numpy as np
from numpy.typing import NDArray

from voting.rules._limits import Limits

NEAR = 1e-9


class Tables:
    """``kind``: the group that each distinct ballot is in. ``weights[c, g]``: the weight of the
    ballots of group g that support option c."""

    def __init__(
        self,
        supports: NDArray[np.bool_],
        times: NDArray[np.int64],
        kinds: int,
        start: NDArray[np.int64] | None = None,
    ) -> None:
        self.supports, self.times = supports, times
        self._each = supports.astype(np.int64)
        self.kind = np.zeros(len(times), dtype=np.int64) if start is None else start
        self.weights = np.zeros((supports.shape[1], kinds), dtype=np.int64)
        for kind in np.unique(self.kind):
            rows = self.kind == kind
            self.weights[:, kind] = times[rows] @ self._each[rows]

    def copy(self) -> Self:
        twin = object.__new__(type(self))
        twin.__dict__ |= self.__dict__ | {"kind": self.kind.copy(), "weights": self.weights.copy()}
        return twin

    def move(self, column: int, to: int | None = None) -> None:
        """The supporters of an option into another group; each into the next one after its own."""
        rows = np.flatnonzero(self.supports[:, column])
        for kind in np.unique(self.kind[rows])[::-1]:
            some = rows[self.kind[rows] == kind]
            weight = self.times[some] @ self._each[some]
            into = int(kind) + 1 if to is None else to
            self.weights[:, kind] -= weight
            self.weights[:, into] += weight
        self.kind[rows] = self.kind[rows] + 1 if to is None else to


class Loads:
    """Phragmén's count, and how it stands. Every choice is a load as large as its cost. Its
    supporters share it so that all of them come to the same load; the smallest such load is chosen.
    """

    def __init__(
        self,
        supports: NDArray[np.bool_],
        times: NDArray[np.int64],
        costs: Sequence[int],
        money: int,
        *,
        start: Sequence[Fraction] | None = None,
        chosen: Sequence[int] = (),
        stops: bool = False,
        fills: bool = False,
        limits: Limits[int] | None = None,
    ) -> None:
        """``money``: what all choices may cost together. ``start``: the load of each distinct
        ballot. ``stops``: where one of the next does not fit into the money, the count is over;
        otherwise it is passed over, as is always what is dearer than all the money. ``fills``:
        at the end, options that nobody supports are level for what is left. ``limits``: what may
        be chosen together, by columns."""
        first = sorted(set(start or [Fraction(0)]))
        place = {load: number for number, load in enumerate(first)}
        kinds = None if start is None else np.array([place[one] for one in start], dtype=np.int64)
        most = len(first) + len(costs) - len(chosen)
        self._tables = Tables(supports, times, most, kinds)
        self._support = self._tables.weights.sum(axis=1)
        self._unit = lcm(*(load.denominator for load in first))
        self._loads = [int(load * self._unit) for load in first]
        self._about = np.zeros(most)
        self._about[: len(first)] = [float(load) for load in first]
        self.chosen, self.costs = list(chosen), list(costs)
        self.stops, self.fills, self.limits = stops, fills, limits or Limits()
        self.left = money - sum(costs[column] for column in chosen)
        self.rivals = {
            c
            for c in range(len(costs))
            if c not in chosen
            and self._support[c]
            and costs[c] <= money
            and self.limits.allow(c, chosen)
        }
        self.log: list[tuple[int, Fraction]] = []
        """Each choice, and the load that its supporters came to."""

    def load_of(self, column: int) -> Fraction:
        """What the option's supporters would come to, if it was chosen next."""
        weights = self._tables.weights[column, : len(self._loads)].tolist()
        had = sum(w * load for w, load in zip(weights, self._loads, strict=True) if w)
        return Fraction(
            had + self.costs[column] * self._unit, int(self._support[column]) * self._unit
        )

    def level(self) -> list[int]:
        rivals = [c for c in sorted(self.rivals) if self.stops or self.costs[c] <= self.left]
        if not rivals:
            return []
        exact = {column: self.load_of(column) for column in self._near(rivals)}
        self._least = min(exact.values())
        level = [column for column, load in exact.items() if load == self._least]
        return [] if any(self.costs[column] > self.left for column in level) else level

    def _near(self, columns: Sequence[int]) -> Iterable[int]:
        """Whose load may be the smallest, as far as floats can tell."""
        weights = self._tables.weights[columns].astype(np.float64)
        costs = np.array([self.costs[column] for column in columns], dtype=np.float64)
        about = (weights @ self._about + costs) / self._support[columns]
        doubt = NEAR * (weights @ np.abs(self._about) + costs) / self._support[columns]
        least = (about + doubt).min()
        return [c for c, low in zip(columns, (about - doubt).tolist(), strict=True) if low <= least]

    def choose(self, column: int) -> None:
        load = self._least
        self.log.append((column, load))
        finer = lcm(self._unit, load.denominator) // self._unit
        self._unit *= finer
        self._loads = [had * finer for had in self._loads] + [int(load * self._unit)]
        group = len(self._loads) - 1
        self._about[group] = float(load)
        self._tables.move(column, group)
        self.chosen.append(column)
        self.rivals.discard(column)
        self.left -= self.costs[column]
        self.rivals = {c for c in self.rivals if self.limits.allow(c, self.chosen)}

    def copy(self) -> Self:
        twin = object.__new__(type(self))
        twin.__dict__ |= self.__dict__ | {
            "_tables": self._tables.copy(),
            "_loads": self._loads.copy(),
            "_about": self._about.copy(),
            "chosen": self.chosen.copy(),
            "rivals": self.rivals.copy(),
            "log": self.log.copy(),
        }
        return twin

    def key(self) -> Hashable:
        """Who is chosen, and the load of each ballot."""
        groups = np.unique(self._tables.kind)
        values = sorted({self._loads[group] for group in groups})
        place = np.zeros(len(self._loads), dtype=np.int64)
        place[groups] = [values.index(self._loads[group]) for group in groups]
        loads = tuple(Fraction(value, self._unit) for value in values)
        return frozenset(self.chosen), loads, place[self._tables.kind].tobytes()

    def left_over(self) -> tuple[list[int], int]:
        return np.flatnonzero(self._support == 0).tolist() if self.fills else [], self.left

    def possible(self) -> set[int]:
        rivals = {*self.rivals, *self.left_over()[0]}
        return {column for column in rivals if self.costs[column] <= self.left}
