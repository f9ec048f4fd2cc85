"""Many ballots at once, exactly: equal rows put together, and the weight behind what is marked.

Whole numbers only. Both do in a few passes over memory what would else take one look per ballot.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def together(rows: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """The distinct rows in ascending order, and the sum of the weights of each."""
    if len(rows) < 2:
        return rows, weights
    words = _packed(rows)
    order = np.lexsort(words[::-1])
    new = np.ones(len(rows), dtype=bool)
    new[1:] = False
    for word in words:
        ordered = word[order]
        new[1:] |= ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(new)
    return rows[order[starts]], np.add.reduceat(weights[order], starts)


def _packed(rows: Numbers) -> list[NDArray[np.uint64]]:
    """As many columns as fit into each word of 64 bits, so that words sort as the rows would."""
    least, most = int(rows.min()), int(rows.max())
    bits = max((most - least).bit_length(), 1)
    each = max(64 // bits, 1)
    words = []
    for start in range(0, rows.shape[1], each):
        word = np.zeros(len(rows), dtype=np.uint64)
        for column in rows.T[start : start + each]:
            word <<= np.uint64(bits % 64)
            word |= (column - least).view(np.uint64) if bits < 64 else _lifted(column)
        words.append(word)
    return words


def _lifted(column: Numbers) -> NDArray[np.uint64]:
    """Over the whole width of 64 bits, the least number becomes 0."""
    return column.view(np.uint64) ^ np.uint64(1 << 63)


class Weights:
    """The weights of rows, bit by bit: what is marked is counted in whole words of 64 rows."""

    def __init__(self, times: Numbers) -> None:
        self.rows = len(times)
        bits = int(times.max()).bit_length() if len(times) else 0
        self._planes = [(_words((times >> bit) & 1 == 1), 1 << bit) for bit in range(bits)]

    def of(self, marked: NDArray[np.bool_]) -> Numbers:
        """The weight of the rows that are marked, for each line of ``marked`` (lines × rows)."""
        words = _words(marked)
        total = np.zeros(words.shape[:-1], dtype=np.int64)
        for plane, value in self._planes:
            total += np.bitwise_count(words & plane).sum(axis=-1, dtype=np.int64) * value
        return total


def _words(marked: NDArray[np.bool_]) -> NDArray[np.uint64]:
    packed = np.packbits(marked, axis=-1)
    short = -packed.shape[-1] % 8
    if short:
        packed = np.pad(packed, [(0, 0)] * (packed.ndim - 1) + [(0, short)])
    return np.ascontiguousarray(packed).view(np.uint64)


def columns_of_ranks(marks: Numbers) -> NDArray[Any]:
    """Options × rows: each option's rank, one behind the last for unranked ones; as narrow as
    the numbers allow, since all of it is read again for every option."""
    most = max(marks.shape[1], int(marks.max(initial=0))) + 1
    narrow = np.uint8 if most < 2**8 else np.uint16 if most < 2**16 else np.uint64
    ranks: NDArray[Any] = np.ascontiguousarray(marks.T, dtype=narrow)
    ranks[ranks == 0] = most
    return ranks
