"""Single transferable vote with keep values: the engine of stv-meek and stv-warren.

Each elected option keeps a part of every ballot that reaches it, just so much that a quota stays,
and hands on the rest; ballots also pass through options elected before. The parts are found by
repeating: distribute all ballots, set the quota from what still counts, lower the parts. Source:
Meek (1969), in Hill, Wichmann and Woodall, "Algorithm 123", The Computer Journal 30 (1987); Warren,
"Counting in STV elections", Voting matters 1 (1994); the reference Meek rule of the Proportional
Representation Foundation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules._rankings import Papers
from voting.rules._stv import Tie

MOST_ROUNDS = 20_000


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """What sets one such rule apart; all amounts are whole numbers of the last decimal."""

    decimals: int
    shared: bool
    """Meek: an option keeps a share of what reaches it. Warren: the same amount of each ballot, or
    all that is left of it."""
    quota_more: int
    """Added to the quota after cutting it, so that it need not be exceeded."""
    margin: int
    """How far above the quota is above it, and within how much two totals are level."""
    settled: int
    """The distribution stands when all that is above the quota is less than this."""
    adds_surplus: bool
    """Whether totals are level if the surplus that is not yet handed on could turn them."""

    @property
    def one(self) -> int:
        return int(10**self.decimals)

    def dtype(self, weight: int) -> Any:
        """Products of two amounts fit 64 bits up to nine decimals, and all ballots together up to
        some thousand millions; beyond, Python's integers."""
        return np.int64 if self.decimals <= 9 and self.one * weight < 2**62 else object


class Groups:
    """Ballots that pass the same elected options, in the same order, to the same one that stands.

    ``path``: one column for each passed option, the last one first empty cell being the width.
    """

    def __init__(
        self, papers: Papers, standing: frozenset[int], elected: Sequence[int], dtype: Any
    ) -> None:
        width = papers.width
        role = np.zeros(width + 1, dtype=np.int8)
        role[list(elected)] = 1
        role[list(standing)] = 2
        codes = np.zeros(len(papers.times), dtype=np.int64)
        going = np.ones(len(papers.times), dtype=bool)
        paths = np.full((1, len(elected) + 1), width, dtype=np.int64)
        sizes = np.zeros(1, dtype=np.int64)
        for column in papers.columns.T:
            kind = role[column]
            hit = going & (kind > 0)
            going &= kind != 2
            if hit.any():
                step = np.where(hit, column.astype(np.int64) + 1, 0)
                pairs, codes = np.unique(codes * (width + 1) + step, return_inverse=True)
                codes = codes.reshape(-1)
                paths, sizes = paths[pairs // (width + 1)], sizes[pairs // (width + 1)]
                longer = np.flatnonzero(pairs % (width + 1))
                paths[longer, sizes[longer]] = pairs[longer] % (width + 1) - 1
                sizes[longer] += 1
        self.paths = paths[:, : int(sizes.max())]
        self.times: NDArray[Any] = np.zeros(len(paths), dtype=np.int64)
        np.add.at(self.times, codes, papers.times)
        self.times = self.times.astype(dtype)


class Stage:
    """How a count stands."""

    def __init__(self, papers: Papers, keeping: Keeping, seats: int) -> None:
        self.papers, self.keeping, self.seats = papers, keeping, seats
        self.dtype = keeping.dtype(int(papers.times.sum()))
        self.standing = frozenset(range(papers.width))
        self.elected: list[int] = []
        self.remained: list[int] = []
        self.keeps: list[int] = [keeping.one] * papers.width
        self.totals: list[int] = []
        self.quota = 0
        self.log: list[dict[str, Any]] = []
        self.event: dict[str, Any] = {}

    def copy(self) -> "Stage":
        twin = object.__new__(Stage)
        twin.__dict__.update(self.__dict__)
        for name in ("elected", "remained", "keeps", "totals", "log"):
            setattr(twin, name, list(getattr(self, name)))
        return twin

    def key(self) -> tuple[Any, ...]:
        return (self.standing, frozenset(self.elected), tuple(self.keeps))

    def advance(self) -> Tie | None:
        """Until the count is over (None) or a tie has to be broken."""
        while not self._is_over():
            surplus = self._settle()
            if self._is_over():
                break
            level = self._lowest(surplus)
            if len(level) > 1:
                return Tie(tuple(level), goes_out=True)
            self.choose(level[0], goes_out=True)
        return None

    def choose(self, option: int, *, goes_out: bool) -> None:
        assert goes_out, "only going out can be tied here"
        self.standing -= {option}
        self.keeps[option] = 0
        self.event = {"goes_out": True, "option": option}

    def _is_over(self) -> bool:
        left = self.seats - len(self.elected)
        if left and len(self.standing) > left:
            return False
        if left and self.standing:
            if not self.totals or self.event:
                self._distribute(self._groups())
                self._note()
            rest = sorted(self.standing, key=lambda c: (-self.totals[c], c))
            self._take(rest)
            self.remained += rest
        return True

    def _settle(self) -> int:
        """Repeat until the parts kept are found, electing on the way; the surplus left over."""
        groups, before, surplus = self._groups(), None, 0
        for _ in range(MOST_ROUNDS):
            self._distribute(groups)
            enough = self.quota + self.keeping.margin
            reached = [c for c in self.standing if self.totals[c] >= enough]
            if reached:
                self._note()
                self._take(sorted(reached, key=lambda c: (-self.totals[c], c)))
                if self._is_over():
                    return 0
                groups, before = self._groups(), None
                continue
            surplus = sum(max(0, self.totals[c] - self.quota) for c in self.elected)
            if surplus < self.keeping.settled or (before is not None and surplus >= before):
                break
            before = surplus
            self._lower()
        self._note()
        return surplus

    def _lower(self) -> None:
        one = self.keeping.one
        for c in self.elected:
            if self.totals[c]:
                part = -(-self.keeps[c] * self.quota // one)
                self.keeps[c] = min(-(-part * one // self.totals[c]), one)

    def _groups(self) -> Groups:
        return Groups(self.papers, self.standing, self.elected, self.dtype)

    def _distribute(self, groups: Groups) -> None:
        one, dtype = self.keeping.one, self.dtype
        keeps = np.array([*self.keeps, 0], dtype=dtype)
        totals = np.zeros(self.papers.width + 1, dtype=dtype)
        left = np.full(len(groups.times), one, dtype=dtype)
        for column in groups.paths.T:
            keep = keeps[column]
            taken = -(-left * keep // one) if self.keeping.shared else np.minimum(left, keep)
            np.add.at(totals, column, taken * groups.times)
            left = left - taken
        self.totals = [int(total) for total in totals[:-1]]
        self.quota = sum(self.totals) // (self.seats + 1) + self.keeping.quota_more

    def _lowest(self, surplus: int) -> list[int]:
        options = sorted(self.standing)
        empty = [c for c in options if not self.totals[c]]
        left = self.seats - len(self.elected)
        if empty and len(options) - len(empty) >= left:
            return empty[-1:]
        slack = surplus if self.keeping.adds_surplus else self.keeping.margin
        least = min(self.totals[c] for c in options)
        return [c for c in options if self.totals[c] <= least + slack]

    def _take(self, options: Sequence[int]) -> None:
        self.elected += options
        self.standing -= set(options)
        self.log[-1]["elected"] = [*self.log[-1]["elected"], *options]

    def _note(self) -> None:
        self.log.append(
            self.event
            | {
                "totals": list(self.totals),
                "standing": sorted(self.standing),
                "elected": [],
                "quota": self.quota,
            }
        )
        self.event = {}

    def written(self, amount: int) -> str:
        whole, rest = divmod(amount, self.keeping.one)
        return f"{whole}.{rest:0{self.keeping.decimals}}"

    def first_quota(self) -> int | str:
        quota = self.log[0]["quota"]
        return quota // self.keeping.one if quota % self.keeping.one == 0 else self.written(quota)

    def at_the_end(self) -> list[int]:
        return self.elected
