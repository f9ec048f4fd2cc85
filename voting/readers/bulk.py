"""Many plain lines at once: whole numbers between separators, as most lines of large files are.

A line is read here only if it is exactly as plain as its format allows; every other line goes to
the format's own reader, one by one, with its number, so that nothing is read in two ways.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from voting.ballots import Choice, Option, all_forms
from voting.readers import OVERVOTE, Ballot

Table = NDArray[np.int64]
Plain = tuple[NDArray[np.bool_], NDArray[Any], Table]
"""Which lines are plain, the marks of those, and their weights."""

AT_ONCE = 2**17
"""Letters held apart into numbers at a time: memory stays small however large the file is."""
BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line beside ``\\n``, as ``str.splitlines`` has it."""
LONGEST = 15
"""Digits of a number that is read here; one more would not fit below 2**53."""
HIGHEST = 100_000
"""Options with a higher number are found one by one."""
NOTHING = {"grades": -1}
"""What a row holds for an option that is not marked, where that is not 0."""


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
        """So many lines at a time as have about AT_ONCE letters."""
        start = 0
        while start < len(self.text):
            end = self.text.find("\n", start + AT_ONCE) + 1 or len(self.text)
            yield self.text[start:end]
            start = end


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
        if not self.special:
            return self
        marks, form = self.marks.copy(), all_forms()[self.form]
        known = [Option(option) for option in self.options]
        for place, choice in self.special.items():
            if (read := choice and reading(choice)) is not None:
                marks[place] = form.marks(read, known, {})
        return Rows(self.form, self.options, marks, self.weights, {})

    def table(self) -> tuple[NDArray[Any], Table]:
        """Marks and weights of all ballots that are not blank. None may be special any more."""
        assert not self.special, "special ballots are read first"
        marked = (self.marks != NOTHING.get(self.form, 0)).any(axis=1)
        if marked.all():
            return self.marks, self.weights
        return self.marks[marked], self.weights[marked]


@dataclass(frozen=True)
class Style:
    """How a plain ranking is written: ``weight``, ``lead``, numbers with ``between``, ``last``."""

    leads: tuple[bytes, ...]
    between: bytes
    last: bytes = b""


def rankings(
    options: Sequence[str],
    lines: Lines,
    numbers: Mapping[int, str],
    style: Style,
    slowly: Callable[[int, str], Iterable[Ballot]],
) -> Rows:
    """``numbers``: the option that a number stands for. ``slowly``: takes any other line, and
    gives back the ballot in it, or none."""
    place = {option: column for column, option in enumerate(options)}
    column = np.full(min(max(numbers, default=0), HIGHEST) + 2, -1, dtype=np.int64)
    for number, option in numbers.items():
        if number <= HIGHEST:
            column[number] = place[option]

    def plain(heap: str) -> Plain:
        return _ranked(_Numbers(heap), style, column, len(options))

    return _gathered("ranking", options, lines, plain, slowly)


def cells(
    form: str,
    options: Sequence[str],
    lines: Lines,
    marks: Callable[["Cells"], Plain],
    width: int,
    slowly: Callable[[int, str], Iterable[Ballot]],
) -> Rows:
    """Lines of ``width`` cells each. ``marks``: which of them are plain, their marks, weights."""

    def plain(heap: str) -> Plain:
        read = Cells(heap, width)
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
    lines: Lines,
    plain: Callable[[str], Plain],
    slowly: Callable[[int, str], Iterable[Ballot]],
) -> Rows:
    """In the order of the lines, a heap at a time."""
    blocks: list[NDArray[Any]] = [np.zeros((0, len(options)), dtype=np.int8)]
    heavy: list[Table] = [np.zeros(0, dtype=np.int64)]
    special: dict[int, Choice] = {}
    known = [Option(option) for option in options]
    done = size = 0
    for heap in lines.heaps():
        good, marks, weights = plain(heap)
        if not good.all():
            others = np.flatnonzero(~good).tolist()
            marks[others] = NOTHING.get(form, 0)
            kept = good.copy()
            taken: dict[int, Choice] = {}
            written = heap.split("\n")
            for place in others:
                for weight, choice in slowly(lines.numbers[done + place], written[place]):
                    kept[place], weights[place], taken[place] = True, weight, choice
            at = np.cumsum(kept) - 1 + size
            for place, choice in taken.items():
                if _is_special(form, choice):
                    special[int(at[place])] = choice
                elif choice is not None:
                    marks[place] = all_forms()[form].marks(choice, known, {})
            marks, weights = marks[kept], weights[kept]
        done += len(good)
        size += len(weights)
        blocks.append(marks)
        heavy.append(weights)
    return Rows(form, options, np.concatenate(blocks), np.concatenate(heavy), special)


def _is_special(form: str, choice: Choice) -> bool:
    """Whether a row cannot say it: a rank is left empty, or marked twice by who knows whom."""
    return form == "ranking" and any(not g or g == [OVERVOTE] for g in choice or ())


class _Numbers:
    """All runs of digits in some lines: value, where each begins and ends, and in which line."""

    def __init__(self, lines: str) -> None:
        self.raw = np.frombuffer(lines.encode("utf-8", "replace"), dtype=np.uint8)
        self.ends = np.flatnonzero(self.raw == 10)
        digit = np.zeros(len(self.raw) + 1, dtype=bool)
        digit[1:] = (self.raw - np.uint8(48)) < 10
        edges = np.flatnonzero(digit[1:] != digit[:-1])
        self.starts, self.stops = edges[::2].copy(), edges[1::2].copy()
        lengths = self.stops - self.starts
        first = self.raw[self.starts]
        self.values = first.astype(np.int64) - 48
        for place in range(1, min(int(lengths.max(initial=0)), LONGEST)):
            longer = np.flatnonzero(lengths > place)
            figure = self.raw[self.starts[longer] + place].astype(np.int64) - 48
            self.values[longer] = self.values[longer] * 10 + figure
        self.fine = (lengths == 1) | ((lengths <= LONGEST) & (first != 48))
        self.many = np.diff(np.searchsorted(self.starts, self.ends), prepend=0)
        self.line = np.repeat(np.arange(len(self.ends)), self.many)

    def followed_by(self, separator: bytes) -> NDArray[np.bool_]:
        """Whether exactly this stands between a number and the next one."""
        found: NDArray[np.bool_] = np.zeros(len(self.starts), dtype=bool)
        found[:-1] = self.starts[1:] - self.stops[:-1] == len(separator)
        for place, letter in enumerate(separator):
            found &= self.raw[np.minimum(self.stops + place, len(self.raw) - 1)] == letter
        return found


def _ranked(read: _Numbers, style: Style, column: Table, width: int) -> Plain:
    """Of the numbers in a line the first is the weight; ``last`` is none of the ranks either."""
    marks = np.zeros((len(read.many), width), dtype=narrowest(width))
    weights = np.zeros(len(read.many), dtype=np.int64)
    good = read.many > (2 if style.last else 1)
    filled = np.flatnonzero(read.many)
    if not len(filled):
        return good, marks, weights
    behind = np.cumsum(read.many)
    firsts, lasts = (behind - read.many)[filled], behind[filled] - 1
    begins = np.append(0, read.ends[:-1] + 1)[filled]
    weights[filled] = read.values[firsts]
    good &= weights > 0
    good[filled] &= read.starts[firsts] == begins
    good[filled] &= read.stops[lasts] == read.ends[filled]
    good[filled] &= np.logical_or.reduce([read.followed_by(one)[firsts] for one in style.leads])
    fine, ranked = read.followed_by(style.between), np.ones(len(read.line), dtype=bool)
    fine[firsts] = fine[lasts] = True
    ranked[firsts] = False
    if style.last:
        good[filled] &= read.values[lasts] == int(style.last)
        ranked[lasts] = False
    at = column[np.minimum(read.values, len(column) - 1)]
    rank = np.arange(len(read.line)) - (behind - read.many)[read.line]
    cell = read.line * width + at
    put = np.flatnonzero(ranked & (at >= 0))
    marks.reshape(-1)[cell[put]] = rank[put]
    fine &= read.fine & (~ranked | ((at >= 0) & (marks.reshape(-1)[cell] == rank)))
    good[read.line[~fine]] = False
    return good, marks, weights


def narrowest(most: int) -> Any:
    """The smallest whole numbers that go so far, and below 0: large files fit into memory."""
    return next(kind for kind in (np.int8, np.int16, np.int64) if most <= np.iinfo(kind).max)


class Cells:
    """Lines that are so many cells of digits or nothing (``good``); the numbers in them, 0 where
    there is none; whether there is one (``filled``)."""

    def __init__(self, lines: str, width: int) -> None:
        read = _Numbers(lines)
        shape = (len(read.ends), width)
        self.values = np.zeros(shape, dtype=np.int64)
        self.filled = np.zeros(shape, dtype=bool)
        comma = read.raw == 44
        before = np.append(0, np.cumsum(comma, dtype=np.int32))
        begins = np.append(0, read.ends[:-1] + 1)
        commas = before[read.ends] - before[begins]
        digits = np.append(0, np.cumsum(read.stops - read.starts))
        last = np.cumsum(read.many)
        of_line = digits[last] - digits[last - read.many]
        self.good = (commas == width - 1) & (of_line + commas == read.ends - begins)
        self.good[read.line[~read.fine]] = False
        put = self.good[read.line]
        line = read.line[put]
        cell = line * width + before[read.starts[put]] - before[begins[line]]
        self.values.reshape(-1)[cell] = read.values[put]
        self.filled.reshape(-1)[cell] = True
