"""How far everybody's part can be raised before an outcome of equal shares can change.

``add1`` counts again for each unit of money given to everybody: a hundred counts in a town, a
hundred million where one voter is the only supporter of a dear project. While the same choices are
made, every balance and every price is a straight line in the amount given; so the first amount
at which two of these lines meet bounds the amounts that need no count. Only half of it is used,
and nothing where two lines are already close; what comes after it is counted exactly.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from voting.rules._exact_shares import NEAR, Electorate, Run

Line = tuple[float, float]
"""A value, and how much it grows for each unit of money given to everybody."""


def raisable(run: Run) -> int:
    """By how many units per unit of weight the budget can grow before the projects bought, or
    their order, change. Something is still wanted: its supporters' growth says when they can pay
    for it; and who grows no more gave all for another, which bounds the amount, too."""
    least = np.inf
    try:
        for meeting in _meetings(run):
            least = min(least, meeting)
            if least < 2:
                return 0
    except TooClose:
        return 0
    return int(least / 2)


class TooClose(Exception):
    """Two prices that floats cannot tell apart."""


def _meetings(run: Run) -> Iterable[float]:
    """The amounts at which something else may be chosen, or balances become other lines."""
    electorate, bought = run.electorate, run.bought
    costs, weights = electorate.costs, electorate.weights
    money = np.full(len(weights), float(run.start))
    growth = np.ones(len(weights))
    waiting = electorate.wanted()
    for done, best in enumerate((*bought, None), 1):
        prices: dict[int, Line] = {}
        for column in list(waiting):
            rows, gain = electorate.supporters[column], run.gain(column)
            lacking = costs[column] - float(money[rows] @ weights[rows])
            if lacking > 0:
                if column == best or lacking < NEAR * costs[column]:
                    raise TooClose
                yield _until(lacking, float(growth[rows] @ weights[rows]))
                waiting.remove(column)
                continue
            if best is None:
                raise TooClose  # floats would pay for what the exact count could not
            level, slope, meeting = _level(money[rows], growth[rows], weights[rows], costs[column])
            yield meeting
            prices[column] = (level / gain, slope / gain)
        if best is None:
            return
        yield from _overtaken(electorate, prices, best)
        waiting.remove(best)
        waiting = [c for c in waiting if electorate.limits.allow(c, bought[:done])]
        rows, gain = electorate.supporters[best], run.gain(best)
        level, slope = prices[best][0] * gain, prices[best][1] * gain
        rich = money[rows] >= level
        money[rows] = np.where(rich, money[rows] - level, 0.0)
        growth[rows] = np.where(rich, growth[rows] - slope, 0.0)


def _overtaken(electorate: Electorate, prices: dict[int, Line], best: int) -> Iterable[float]:
    """When another project's price comes down to that of the one bought. Those that the same
    voters want for the same cost are level for ever."""
    price, slope = prices[best]
    for column, (other, its_slope) in prices.items():
        if other - price > NEAR * price:
            yield _until(other - price, slope - its_slope)
        elif not _alike(electorate, column, best):
            raise TooClose


def _alike(electorate: Electorate, one: int, other: int) -> bool:
    same = np.array_equal(electorate.supporters[one], electorate.supporters[other])
    return same and electorate.costs[one] == electorate.costs[other]


def _level(
    money: NDArray[np.float64], growth: NDArray[np.float64], weight: NDArray[np.int64], cost: int
) -> tuple[float, float, float]:
    """The payment, its growth, and when the next poor supporter has become rich enough."""
    poor = np.zeros(len(money), dtype=bool)
    while True:
        heads = float(weight[~poor].sum())
        if heads <= 0:
            raise TooClose
        level = (cost - float(money[poor] @ weight[poor])) / heads
        newly = ~poor & (money < level)
        if not newly.any():
            break
        poor |= newly
    slope = -float(growth[poor] @ weight[poor]) / heads
    closing = growth[poor] - slope
    gaps = level - money[poor]
    meeting = float((gaps[closing > 0] / closing[closing > 0]).min(initial=np.inf))
    return level, slope, meeting


def _until(gap: float, closing: float) -> float:
    return gap / closing if closing > 0 else np.inf
