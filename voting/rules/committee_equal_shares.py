"""Equal shares for a committee: all voters have the same part of the places to give.

With k places, every ballot has k / (all ballots) of a place. An option is elected when those who
tick it can give a whole place together, sharing it as equally as they can; the one whose voters
give least each comes first. Places left over: Phragmén's method goes on from what everybody has
left, or the most ticks win. Source: Peters and Skowron, "Proportionality and the Limits of
Welfarism" (EC 2020).
"""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import Self

import numpy as np

from voting.rules import N_, Option, Outcome, Parameter, Parameters, Profile, VotingRule
from voting.rules import _committees as committees
from voting.rules._exact_shares import Electorate, Run
from voting.rules._loads import Loads


class Sharing:
    """How the count stands: places are bought as long as voters can pay for one, then filled."""

    def __init__(self, profile: Profile, parameters: Parameters) -> None:
        width = len(profile.options)
        electorate = Electorate(profile.marks > 0, profile.times, [1] * width)
        start = Fraction(parameters["seats"], max(profile.weight, 1))
        self._run = Run(electorate, start)
        self._bound = self._run.bounds()
        self._seats = parameters["seats"]
        self._filling: Loads | Ticks | None = None
        self._fills = committees.fills(parameters)
        self._by_loads = parameters["completion"] == "phragmen"

    @property
    def chosen(self) -> list[int]:
        return self._run.bought if self._filling is None else self._filling.chosen

    def level(self) -> list[int]:
        if self._filling is None:
            level = self._run.cheapest(self._bound)
            if level:
                return level
            self._filling = (
                self._filled_by_loads()
                if self._by_loads
                else Ticks(self._run, self._seats, fills=self._fills)
            )
        return self._filling.level()

    def _filled_by_loads(self) -> Loads:
        """What voters have left is a burden that they bear less than others."""
        electorate = self._run.electorate
        left = self._run.exact_balances(np.arange(len(electorate.weights)))
        return Loads(
            electorate.approvals,
            electorate.weights,
            electorate.costs,
            self._seats,
            start=[-left[row] for row in range(len(left))],
            chosen=self._run.bought,
            fills=self._fills,
        )

    def choose(self, column: int) -> None:
        if self._filling is not None:
            self._filling.choose(column)
        else:
            del self._bound[column]
            self._run.buy(column)

    def copy(self) -> Self:
        twin = object.__new__(type(self))
        filling = None if self._filling is None else self._filling.copy()
        run = self._run if self._filling is not None else self._run.copy()
        twin.__dict__ |= self.__dict__ | {
            "_run": run,
            "_filling": filling,
            "_bound": self._bound.copy(),
        }
        return twin

    def key(self) -> Hashable:
        """Who is elected, and what each ballot has left."""
        if self._filling is not None:
            return self._filling.key()
        left = self._run.exact_balances(np.arange(len(self._run.electorate.weights)))
        return frozenset(self.chosen), tuple(left[row] for row in range(len(left)))

    def left_over(self) -> tuple[list[int], int]:
        return self._filling.left_over() if self._filling is not None else ([], 0)

    def possible(self) -> set[int]:
        supporters = self._run.electorate.supporters
        known = {c for c, rows in enumerate(supporters) if len(rows) or self._fills}
        return known - set(self.chosen)

    def told(self) -> list[tuple[int, Fraction | None]]:
        """Paid places: as many votes as would have paid it alone, giving what the richest gave."""
        self._run.exact_balances(np.arange(0))
        paid = {c: 1 / price for c, price in zip(self._run.bought, self._run.prices, strict=True)}
        return [(column, paid.get(column)) for column in self.chosen]

    def next_ones(self) -> list[int]:
        """Only Phragmén's method goes on from where it stands."""
        if not isinstance(self._filling, Loads):
            return []
        self._filling.left = 1
        return self._filling.level()


class Ticks:
    """The places left over, to the most ticks: whoever is level for the last ones stays so."""

    def __init__(self, run: Run, seats: int, *, fills: bool) -> None:
        weights = run.electorate.weights
        self.chosen = list(run.bought)
        ticks = [int(weights[rows].sum()) for rows in run.electorate.supporters]
        open_ones = [
            c for c, votes in enumerate(ticks) if (votes or fills) and c not in self.chosen
        ]
        self._last: list[int] = []
        while open_ones and not self._last:
            most = max(ticks[column] for column in open_ones)
            best = [column for column in open_ones if ticks[column] == most]
            if len(best) > seats - len(self.chosen):
                self._last = best
            else:
                self.chosen += best
            open_ones = [column for column in open_ones if column not in best]
        self._left = seats - len(self.chosen)

    def level(self) -> list[int]:
        return []

    def choose(self, column: int) -> None:
        raise AssertionError(column)

    def copy(self) -> Self:
        return self

    def key(self) -> Hashable:
        return frozenset(self.chosen), tuple(self._last)

    def left_over(self) -> tuple[list[int], int]:
        return (self._last, self._left) if self._left else ([], 0)


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    start = Sharing(profile, parameters)
    return committees.outcome(start, profile, parameters["seats"], tie_order)


RULE = VotingRule(
    id="committee-equal-shares",
    title=N_("Several places, equal shares for all voters"),
    summary=N_(
        "Tick everybody whom you would like to see elected. Everybody who votes has the same part "
        "of the places to give, and gives it to those whom they ticked: an option is elected when "
        "its voters can give it a whole place together."
    ),
    form="approval",
    count=count,
    parameters=(
        committees.PLACES,
        committees.UNTICKED,
        Parameter(
            name="completion",
            label=N_("Places that nobody can give as a whole"),
            default="phragmen",
            words={
                "phragmen": N_("go to whoever burdens voters least, after what they have left"),
                "greedy": N_("go to whoever has the most ticks"),
            },
            example=N_("By ticks, a large group that has its part already can get one more."),
        ),
    ),
    promises=(
        N_("A group that agrees gets at least its share of the places, rounded down."),
        N_("Everybody’s ballot is worth the same, whatever others tick."),
    ),
    limits=(
        N_("The places left over are given by another method."),
        N_("The count is longer to follow by hand than a list of ticks."),
    ),
    sentences=committees.SENTENCES,
    sums=None,
    fingerprints=True,
)
