"""The lines of a text as numbers: what ``voting.readers.bulk`` reads plain lines with."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.int64]

AT_ONCE = 2**16
"""Letters held apart into numbers at a time: memory stays small however large the file is."""
ROOM = 2**24
"""Bytes that the C library keeps for the next heap: it keeps as much as was once freed in one
piece, and has the rest taken back and cleared each time."""
BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line beside ``\\n``, as ``str.splitlines`` has it."""
LONGEST = 15
"""Digits of a number that is read here; one more would not fit below 2**53."""


class Lines:
    """Lines in one piece, each with ``\\n`` at its end, and the number of each in its file."""

    def __init__(self, text: str, numbers: Sequence[int]) -> None:
        self.text, self.numbers = text, numbers

    @classmethod
    def of(cls, text: str) -> "Lines":
        """All lines of a text as it was found."""
        if any(letter in text for letter in BREAKS):
            text = "\n".join(text.splitlines())
        if text and not text.endswith("\n"):
            text += "\n"
        return cls(text, range(1, text.count("\n") + 1))

    @classmethod
    def picked(cls, lines: Sequence[tuple[int, str]]) -> "Lines":
        return cls("".join(line + "\n" for _, line in lines), [number for number, _ in lines])

    def __iter__(self) -> Iterator[tuple[int, str]]:
        start = 0
        for number in self.numbers:
            end = self.text.index("\n", start)
            yield number, self.text[start:end]
            start = end + 1

    def behind(self, many: int) -> "Lines":
        """Without the first ones."""
        start = 0
        for _ in self.numbers[:many]:
            start = self.text.index("\n", start) + 1
        return Lines(self.text[start:], self.numbers[many:])

    def heaps(self) -> Iterator[str]:
        """As many lines at a time as come to about AT_ONCE characters."""
        np.empty(ROOM, dtype=np.uint8)
        start = 0
        while start < len(self.text):
            end = self.text.find("\n", start + AT_ONCE) + 1 or len(self.text)
            yield self.text[start:end]
            start = end


class Numbers:
    """All runs of digits in some lines: value, where each begins and ends, and in which line."""

    def __init__(self, lines: str) -> None:
        written = lines.encode("utf-8", "replace") + bytes(8)  # so that all can be looked behind
        self.raw = np.frombuffer(written, dtype=np.uint8)
        digit = np.zeros(len(self.raw) + 1, dtype=bool)
        digit[1:] = (self.raw - np.uint8(48)) < 10
        edges = np.flatnonzero(digit[1:] != digit[:-1])
        self.starts, self.stops = edges[::2].copy(), edges[1::2].copy()
        lengths = self.stops - self.starts
        self.gaps = len(self.raw) - self.stops
        self.gaps[:-1] = self.starts[1:] - self.stops[:-1]
        first = self.raw[self.starts]
        self.values = first.astype(np.int64) - 48
        for place in range(1, min(int(lengths.max(initial=0)), LONGEST)):
            longer = np.flatnonzero(lengths > place)
            figure = self.raw[self.starts[longer] + place].astype(np.int64) - 48
            self.values[longer] = self.values[longer] * 10 + figure
        self.fine = (lengths == 1) | ((lengths <= LONGEST) & (first != 48))
        last = np.flatnonzero(self.raw[self.stops] == 10)
        self.ends, self.behind = self.stops[last], last + 1
        """Of each line, where it ends, and how many numbers stand in it and before it."""
        if len(last) < lines.count("\n"):  # not every line ends with a number
            self.ends = np.flatnonzero(self.raw == 10)
            self.behind = np.searchsorted(self.starts, self.ends)
        self.many = self.behind.copy()
        self.many[1:] -= self.behind[:-1]
        begun = np.bincount(self.behind[:-1], minlength=len(self.starts) + 1)
        self.line = np.cumsum(begun[:-1])
        self.begins = np.append(0, self.ends[:-1] + 1)

    def outermost(self) -> tuple[Table, Table, Table, NDArray[np.bool_]]:
        """Lines with numbers; the first and the last number of each; and of all lines, whether
        nothing stands before the one and behind the other."""
        filled = np.flatnonzero(self.many)
        firsts, lasts = (self.behind - self.many)[filled], self.behind[filled] - 1
        good = self.begins == self.ends
        good[filled] = self.starts[firsts] == self.begins[filled]
        good[filled] &= self.stops[lasts] == self.ends[filled]
        return filled, firsts, lasts, good

    def followed_by(self, separator: bytes, numbers: Any = slice(None)) -> NDArray[np.bool_]:
        """Whether exactly this stands between these numbers and the next ones."""
        stops = self.stops[numbers]
        found: NDArray[np.bool_] = self.gaps[numbers] == len(separator)
        for place, letter in enumerate(separator):
            found &= self.raw[stops + place] == letter
        return found


class Cells:
    """Lines that are so many cells of digits or nothing (``good``); the numbers in them, 0 where
    there is none; whether there is one (``filled``)."""

    def __init__(self, lines: str, width: int) -> None:
        read = Numbers(lines)
        shape = (len(read.ends), width)
        self.values = np.zeros(shape, dtype=np.int64)
        self.filled = np.zeros(shape, dtype=bool)
        comma = read.raw == 44
        before = np.append(0, np.cumsum(comma, dtype=np.int32))
        commas = before[read.ends] - before[read.begins]
        digits = np.append(0, np.cumsum(read.stops - read.starts))
        of_line = digits[read.behind] - digits[read.behind - read.many]
        self.good = (commas == width - 1) & (of_line + commas == read.ends - read.begins)
        self.good[read.line[~read.fine]] = False
        put = self.good[read.line]
        line = read.line[put]
        cell = line * width + before[read.starts[put]] - before[read.begins[line]]
        self.values.reshape(-1)[cell] = read.values[put]
        self.filled.reshape(-1)[cell] = True
