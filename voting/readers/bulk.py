"""Many plain lines at once: whole numbers between separators, as most lines of large files are.

A line is read here only if it is exactly as plain as its format allows; every other line goes to
the format's own reader, one by one, with its number, so that nothing is read in two ways.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from voting.ballots import Choice, Option, all_forms
from voting.readers import OVERVOTE, Ballot

Line = tuple[int, str]
Table = NDArray[np.int64]
Plain = tuple[NDArray[np.bool_], NDArray[Any], Table]
"""Which lines are plain, the marks of those, and their weights."""

AT_ONCE = 20_000
"""Lines held apart into numbers at a time: memory stays small however large the file is."""
LONGEST = 15
"""Digits of a number that is read here; one more would not fit below 2**53."""
HIGHEST = 100_000
"""Options with a higher number are found one by one."""
NOTHING = {"grades": -1}
"""What a row holds for an option that is not marked, where that is not 0."""


class Rows(Sequence[Ballot]):
    """Ballots as a table, in the file's order; each can be looked at as ``(weight, choice)``.

    ``special``: the choices, by place, of ballots that hold more than a row can say, such as
    ranks left empty. Their rows are without marks until they are ``read_as`` something.
    """

    def __init__(
        self,
        form: str,
        options: Sequence[str],
        marks: NDArray[Any],
        weights: Table,
        special: Mapping[int, Choice],
    ) -> None:
        self.form, self.options = form, list(options)
        self.marks, self.weights, self.special = marks, weights, special

    def __len__(self) -> int:
        return len(self.weights)

    @overload
    def __getitem__(self, place: int) -> Ballot: ...
    @overload
    def __getitem__(self, place: slice) -> list[Ballot]: ...
    def __getitem__(self, place: int | slice) -> Ballot | list[Ballot]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        at = range(len(self))[place]
        if at in self.special:
            return int(self.weights[at]), self.special[at]
        return int(self.weights[at]), self._written(self.marks[at].tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def _written(self, row: Sequence[int]) -> Choice:
        nothing = NOTHING.get(self.form, 0)
        marked = {o: mark for o, mark in zip(self.options, row, strict=True) if mark != nothing}
        if not marked:
            return None
        if self.form == "ranking":
            ranks = sorted(set(marked.values()))
            return [sorted(o for o in marked if marked[o] == rank) for rank in ranks]
        if self.form == "grades":
            return marked
        return sorted(marked)

    def read_as(self, reading: Callable[[Choice], Choice]) -> "Rows":
        """The special ones as rows too, each as the reading has it."""
        marks, form = self.marks.copy(), all_forms()[self.form]
        known = [Option(option) for option in self.options]
        for place, choice in self.special.items():
            if (read := choice and reading(choice)) is not None:
                marks[place] = form.marks(read, known, {})
        return Rows(self.form, self.options, marks, self.weights, {})

    def table(self) -> tuple[Table, Table]:
        """Marks and weights of all ballots that are not blank. None may be special any more."""
        assert not self.special, "special ballots are read first"
        marked = (self.marks != NOTHING.get(self.form, 0)).any(axis=1)
        return self.marks[marked].astype(np.int64), self.weights[marked]


@dataclass(frozen=True)
class Style:
    """How a plain ranking is written: ``weight``, ``lead``, numbers with ``between``, ``last``."""

    leads: tuple[bytes, ...]
    between: bytes
    last: bytes = b""


def rankings(
    options: Sequence[str],
    lines: Sequence[Line],
    numbers: Mapping[int, str],
    style: Style,
    slowly: Callable[[int, str], Iterable[Ballot]],
) -> Rows:
    """``numbers``: the option that a number stands for. ``slowly``: takes any other line, and
    gives back the ballot in it, or none."""
    place = {option: column for column, option in enumerate(options)}
    column = np.full(HIGHEST + 1, -1, dtype=np.int64)
    for number, option in numbers.items():
        if number <= HIGHEST:
            column[number] = place[option]

    def plain(written: Sequence[str]) -> Plain:
        return _ranked(_Numbers(written), style, column, len(options))

    return _gathered("ranking", options, lines, plain, slowly)


def cells(
    form: str,
    options: Sequence[str],
    lines: Sequence[Line],
    marks: Callable[["Cells"], Plain],
    width: int,
    slowly: Callable[[int, str], Iterable[Ballot]],
) -> Rows:
    """Lines of ``width`` cells each. ``marks``: which of them are plain, their marks, weights."""

    def plain(written: Sequence[str]) -> Plain:
        read = Cells(written, width)
        fine, found, weights = marks(read)
        return read.good & fine, found, weights

    return _gathered(form, options, lines, plain, slowly)


def ticks(form: str, options: Sequence[str], ticked: Sequence[tuple[int, Sequence[int]]]) -> Rows:
    """Of ballots that are ``(weight, columns ticked)``, each column once."""
    marks = np.zeros((len(ticked), len(options)), dtype=np.int8)
    sizes = [len(columns) for _, columns in ticked]
    flat = np.fromiter((c for _, columns in ticked for c in columns), np.int64, sum(sizes))
    marks[np.repeat(np.arange(len(ticked)), sizes), flat] = 1
    weights = np.fromiter((weight for weight, _ in ticked), np.int64, len(ticked))
    return Rows(form, options, marks, weights, {})


def _gathered(
    form: str,
    options: Sequence[str],
    lines: Sequence[Line],
    plain: Callable[[Sequence[str]], Plain],
    slowly: Callable[[int, str], Iterable[Ballot]],
) -> Rows:
    """In the order of the lines, so many at a time."""
    blocks: list[NDArray[Any]] = [np.zeros((0, len(options)), dtype=np.int16)]
    heavy: list[Table] = [np.zeros(0, dtype=np.int64)]
    special: dict[int, Choice] = {}
    known = [Option(option) for option in options]
    size = 0
    for start in range(0, len(lines), AT_ONCE):
        chunk = lines[start : start + AT_ONCE]
        good, marks, weights = plain([written for _, written in chunk])
        kept = good.copy()
        taken: dict[int, Choice] = {}
        for place in np.flatnonzero(~good).tolist():
            for weight, choice in slowly(*chunk[place]):
                kept[place], weights[place], taken[place] = True, weight, choice
        marks[~good] = NOTHING.get(form, 0)
        for place in [place for place, choice in taken.items() if not _is_special(form, choice)]:
            choice = taken.pop(place)
            if choice is not None:
                marks[place] = all_forms()[form].marks(choice, known, {})
        at = np.cumsum(kept) - 1 + size
        special |= {int(at[place]): choice for place, choice in taken.items()}
        blocks.append(marks[kept])
        heavy.append(weights[kept])
        size += int(kept.sum())
    return Rows(form, options, np.concatenate(blocks), np.concatenate(heavy), special)


def _is_special(form: str, choice: Choice) -> bool:
    """Whether a row cannot say it: a rank is left empty, or marked twice by who knows whom."""
    return form == "ranking" and any(not g or g == [OVERVOTE] for g in choice or ())


class _Numbers:
    """All runs of digits in some lines: value, where each begins and ends, and in which line."""

    def __init__(self, lines: Sequence[str]) -> None:
        text = "".join(line + "\n" for line in lines)
        self.raw = np.frombuffer(text.encode("utf-8", "replace"), dtype=np.uint8)
        self.ends = np.flatnonzero(self.raw == 10)
        digit = np.zeros(len(self.raw) + 1, dtype=bool)
        digit[1:] = (self.raw - np.uint8(48)) < 10
        self.starts = np.flatnonzero(digit[1:] & ~digit[:-1])
        self.stops = np.flatnonzero(digit[:-1] & ~digit[1:])
        lengths = self.stops - self.starts
        self.values = np.zeros(len(self.starts), dtype=np.int64)
        for place in range(min(int(lengths.max(initial=0)), LONGEST)):
            rows = np.flatnonzero(lengths > place) if place else slice(None)
            figure = self.raw[self.starts[rows] + place].astype(np.int64) - 48
            self.values[rows] = self.values[rows] * 10 + figure
        self.fine = (lengths <= LONGEST) & ((lengths == 1) | (self.raw[self.starts] != 48))
        self.line = np.searchsorted(self.ends, self.starts)
        self.many = np.bincount(self.line, minlength=len(lines))

    def followed_by(self, separator: bytes) -> NDArray[np.bool_]:
        """Whether exactly this stands between a number and the next one."""
        found: NDArray[np.bool_] = np.zeros(len(self.starts), dtype=bool)
        if len(self.starts) > 1:
            found[:-1] = self.starts[1:] - self.stops[:-1] == len(separator)
        for place, letter in enumerate(separator):
            at = np.minimum(self.stops + place, len(self.raw) - 1)
            found &= self.raw[at] == letter
        return found


def _ranked(read: _Numbers, style: Style, column: Table, width: int) -> Plain:
    lines = len(read.many)
    marks = np.zeros((lines, width), dtype=np.int16 if width < 2**15 else np.int64)
    weights = np.zeros(lines, dtype=np.int64)
    after = np.cumsum(read.many)
    firsts, lasts = (after - read.many)[read.many > 0], after[read.many > 0] - 1
    filled = np.flatnonzero(read.many > 0)
    good = np.zeros(lines, dtype=bool)
    if not len(filled):
        return good, marks, weights
    joined = read.followed_by(style.between)
    lead = np.logical_or.reduce([read.followed_by(one) for one in style.leads])
    joined[firsts] = lead[firsts]
    joined[lasts] = read.stops[lasts] == read.ends[filled]
    rank = np.arange(len(read.line)) - (after - read.many)[read.line]
    ranked = rank > 0
    if style.last:
        joined[lasts] &= read.values[lasts] == int(style.last)
        ranked[lasts] = False
    at = column[np.minimum(read.values, len(column) - 1)]
    at[read.values >= len(column)] = -1
    bad = ~(joined & read.fine & (~ranked | (at >= 0)))
    good[filled] = read.starts[firsts] == np.append(0, read.ends[:-1] + 1)[filled]
    good[read.line[bad]] = False
    weights[filled] = read.values[firsts]
    put = np.flatnonzero(ranked & ~bad)
    marks[read.line[put], at[put]] = rank[put]
    once = (marks > 0).sum(axis=1) == np.bincount(read.line[ranked], minlength=lines)
    return good & once & (weights > 0) & marks.any(axis=1), marks, weights


class Cells:
    """Lines that are so many cells of digits or nothing (``good``); the numbers in them, 0 where
    there is none; whether there is one (``filled``)."""

    def __init__(self, lines: Sequence[str], width: int) -> None:
        read = _Numbers(lines)
        self.values = np.zeros((len(lines), width), dtype=np.int64)
        self.filled = np.zeros((len(lines), width), dtype=bool)
        comma = np.flatnonzero(read.raw == 44)
        commas = np.bincount(np.searchsorted(read.ends, comma), minlength=len(lines))
        digits = np.zeros(len(lines), dtype=np.int64)
        np.add.at(digits, read.line, read.stops - read.starts)
        lengths = np.diff(np.append(-1, read.ends)) - 1
        self.good = (commas == width - 1) & (digits + commas == lengths)
        before = np.append(0, np.cumsum(commas)[:-1])
        cell = np.searchsorted(comma, read.starts) - before[read.line]
        self.good[read.line[~read.fine]] = False
        put = self.good[read.line]
        self.values[read.line[put], cell[put]] = read.values[put]
        self.filled[read.line[put], cell[put]] = True
