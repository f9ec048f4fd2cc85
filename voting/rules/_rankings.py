"""Rankings as lists of options, best first: what the rules share that follow a ballot from choice
to choice."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules import Profile

Standing = frozenset[int]
"""Columns of options that are still in the count."""


class Papers:
    """The ballots as lists of columns, best first, cut or thinned at shared ranks."""

    def __init__(self, profile: Profile, overvote: str) -> None:
        self.times = profile.times
        self.width = len(profile.options)
        width = self.width
        marks = np.minimum(profile.marks, width + 1)  # a rank behind the last is none
        narrow = np.int16 if width < 2**14 else np.int64
        ranks: NDArray[Any] = marks.astype(narrow)
        ranks[ranks == 0] = width + 1
        order = np.argsort(ranks, axis=1, kind="stable").astype(ranks.dtype)
        ordered = np.take_along_axis(ranks, order, axis=1)
        shared = np.zeros(ranks.shape, dtype=bool)
        if width > 1:
            same = (ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] <= width)
            shared[:, 1:] |= same
            shared[:, :-1] |= same
        dead = ordered > width
        if overvote == "exhaust":
            dead |= np.logical_or.accumulate(shared, axis=1)
        else:
            dead |= shared
        used = np.flatnonzero(~dead.all(axis=0))
        longest = int(used[-1]) + 1 if len(used) else min(width, 1)
        self.columns = np.where(dead, width, order)[:, :longest].copy()
        self._standing: Standing = frozenset()
        self._at = np.zeros(0, dtype=ranks.dtype)

    def where(self, standing: Standing, rows: NDArray[np.int64] | None = None) -> NDArray[Any]:
        """The best column that stands, for each of these rows or all; the width for nobody."""
        alive = np.zeros(self.width + 1, dtype=bool)
        alive[list(standing)] = True
        columns = self.columns if rows is None else self.columns[rows]
        if not columns.shape[1]:
            return np.full(len(columns), self.width)
        here = alive[columns]
        chosen: NDArray[Any] = columns[np.arange(len(columns)), here.argmax(axis=1)]
        chosen[~here.any(axis=1)] = self.width
        return chosen

    def votes(self, standing: Standing) -> NDArray[np.int64]:
        """The weight that counts for each column; the last entry is what counts for nobody."""
        if self._standing and standing < self._standing:  # only ballots of those who left move
            gone = np.zeros(self.width + 1, dtype=bool)
            gone[list(self._standing - standing)] = True
            rows = np.flatnonzero(gone[self._at])
            self._at[rows] = self.where(standing, rows)
        elif standing != self._standing or len(self._at) < len(self.times):
            self._at = self.where(standing)
        self._standing = standing
        counts = np.zeros(self.width + 1, dtype=np.int64)
        np.add.at(counts, self._at, self.times)
        return counts
