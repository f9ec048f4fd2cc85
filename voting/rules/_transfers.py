"""Single transferable vote by weighted inclusive Gregory transfers: the engine of stv-scottish,
stv-wigm and stv-rctab, which differ in quota, arithmetic and ties.

Every ballot is held by one option and is worth something. Whoever reaches the quota is elected;
what is above it moves on, on all of that option's ballots, each worth a little less. When nothing
is above a quota, the lowest option goes out and its ballots move on as they are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import ge, gt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules._rankings import Papers
from voting.rules._stv import Tie

Worth = Fraction | int
"""Of a ballot, or of all ballots of an option: in units of the arithmetic, or exact."""


@dataclass(frozen=True, kw_only=True)
class Gregory:
    """What sets one such rule apart."""

    quota: Worth
    reaches: Callable[[Worth, Worth], bool]
    """Whether a total reaches the quota."""
    one: Worth
    """What a whole ballot is worth."""
    reduced: Callable[[Worth, Worth, Worth], Worth]
    """A ballot's worth, the surplus, the option's total -> the ballot's new worth."""
    looks_back: bool
    """Whether a tie asks first who was ahead at the latest stage where they differed."""
    together: bool = False
    """Whether all surpluses move on before anybody else is elected."""
    no_surplus: bool = False
    """Whether options only go out, until as many as places are left."""
    decimals: int | None
    """How many the arithmetic keeps; worths are whole numbers of its last one. None: exact."""


def cut(worth: Worth, surplus: Worth, total: Worth) -> Worth:
    """A ballot's worth after a transfer, cut after the last decimal."""
    return int(surplus * worth // total)


def exactly(worth: Worth, surplus: Worth, total: Worth) -> Worth:
    """The same, nothing cut off."""
    return Fraction(surplus * worth) / Fraction(total)


Quota = tuple[Worth, Callable[[Worth, Worth], bool]]
QUOTAS: Mapping[str, Callable[[int, int, int], Quota]] = {
    "droop": lambda valid, seats, one: ((valid // (seats + 1) + 1) * one, ge),
    "hare": lambda valid, seats, one: (
        valid * one // seats if one > 1 else Fraction(valid, seats),
        ge,
    ),
    "exact": lambda valid, seats, one: (Fraction(valid * one, seats + 1), gt),
}
"""Name -> quota in units of the arithmetic, and how it is reached, from the weight of the ballots
that count, the seats and what one ballot is worth."""


class Stage:
    """How a count stands. ``advance`` goes on until it is over or somebody has to choose."""

    def __init__(self, papers: Papers, gregory: Gregory, seats: int) -> None:
        self.papers, self.gregory, self.seats = papers, gregory, seats
        self.worths: list[Worth] = [gregory.one]
        self.kind = np.zeros(len(papers.times), dtype=np.int64)
        """Row -> place in ``worths``."""
        self.standing = frozenset(range(papers.width))
        self.elected: list[int] = []
        self.remained: list[int] = []
        self.totals: list[Worth] = []
        self.history: list[list[Worth]] = []
        self.at = papers.where(self.standing)
        self.log: list[dict[str, Any]] = []
        self._recount()

    def copy(self) -> "Stage":
        twin = object.__new__(Stage)
        twin.__dict__.update(self.__dict__)
        for name in ("worths", "elected", "remained", "totals", "history", "log"):
            setattr(twin, name, list(getattr(self, name)))
        twin.kind, twin.at = self.kind.copy(), self.at.copy()
        return twin

    def key(self) -> tuple[Any, ...]:
        """Two stages of one key go on in the same way: who stands, who is elected and with what
        surplus, with which of them each ballot lies and what it is worth, and, where a tie looks
        back, how it was before."""
        surplus = self._surplus()
        here = np.isin(self.at, [*self.standing, *surplus])
        lying = np.where(here, self.at, self.papers.width).tobytes()
        worth = tuple(str(self.worths[kind]) for kind in self.kind.tolist())
        back = tuple(map(tuple, self.history)) if self.gregory.looks_back else ()
        return (self.standing, frozenset(self.elected), frozenset(surplus), lying, worth, back)

    def advance(self) -> Tie | None:
        """Until the count is over (None) or a tie has to be broken."""
        while True:
            self._elect()
            if self._is_over():
                return None
            surplus = self._surplus()
            if surplus and self.gregory.together:
                for option in surplus:
                    self.choose(option, goes_out=False)
                continue
            level = self._extreme(surplus, largest=True) if surplus else self._lowest()
            if len(level) > 1:
                return Tie(tuple(level), goes_out=not surplus)
            self.choose(level[0], goes_out=not surplus)

    def choose(self, option: int, *, goes_out: bool) -> None:
        """Move its surplus on, or take it out."""
        total, quota = self.totals[option], self.gregory.quota

        def reduced(worth: Worth) -> Worth:
            return worth if goes_out else self.gregory.reduced(worth, total - quota, total)

        if goes_out:
            self.standing -= {option}
        self._move(option, reduced, kept=0 if goes_out else quota, goes_out=goes_out)
        self.history.append(list(self.totals))

    def _elect(self) -> None:
        """Never more than places are left: with a hundred at most, each quota is large enough."""
        if self.gregory.no_surplus:
            return
        reached = [
            c for c in self.standing if self.gregory.reaches(self.totals[c], self.gregory.quota)
        ]
        reached.sort(key=lambda c: (-self.totals[c], c))
        self._take(reached)

    def _surplus(self) -> list[int]:
        """Who is elected and has more than is needed, in order of election."""
        return [c for c in self.elected if self.totals[c] > self.gregory.quota]

    def _take(self, options: Sequence[int]) -> None:
        self.elected += options
        self.standing -= set(options)
        self.log[-1]["elected"] = [*self.log[-1]["elected"], *options]

    def _is_over(self) -> bool:
        left = self.seats - len(self.elected)
        if left and len(self.standing) > left:
            return False
        if left:
            rest = sorted(self.standing, key=lambda c: (-self.totals[c], c))
            self._take(rest)
            self.remained += rest
        return True

    def _extreme(self, options: Sequence[int], *, largest: bool) -> list[int]:
        """Those with the largest (or smallest) total, told apart by earlier stages if the rule
        says so."""
        pick = max if largest else min
        worst = pick(self.totals[c] for c in options)
        level = [c for c in options if self.totals[c] == worst]
        if self.gregory.looks_back:
            for before in reversed(self.history[:-1]):
                if len(level) == 1:
                    break
                worst = pick(before[c] for c in level)
                level = [c for c in level if before[c] == worst]
        return level

    def _lowest(self) -> list[int]:
        """Whoever goes out; of many without a vote, who all go out in any order, the last one."""
        options = sorted(self.standing)
        empty = [c for c in options if not self.totals[c]]
        left = self.seats - len(self.elected)
        if empty and len(options) - len(empty) >= left:
            return [max(empty)]
        return self._extreme(options, largest=False)

    def _move(
        self, option: int, worth: Callable[[Worth], Worth], *, kept: Worth, goes_out: bool
    ) -> None:
        """Its ballots go to the next option that stands, each with its new worth."""
        rows = np.flatnonzero(self.at == option)
        kinds = np.flatnonzero(np.bincount(self.kind[rows])).tolist()
        new = {kind: worth(self.worths[kind]) for kind in kinds}
        for kind in kinds:
            if new[kind] != self.worths[kind]:
                self.worths.append(new[kind])
                self.kind[rows[self.kind[rows] == kind]] = len(self.worths) - 1
        self.at[rows] = self.papers.where(self.standing, rows)
        before = list(self.totals)
        self._add(rows)
        self.totals[option] = kept
        gained = [now - then for now, then in zip(self.totals, before, strict=True)]
        event = {"goes_out": goes_out, "option": option}
        self._note(event | {"gained": {c: g for c, g in enumerate(gained) if g > 0}})

    def _recount(self) -> None:
        self.totals = [0] * self.papers.width
        self._add(np.arange(len(self.papers.times)))
        self.history.append(list(self.totals))
        self._note({})

    def _add(self, rows: NDArray[np.int64]) -> None:
        """Put the worth of these ballots where they lie now."""
        width, kinds = self.papers.width, len(self.worths)
        heap = np.zeros((width + 1, kinds), dtype=np.int64)
        lying = self.at[rows].astype(np.int64) * kinds + self.kind[rows]
        np.add.at(heap.reshape(-1), lying, self.papers.times[rows])
        for option, kind in np.argwhere(heap[:width]).tolist():
            self.totals[option] += int(heap[option, kind]) * self.worths[kind]

    def _note(self, event: dict[str, Any]) -> None:
        self.log.append(
            event | {"totals": list(self.totals), "standing": sorted(self.standing), "elected": []}
        )

    def written(self, amount: Worth) -> int | str:
        if self.gregory.decimals is None:
            exact = Fraction(amount)
            is_whole = exact.denominator == 1
            return exact.numerator if is_whole else f"{exact.numerator}/{exact.denominator}"
        whole, rest = divmod(int(amount), int(self.gregory.one))
        return f"{whole}.{rest:0{self.gregory.decimals}}"

    def first_quota(self) -> int | str:
        votes = Fraction(self.gregory.quota) / self.gregory.one
        return votes.numerator if votes.denominator == 1 else self.written(self.gregory.quota)

    def at_the_end(self) -> list[int]:
        return [c for c, total in enumerate(self.totals) if total]
