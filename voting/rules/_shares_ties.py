"""Ties in equal shares: which of the level projects comes first, and every way of deciding that.

A tie order is one list of all projects, and stays the same for all counts that `add1` and the
comparison make. So a way of breaking ties grows with what has to be decided: at a tie that matters,
one way for each project that can come first; whoever came first once comes first ever after.

Not every tie matters. Level projects are bought at one price, one after the other. As long as every
supporter can pay for all of them that she supports, and the limits hold them all, nobody is in
another's way. Projects in each other's way, directly or by others, are a group: groups do not touch
each other. And projects of one cost and the same supporters are twins: what can happen to one can
happen to each, so that one order among them is enough.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from voting.rules._exact_shares import Columns, Electorate, Run
from voting.rules._one_order import Listed, OneWay, TooManyWays, ends

MOST_WAYS, FEWEST_WAYS, MOST_MARKS = 400, 24, 20_000_000
"""At most this many ways of breaking ties are followed. With many distinct ballots × projects there
are fewer, so that a town waits minutes at most: as many as re-read 20 million marks, but never
fewer than 24."""


class Order(Protocol):
    """Says who comes first."""

    def among(self, run: Run, level: Columns) -> int:
        """Which of the projects of one price is bought next."""
        ...

    def first(self, rivals: Columns) -> int:
        """Which of these, of whom not all can be funded, comes first."""
        ...

    def all_of(self, level: Columns) -> list[int]:
        """These, who are all funded, in an order in which they come."""
        ...


class ListedShares(Listed):
    """A tie order; notices among level projects only who are in each other's way."""

    def __init__(self, order: Sequence[int], *, notices: bool = False) -> None:
        super().__init__(order)
        self._notices = notices

    def among(self, run: Run, level: Columns) -> int:
        if self._notices and not self.matters:
            self.matters = any(len(group) > 1 for group in in_each_others_way(run, level))
        return self.earliest(level)


class OneWayOfShares(OneWay):
    def among(self, run: Run, level: Columns) -> int:
        groups = in_each_others_way(run, level)
        alone = [group[0] for group in groups if len(group) == 1]
        return alone[0] if alone else self.first(groups[0])


def in_each_others_way(run: Run, level: Columns) -> list[list[int]]:
    """The groups, each in the order of the options, and so are they."""
    linked = {column: {column} for column in level}
    for together in (*_crowded(run, level), *run.strained(level)):
        first, *others = together
        for other in others:
            if linked[other] is not linked[first]:
                linked[first] |= linked[other]
                for column in linked[other]:
                    linked[column] = linked[first]
    return sorted({id(group): sorted(group) for group in linked.values()}.values())


def _crowded(run: Run, level: Columns) -> Iterable[list[int]]:
    """Projects under one limit that does not hold all of them beside what is bought."""
    for limit in run.electorate.limits.limits:
        under = [column for column in level if column in limit.takes]
        takes = sum(limit.takes.get(column, 0) for column in (*run.bought, *under))
        if len(under) > 1 and takes > limit.most:
            yield under


def by_votes(electorate: Electorate, money: int, funded: Columns, order: Order) -> list[int]:
    """What votes alone would add to what is funded, passing over what does not fit into the money
    or breaks a limit."""
    costs, weights = electorate.costs, electorate.weights
    votes = {c: int(weights[electorate.supporters[c]].sum()) for c in electorate.wanted(funded)}
    added: list[int] = []
    for many in sorted(set(votes.values()), reverse=True):
        level = [column for column in votes if votes[column] == many]
        while level := [
            column
            for column in level
            if column not in added
            and costs[column] <= money
            and electorate.limits.allow(column, (*funded, *added))
        ]:
            fits = sum(costs[column] for column in level) <= money
            holds = electorate.limits.hold((*funded, *added, *level))
            next_ones = order.all_of(level) if fits and holds else [order.first(level)]
            added += next_ones
            money -= sum(costs[column] for column in next_ones)
    return added


def twins(electorate: Electorate) -> list[list[int]]:
    """Projects of one cost and the same supporters, under the same limits."""
    alike: dict[object, list[int]] = {}
    for column, cost in enumerate(electorate.costs):
        limits = tuple(limit.takes.get(column) for limit in electorate.limits.limits)
        alike.setdefault((cost, limits, electorate.supporters[column].tobytes()), []).append(column)
    return [group for group in alike.values() if len(group) > 1]


def every_way(
    electorate: Electorate,
    count: Callable[[Order], Sequence[int]],
    fundable: set[int],
) -> tuple[set[int], set[int]]:
    """What ``count`` funds in every way of breaking ties, and what in some. When there are too many
    ways nothing is sure, and everything ``fundable`` is possible; that is also the end where no
    further way can change it."""
    groups, width = twins(electorate), len(electorate.costs)
    most = max(FEWEST_WAYS, min(MOST_WAYS, MOST_MARKS // max(1, electorate.approvals.size)))

    def counted(asked: Sequence[int]) -> tuple[Sequence[int], list[int] | None]:
        way = OneWayOfShares(groups, width, asked)
        return count(way), way.next_one()

    sure: set[int] | None = None
    possible: set[int] = set()
    try:
        for always, ever in ends(groups, width, most, counted):
            sure = always if sure is None else sure & always
            possible |= ever
            if (sure, possible) == (set(), fundable):
                break
    except TooManyWays:
        return set(), fundable
    return sure or set(), possible
