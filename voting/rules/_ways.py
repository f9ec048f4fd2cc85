"""Counts that choose one option after the other: to the end, and every way of breaking ties.

A way stands somewhere in such a count. Whoever is level for the next choice is a tie.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

MOST_STATES = 2_000
"""At most this many different states are followed after ties; beyond that, everybody who could
still be chosen at the first tie is reported as tied."""


class Way(Protocol):
    """How a count stands. Options are columns."""

    @property
    def chosen(self) -> list[int]:
        """In the order in which they were chosen."""
        ...

    def level(self) -> list[int]:
        """Of whom one is chosen next; nobody when the count is over."""
        ...

    def choose(self, column: int) -> None: ...
    def copy(self) -> Self: ...
    def key(self) -> Hashable:
        """Two ways of one key go on in the same way."""
        ...

    def left_over(self) -> tuple[list[int], int]:
        """When the count is over: who is level for the last places, and how many these are."""
        ...

    def possible(self) -> set[int]:
        """Who may still be chosen, for when there are too many ways to follow."""
        ...


AnyWay = TypeVar("AnyWay", bound=Way)


@dataclass(frozen=True)
class Ends(Generic[AnyWay]):
    """What came out of all ways together."""

    shown: AnyWay
    """The count whose ties are broken by the order."""
    order: list[int]
    """Who is chosen in it, the last places included."""
    sure: set[int]
    tied: set[int]


def follow(start: AnyWay, columns: Sequence[int], *, breaks_ties: bool) -> Ends[AnyWay]:
    """``columns``: all options, strongest first. If they only show one way of many, each way of
    breaking ties is followed."""
    place = {column: number for number, column in enumerate(columns)}
    first_tie: AnyWay | None = None
    while level := start.level():
        if len(level) > 1 and first_tie is None:
            first_tie = start.copy()
        start.choose(min(level, key=place.__getitem__))
    rest, places = start.left_over()
    order = [*start.chosen, *sorted(rest, key=place.__getitem__)[:places]]
    if breaks_ties:
        return Ends(start, order, set(order), set())
    sure, possible = _of_end(start) if first_tie is None else _every_way(first_tie)
    return Ends(start, order, sure, possible - sure)


def _of_end(way: Way) -> tuple[set[int], set[int]]:
    """Who has a place at this end for sure, and who may have one."""
    rest, places = way.left_over()
    everybody = {*way.chosen, *rest} if places else set(way.chosen)
    return everybody if len(rest) <= places else set(way.chosen), everybody


def _every_way(start: Way) -> tuple[set[int], set[int]]:
    seen: set[Hashable] = set()
    sure: set[int] | None = None
    possible: set[int] = set()
    waiting = [start]
    while waiting:
        way = waiting.pop()
        while len(level := way.level()) == 1:
            way.choose(level[0])
        if not level:
            always, ever = _of_end(way)
            sure = always if sure is None else sure & always
            possible |= ever
        for column in level:
            after = way.copy()
            after.choose(column)
            if (key := after.key()) not in seen:
                seen.add(key)
                waiting.append(after)
        if len(seen) > MOST_STATES:
            return set(start.chosen), set(start.chosen) | start.possible()
    return sure or set(), possible
