"""The engine of equal shares: who pays for what, in floats where they surely suffice, in exact
fractions wherever two numbers come near each other.

All voters start with the same money per unit of weight. A voter's balance is therefore the
start less the payments made while rich, or exactly zero once everything was given: that is how
it is computed again in fractions, whenever a comparison is closer than floats can be trusted.

Error bound: a balance is the result of at most ``len(options)`` subtractions of positive numbers
no larger than the start; its relative error (to the start) stays below options × 2^-52, and a
price's below a few times that, under 10^-12 for 1,000 options. NEAR is a thousand times wider. What
costs so little beside all that its supporters had at the start that their errors together may be
near its cost is counted in fractions alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from voting.rules._limits import Limits

NEAR = 1e-9
ERROR = 2.0**-51
"""Of a balance, at most, for each option, as a part of the start."""

Columns = Sequence[int]


@dataclass
class Electorate:
    """Distinct ballots as columns of supporters, with weights."""

    approvals: NDArray[np.bool_]
    """One row per distinct ballot, one column per project."""
    weights: NDArray[np.int64]
    costs: Sequence[int]
    limits: Limits[int] = field(default_factory=Limits)
    """What may be bought together."""
    supporters: list[NDArray[np.int64]] = field(init=False)
    backing: list[int] = field(init=False)
    """The weight of the supporters."""

    def __post_init__(self) -> None:
        self.supporters = [
            np.flatnonzero(self.approvals[:, column]) for column in range(len(self.costs))
        ]
        self.backing = [int(self.weights[rows].sum()) for rows in self.supporters]

    def wanted(self, bought: Columns = ()) -> list[int]:
        """What has supporters, is not bought yet, and may be bought beside that."""
        return [
            column
            for column, rows in enumerate(self.supporters)
            if len(rows) and column not in bought and self.limits.allow(column, bought)
        ]


@dataclass
class Run:
    """One distribution of one budget, project by project."""

    electorate: Electorate
    start: Fraction
    """Money per unit of weight."""
    by_cost: bool = True
    """Whether a supporter gains a project's cost from it, or the same from each project."""
    bought: list[int] = field(default_factory=list)
    completed: list[int] = field(default_factory=list)
    """Columns added afterwards with money that nobody's part paid."""
    instead: list[int] | None = None
    """What is funded in place of all this, where more voters would rather have that."""
    gains: tuple[int, int] | None = None
    """Where it was compared with what votes alone would fund: the weight of those who gain more
    from this, and from that."""
    prices: list[Fraction] = field(default_factory=list)
    """Exact payment per unit of weight of those who were rich enough, for each project bought;
    made when somebody asks."""
    balances: NDArray[np.float64] = field(init=False)
    error: float = field(init=False)
    """Of a balance, at most."""

    def __post_init__(self) -> None:
        self.error = float(self.start) * ERROR * len(self.electorate.costs)
        self.balances = np.full(len(self.electorate.weights), float(self.start))

    @property
    def funded(self) -> list[int]:
        return [*self.bought, *self.completed] if self.instead is None else self.instead

    def copy(self) -> "Run":
        twin = Run(self.electorate, self.start, self.by_cost)
        twin.bought, twin.completed = list(self.bought), list(self.completed)
        twin.prices = list(self.prices)
        twin.balances = self.balances.copy()
        return twin

    def spend(self, among: "Callable[[Run, Columns], int]") -> None:
        """Buy until nobody can pay for anything more. ``among`` says which of several columns of
        exactly one price is bought next."""
        bound = self.bounds()
        while near := self.cheapest(bound):
            best = near[0] if len(near) == 1 else among(self, near)
            bound.pop(best)
            self.buy(best)
            for column in [c for c in bound if not self.electorate.limits.allow(c, self.bought)]:
                del bound[column]

    def bounds(self) -> dict[int, float]:
        """Of everything that has supporters: no price is below 0."""
        return dict.fromkeys(self.electorate.wanted(), 0.0)

    def cheapest(self, bound: dict[int, float]) -> list[int]:
        """The columns whose supporters pay least per unit of what they gain. Prices only rise
        as money goes, so a price computed earlier is a lower bound, and most need no second
        look."""
        fresh: dict[int, float] = {}
        best = np.inf
        for column in sorted(bound, key=lambda c: bound[c]):
            if _surely_more(bound[column], best):
                break
            price = self._price(column)
            if price is None:
                del bound[column]
                continue
            bound[column] = fresh[column] = price
            best = min(best, price)
        near = [column for column, price in fresh.items() if not _surely_more(price, best)]
        return self._decide(near) if near[1:] else near

    def _decide(self, near: Columns) -> list[int]:
        exact = {column: self._exact_price(column) for column in near}
        least = min(price for price in exact.values() if price is not None)
        return [column for column in near if exact[column] == least]

    def gain(self, column: int) -> int:
        """What a project gives to each of its supporters."""
        return self.electorate.costs[column] if self.by_cost else 1

    def _price(self, column: int) -> float | None:
        """Payment of the rich supporters per unit of gain; None if they cannot pay together."""
        rows, cost = self.electorate.supporters[column], self.electorate.costs[column]
        money, weight = self.balances[rows], self.electorate.weights[rows]
        together = float(money @ weight)
        if cost * NEAR > self.error * self.electorate.backing[column]:
            if _surely_more(cost, together):
                return None
            if _surely_more(together, cost):
                return _water_level(money, weight, cost) / self.gain(column)
        exact = self._exact_price(column)
        return None if exact is None else float(exact)

    def buy(self, column: int) -> None:
        rows, cost = self.electorate.supporters[column], self.electorate.costs[column]
        money, weight = self.balances[rows], self.electorate.weights[rows]
        payment = _water_level(money, weight, cost)
        self.balances[rows] = np.maximum(money - payment, 0.0)
        self.bought.append(column)

    def exact_balances(self, rows: NDArray[np.int64]) -> dict[int, Fraction]:
        while len(self.prices) < len(self.bought):
            place = len(self.prices)
            column = self.bought[place]
            paying = self._balances_before(place, self.electorate.supporters[column])
            price = self._exact_level(paying, self.electorate.costs[column])
            assert price is not None
            self.prices.append(price)
        return self._balances_before(len(self.bought), rows)

    def _balances_before(self, place: int, rows: NDArray[np.int64]) -> dict[int, Fraction]:
        """Ballots that supported the same of the projects bought have the same balance."""
        done = self.bought[:place]
        history = self.electorate.approvals[rows][:, np.array(done, dtype=np.int64)]
        patterns, back = np.unique(history, axis=0, return_inverse=True)
        left = []
        for pattern in patterns:
            money = self.start
            for paid, price in zip(pattern, self.prices, strict=False):
                if paid:
                    money = max(Fraction(0), money - price)
            left.append(money)
        return {int(row): left[which] for row, which in zip(rows, back.ravel(), strict=True)}

    def strained(self, level: Columns) -> Iterable[list[int]]:
        """Of columns of one price, those that a ballot supports which has less left than it would
        pay for all of them."""
        picks = self.electorate.approvals[:, list(level)]
        rows = np.flatnonzero(picks.sum(axis=1) > 1)
        if not len(rows):
            return
        money, picks, exact = self.balances[rows], picks[rows], self._exact_payments(level)
        payments = np.array([float(exact[column]) for column in level])
        due = (np.minimum(money[:, None], payments) * picks).sum(axis=1)
        doubt = float(self.start) * NEAR
        found = {pick.tobytes(): pick for pick in np.unique(picks[due > money + doubt], axis=0)}
        near = np.flatnonzero(np.abs(due - money) <= doubt)
        balances = self.exact_balances(rows[near])
        for row, pick in zip(rows[near].tolist(), picks[near], strict=True):
            owed = [exact[level[place]] for place in np.flatnonzero(pick).tolist()]
            if _owes(balances[row], owed):
                found[pick.tobytes()] = pick
        for pick in found.values():
            yield [level[place] for place in np.flatnonzero(pick).tolist()]

    def _exact_payments(self, level: Columns) -> dict[int, Fraction]:
        """Of a rich supporter, per unit of weight, for each of the columns of one price."""
        price = self._exact_price(level[0])
        assert price is not None
        return {column: price * self.gain(column) for column in level}

    def _exact_price(self, column: int) -> Fraction | None:
        balances = self.exact_balances(self.electorate.supporters[column])
        level = self._exact_level(balances, self.electorate.costs[column])
        return None if level is None else level / self.gain(column)

    def _exact_level(self, balances: dict[int, Fraction], cost: int) -> Fraction | None:
        """The payment p per unit of weight with Σ weight × min(balance, p) = cost."""
        by_money: dict[Fraction, int] = {}
        for row, money in balances.items():
            weight = int(self.electorate.weights[row])
            by_money[money] = by_money.get(money, 0) + weight
        left, heads = Fraction(cost), sum(by_money.values())
        for money in sorted(by_money):
            if heads * money >= left:
                return left / heads
            left -= money * by_money[money]
            heads -= by_money[money]
        return None


def _surely_more(one: float, other: float) -> bool:
    return one > other * (1 + NEAR)


def _owes(money: Fraction, payments: Iterable[Fraction]) -> bool:
    return sum(min(money, payment) for payment in payments) > money


def _water_level(money: NDArray[np.float64], weight: NDArray[np.int64], cost: int) -> float:
    """The same payment in floats: those with less give everything, the others share the rest."""
    left, heads = float(cost), float(weight.sum())
    poor = np.zeros(len(money), dtype=bool)
    while True:
        level = left / heads if heads else np.inf
        newly = ~poor & (money < level)
        if not newly.any():
            return level
        poor |= newly
        left = cost - float(money[poor] @ weight[poor])
        heads = float(weight[~poor].sum())
