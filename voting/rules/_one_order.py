"""One order of all options that breaks every tie of a count, and every such order, as far as it
matters.

A way of breaking ties grows with what has to be decided: where it is not known yet which of some
options come first, one way for each of them, or for each set of so many; whoever came first once
comes first ever after. And options that are alike in all that counts are twins: what can happen to
one can happen to each, so that one order among them is enough.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

MOST_CHOICES = 1_000
"""At most this many choices are examined at one decision; no rule follows more ways."""


class TooManyWays(Exception):
    """More than are followed."""


@dataclass
class Listed:
    """A tie order; notices whether another one could come to something else."""

    order: Sequence[int]
    matters: bool = False
    _place: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self._place = {column: number for number, column in enumerate(self.order)}

    def first(self, rivals: Sequence[int]) -> int:
        self.matters = self.matters or len(rivals) > 1
        return self.earliest(rivals)

    def first_of(self, rivals: Sequence[int], many: int) -> set[int]:
        """The ``many`` strongest of the rivals."""
        self.matters = self.matters or many < len(rivals)
        return set(self.all_of(rivals)[:many])

    def earliest(self, columns: Sequence[int]) -> int:
        return min(columns, key=self._place.__getitem__)

    def all_of(self, level: Sequence[int]) -> list[int]:
        return sorted(level, key=self._place.__getitem__)


class OneWay:
    """One of all ways: at each new decision the one asked for, or the first of those possible."""

    def __init__(self, twins: Iterable[Sequence[int]], width: int, asked: Sequence[int]) -> None:
        self._behind, self._ahead = [0] * width, [0] * width
        """For each option the set of those that come after it, and before it, as bits."""
        self._asked = list(asked)
        self.decided: list[tuple[int, int]] = []
        """In how many ways each decision could go, and in which of them it went."""
        for group in twins:
            for one, other in pairwise(group):
                self._put([one], [other])

    def first(self, rivals: Sequence[int]) -> int:
        return next(iter(self.first_of(rivals, 1)))

    def first_of(self, rivals: Sequence[int], many: int) -> set[int]:
        """``many`` of the rivals that come before all the others."""
        free = self._beginnings(sorted(rivals), many)
        place, number = 0, len(self.decided)
        if len(free) > 1:
            place = self._asked[number] if number < len(self._asked) else 0
            self.decided.append((len(free), place))
        chosen = {one for one in rivals if free[place] >> one & 1}
        if len(free) > 1:
            self._put(chosen, set(rivals) - chosen)
        return chosen

    def _beginnings(self, rivals: Sequence[int], many: int) -> list[int]:
        """Every set of ``many`` rivals that can come before all the others, as bits. Raises
        TooManyWays."""
        these = bits(rivals)
        if many == len(rivals) - 1:  # one comes last
            return [these ^ 1 << one for one in rivals if not self._behind[one] & these]
        before = {one: self._ahead[one] & these for one in rivals}
        line = sorted(rivals, key=lambda one: before[one].bit_count())  # nobody after who is behind
        found: list[int] = []
        waiting: list[tuple[int, list[int]]] = [(0, line)]
        while waiting:
            begun, rest = waiting.pop()
            if begun.bit_count() == many:
                found.append(begun)
                if len(found) > MOST_CHOICES:
                    raise TooManyWays
                continue
            one, *others = rest
            without = [other for other in others if not before[other] >> one & 1]
            if begun.bit_count() + len(without) >= many:
                waiting.append((begun, without))
            waiting.append((begun | 1 << one, others))
        return found

    def all_of(self, level: Sequence[int]) -> list[int]:
        return sorted(level)

    def _put(self, first: Iterable[int], later: Iterable[int]) -> None:
        """Each of some options before each of others, and whoever comes before the ones before
        whoever comes after the others."""
        begun, rest = bits(first), bits(later)
        early, late = begun, rest
        for column, (behind, ahead) in enumerate(zip(self._behind, self._ahead, strict=True)):
            early |= (behind & begun != 0) << column
            late |= (ahead & rest != 0) << column
        for column in range(len(self._behind)):
            if early >> column & 1:
                self._behind[column] |= late
            if late >> column & 1:
                self._ahead[column] |= early

    def next_one(self) -> list[int] | None:
        """The way after this one; None after the last."""
        places = [place for _, place in self.decided]
        while places:
            if places[-1] + 1 < self.decided[len(places) - 1][0]:
                return [*places[:-1], places[-1] + 1]
            places.pop()
        return None


def bits(columns: Iterable[int]) -> int:
    """A set as one number, which is quicker to compare and to join."""
    return sum(1 << column for column in columns)


def ends(
    twins: Sequence[Sequence[int]],
    width: int,
    most: int,
    count: Callable[[Sequence[int]], tuple[Iterable[int], list[int] | None]],
) -> Iterator[tuple[set[int], set[int]]]:
    """Who is chosen at the end of each way whichever twin comes first, and who if some one does.
    ``count``: what is asked of a way -> who is chosen, and the way after it. Raises TooManyWays."""
    asked: list[int] | None = []
    while asked is not None:
        if not most:
            raise TooManyWays
        most -= 1
        chosen, asked = count(asked)
        sure = possible = set(chosen)
        for group in twins:
            if sure.intersection(group):
                possible = possible | set(group)
                sure = sure if sure.issuperset(group) else sure - set(group)
        yield sure, possible
