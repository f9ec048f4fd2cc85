"""Rankings as lists of options, best first: what the rules share that follow a ballot from choice
to choice."""

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
        rows, width = profile.marks.shape
        ranks = np.where(profile.marks == 0, width + 1, profile.marks)
        order = np.argsort(ranks, axis=1, kind="stable")
        ordered = np.take_along_axis(ranks, order, axis=1)
        shared = np.zeros((rows, width), dtype=bool)
        if width > 1:
            same = (ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] <= width)
            shared[:, 1:] |= same
            shared[:, :-1] |= same
        dead = ordered > width
        if overvote == "exhaust":
            dead |= np.logical_or.accumulate(shared, axis=1)
        else:
            dead |= shared
        self.columns = np.where(dead, width, order)

    def votes(self, standing: Standing) -> NDArray[np.int64]:
        """The weight that counts for each column; the last entry is what counts for nobody."""
        alive = np.zeros(self.width + 1, dtype=bool)
        alive[list(standing)] = True
        counts = np.zeros(self.width + 1, dtype=np.int64)
        if not len(self.columns):
            return counts
        here = alive[self.columns]
        first = here.argmax(axis=1)
        chosen = self.columns[np.arange(len(first)), first]
        chosen = np.where(here.any(axis=1), chosen, self.width)
        np.add.at(counts, chosen, self.times)
        return counts
