"""Many plain lines at once: whole numbers between separators, as most lines of large files are.

A line is read here only if it is exactly as plain as its format allows; every other line goes to
the format's own reader, one by one, with its number, so that nothing is read in two ways.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from voting.ballots import Choice, Option, all_forms
from voting.readers import OVERVOTE, Ballot
from voting.readers.numbers import Cells, Lines, Numbers, Table
from voting.rules import Profile

Plain = tuple[NDArray[np.bool_], NDArray[Any], Table]
"""Which lines are plain, the marks of those, and their weights."""

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
        if not self.special:
            return self
        marks, form = self.marks.copy(), all_forms()[self.form]
        known = [Option(option) for option in self.options]
        for place, choice in self.special.items():
            if (read := choice and reading(choice)) is not None:
                marks[place] = form.marks(read, known, {})
        return Rows(self.form, self.options, marks, self.weights, {})

    def profile(self, costs: Sequence[int]) -> Profile:
        """All ballots that are not blank. None may be special any more."""
        assert not self.special, "special ballots are read first"
        found = Profile.of_rows(self.options, self.marks, self.weights, costs)
        blank = found.marks[:1] == NOTHING.get(self.form, 0)
        if len(blank) and blank.all():  # sorted, and no mark is lower than none
            found = replace(found, marks=found.marks[1:], times=found.times[1:])
        return found


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
    column = np.full(min(max(numbers, default=0), HIGHEST) + 2, len(options), dtype=np.int64)
    for number, option in numbers.items():
        if number <= HIGHEST:
            column[number] = place[option]

    def plain(heap: str) -> Plain:
        return _ranked(Numbers(heap), style, column, len(options))

    return _gathered("ranking", options, lines, plain, slowly)


def cells(
    form: str,
    options: Sequence[str],
    lines: Lines,
    marks: Callable[[Cells], Plain],
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
    flat = np.fromiter(chain.from_iterable(columns for _, columns in ticked), np.int64, sum(sizes))
    marks[np.repeat(np.arange(len(ticked)), sizes), flat] = 1
    weights = np.fromiter((weight for weight, _ in ticked), np.int64, len(ticked))
    return Rows(form, options, marks, weights, {})


def columns_ticked(form: str, options: Sequence[str], lines: Lines, between: bytes) -> Rows | None:
    """Of ballots that are a line each, with the columns that are ticked; None where one of them is
    not plain."""

    def plain(heap: str) -> Plain:
        return _ticked(Numbers(heap), between, len(options))

    rows = _gathered(form, options, lines, plain, lambda _line, _written: ())
    return rows if len(rows) == len(lines.numbers) else None


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


def _ranked(read: Numbers, style: Style, column: Table, width: int) -> Plain:
    """Of the numbers in a line the first is the weight; ``last`` is none of the ranks either. They
    and strangers are marked in a column of their own, behind the options."""
    marks = np.zeros((len(read.many), width + 1), dtype=narrowest(width))
    weights = np.zeros(len(read.many), dtype=np.int64)
    filled, firsts, lasts, good = read.outermost()
    if not len(filled):
        return np.zeros(len(read.many), dtype=bool), marks[:, :width], weights
    weights[filled] = read.values[firsts]
    good &= (weights > 0) & (read.many > (2 if style.last else 1))
    good[filled] &= np.logical_or.reduce([read.followed_by(one, firsts) for one in style.leads])
    if style.last:
        good[filled] &= read.values[lasts] == int(style.last)
    beside = np.append(firsts, lasts) if style.last else firsts
    at = column.take(read.values, mode="clip")
    at[beside] = width
    rank = np.arange(len(read.line)) - (read.behind - read.many).take(read.line)
    cell = read.line * (width + 1) + at
    marks.reshape(-1)[cell] = rank
    once = (marks.reshape(-1)[cell] == rank) & (at < width)
    once[beside] = True
    joined = read.followed_by(style.between)
    joined[firsts] = joined[lasts] = True
    fine = once & joined & read.fine
    if not fine.all():
        good[read.line[~fine]] = False
    return good, marks[:, :width], weights


def _ticked(read: Numbers, between: bytes, width: int) -> Plain:
    marks = np.zeros((len(read.many), width), dtype=np.int8)
    _, _, lasts, good = read.outermost()
    fine = read.followed_by(between)
    fine[lasts] = True
    fine &= read.fine & (read.values < width)
    marks.reshape(-1)[(read.line * width + read.values)[fine]] = 1
    good[read.line[~fine]] = False
    if np.count_nonzero(marks) < len(read.values):  # one is ticked twice
        good &= marks.sum(axis=1) == read.many
    return good, marks, np.ones(len(marks), dtype=np.int64)


def narrowest(most: int) -> Any:
    """The smallest whole numbers that go so far, and below 0: large files fit into memory."""
    return next(kind for kind in (np.int8, np.int16, np.int64) if most <= np.iinfo(kind).max)
