"""Many ballots at once, exactly: equal rows put together, and the weight behind what is marked.

Whole numbers only. Both do in a few passes over memory what would else take one look per ballot.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
AT_ONCE = 2_000
"""Rows widened at a time, so that they stay near the processor."""


def together(rows: NDArray[Any], weights: Numbers) -> tuple[NDArray[Any], Numbers]:
    """The distinct rows in ascending order, and the sum of the weights of each."""
    if len(rows) < 2:
        return rows, weights
    order, new = _sorted(_packed(rows))
    starts = np.flatnonzero(new)
    return rows.take(order[starts], axis=0), np.add.reduceat(weights[order], starts)


def totals(rows: NDArray[Any], weights: Numbers) -> list[int]:
    """The weight of each column: its marks, each times the weight of its row."""
    found = np.zeros(rows.shape[1], dtype=np.int64)
    for start in range(0, len(rows), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        found += np.einsum("r,rc->c", weights[part], rows[part].astype(np.int64))
    return found.tolist()


def _sorted(words: list[NDArray[np.uint64]]) -> tuple[Numbers, NDArray[np.bool_]]:
    """The order of the rows by these words, and which of them then begins something new. A word
    is looked at only for rows that those before it leave level."""
    order = np.argsort(words[0])
    new = np.ones(len(order), dtype=bool)
    new[1:] = np.diff(words[0][order]) != 0
    for word in words[1:]:
        level = ~new
        level[:-1] |= level[1:]
        places = np.flatnonzero(level)
        rows = order[places]
        rows = rows[np.lexsort((word[rows], np.cumsum(new)[places]))]
        order[places] = rows
        new[places[1:]] |= np.diff(word[rows]) != 0
    return order, new


def _packed(rows: NDArray[Any]) -> list[NDArray[np.uint64]]:
    """As many columns as fit into each word of 64 bits, so that words sort as the rows would."""
    least, most = int(rows.min()), int(rows.max())
    bits = next(size for size in (1, 4, 8, 16, 32, 64) if (most - least) >> size == 0)
    cells: NDArray[Any]
    if bits == 64:  # over the whole width, the least number becomes 0
        cells = rows.view(np.uint64) ^ np.uint64(1 << 63)
    else:
        cells = (rows - least).astype(f"u{max(bits, 8) // 8}")
    if bits == 1:
        cells = np.packbits(cells, axis=1)
    if bits == 4:
        cells = _wide(cells, 2)
        cells = cells[:, ::2] << 4 | cells[:, 1::2]
    cells = _wide(cells.astype(cells.dtype.newbyteorder(">")), 8 // cells.itemsize)
    words = np.ascontiguousarray(cells).view(">u8").astype(np.uint64)
    return list(np.ascontiguousarray(words.T))


def _wide(cells: NDArray[Any], many: int) -> NDArray[Any]:
    """With empty columns behind, so that their number can be divided."""
    return np.pad(cells, ((0, 0), (0, -cells.shape[1] % many)))


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
