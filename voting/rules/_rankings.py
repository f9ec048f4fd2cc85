"""Rankings as lists of options, best first: what the rules share that follow a ballot from choice
to choice."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules import N_, Parameter, Profile
from voting.rules._rows import Weights

Standing = frozenset[int]
"""Columns of options that are still in the count."""
AT_ONCE = 5_000
"""Ballots turned from ranks into columns at a time."""
OVERVOTE = Parameter(
    name="overvote",
    label=N_("Where two options share a rank"),
    default="exhaust",
    words={"exhaust": N_("the ballot ends there"), "skip": N_("that rank is passed over")},
    example=N_("A ballot that shares its second rank can still reach its third."),
)


class Papers:
    """The ballots as lists of columns, best first, cut or thinned at shared ranks."""

    def __init__(self, profile: Profile, overvote: str) -> None:
        self.times = profile.times
        self.width = width = len(profile.options)
        self.columns = _best_first(profile.marks, overvote)
        """Rows × ranks; the width where a rank is empty."""
        self._standing: Standing = frozenset()
        self._at = np.full(len(self.times), width, dtype=self.columns.dtype)
        self._counts = np.zeros(width + 1, dtype=np.int64)
        self._counts[width] = self.times.sum()

    def where(self, standing: Standing, rows: NDArray[np.int64] | None = None) -> NDArray[Any]:
        """The best column that stands, for each of these rows or all; the width for nobody."""
        alive = np.zeros(len(self._counts), dtype=bool)
        alive[list(standing)] = True
        columns = self.columns if rows is None else self.columns.take(rows, axis=0)
        chosen: NDArray[Any] = columns[:, 0].copy()
        others = np.flatnonzero(~alive[chosen])
        columns = columns[others]
        best = alive[columns].argmax(axis=1)  # the first column where none stands
        found = columns[np.arange(len(columns)), best]
        found[~alive[found]] = self.width
        chosen[others] = found
        return chosen

    def votes(self, standing: Standing) -> NDArray[np.int64]:
        """The weight that counts for each column; the last entry is what counts for nobody."""
        if standing - self._standing:  # somebody is back: every ballot is looked at again
            self._at = self.where(standing)
            self._counts[:] = 0
            np.add.at(self._counts, self._at, self.times)
        else:  # only ballots of those who left move
            gone = np.zeros(len(self._counts), dtype=bool)
            gone[list(self._standing - standing)] = True
            rows = np.flatnonzero(gone[self._at])
            self._at[rows] = self.where(standing, rows)
            self._counts[gone] = 0
            np.add.at(self._counts, self._at[rows], self.times[rows])
        self._standing = standing
        return self._counts.copy()

    def duels(self, options: Sequence[int]) -> NDArray[np.int64]:
        """``[a, b]``: the weight of the ballots that reach the a-th of these columns before the
        b-th one, or it alone."""
        places = np.full((len(options), len(self.columns)), self.columns.shape[1])
        for line, option in enumerate(options):
            rows, ranks = np.nonzero(self.columns == option)
            places[line, rows] = ranks
        weights = Weights(self.times)
        return np.array([weights.of(place < places) for place in places])


def _best_first(marks: NDArray[np.int64], overvote: str) -> NDArray[Any]:
    """Rankings as columns of options, by rank; what is behind a shared rank is left out, or only
    the shared rank itself."""
    rows, width = marks.shape
    longest = min(int(marks.max(initial=1)), width)
    columns = np.full((rows, longest), width, dtype=np.min_scalar_type(width))
    for start in range(0, rows, AT_ONCE):
        _fill(columns[start : start + AT_ONCE], marks[start : start + AT_ONCE], overvote)
    return columns


def _fill(columns: NDArray[Any], marks: NDArray[np.int64], overvote: str) -> None:
    width, longest = marks.shape[1], columns.shape[1]
    ranks = marks.ravel()
    ranked = np.flatnonzero((ranks > 0) & (ranks <= longest))  # a rank behind the last is none
    row = ranked // width  # quicker than np.divmod
    option = ranked - row * width
    cell, there = row * longest + ranks[ranked] - 1, columns.ravel()
    there[cell] = option
    taken = cell[there[cell] != option]  # by another option of the same rank
    if len(taken):
        dead = np.zeros(columns.shape, dtype=bool)
        dead.ravel()[taken] = True
        if overvote == "exhaust":
            np.logical_or.accumulate(dead, axis=1, out=dead)
        columns[dead] = width


def lowest(votes: NDArray[Any], standing: Standing) -> Standing:
    """Those still in the count who have the fewest votes. ``votes``: by column."""
    least = min(int(votes[c]) for c in standing)
    return frozenset(c for c in standing if int(votes[c]) == least)
