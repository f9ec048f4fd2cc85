"""Single transferable vote by whole papers in parcels, as in Ireland: the engine of stv-irish.

Papers lie with an option in the parcels in which it received them. A surplus is taken from the
last parcel alone, and a paper moves whole or not at all. Which papers of a parcel move is settled
without chance: as many of each further preference as its share of the parcel, and so on down the
ranking. A paper is its options that still stand; equal ones are one pile.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from voting.rules._one_order import Listed, OneWay

Paper = tuple[int, ...]
"""Options, by column, best first."""
Pile = Counter[Paper]


class Count:
    """A whole count, ties broken by an order of all options, or by a way to break them."""

    def __init__(self, papers: Pile, width: int, seats: int, order: Listed | OneWay) -> None:
        self.seats = seats
        self.quota = papers.total() // (seats + 1) + 1
        self.standing = frozenset(range(width))
        self.elected: list[int] = []
        self.remained: list[int] = []
        self.pending: list[int] = []
        """Elected, their surplus not yet moved on."""
        self.totals = [0] * width
        self.before_ties: tuple[set[int], set[int]] | None = None
        """Who was elected, and who stood, when nothing but the order told some apart."""
        self.log: list[dict[str, Any]] = []
        self._order = order
        self._strength = [0] * width
        """Ranks by how many votes they had at the first count, at the second, and so on."""
        self._parcels: list[list[Pile]] = [[] for _ in range(width)]
        self._receive(_by_next(papers))
        self._note({})
        while self._goes_on():
            pass

    def _goes_on(self) -> bool:
        self._remember()
        self._elect()
        if self._is_over():
            return False
        if self._surplus_matters():
            self._move_surplus(self._first(self.pending, largest=True))
        else:
            self._exclude(self._weakest())
        return True

    # ------------------------------------------------------------ who is elected

    def _elect(self) -> None:
        reached = [option for option in self.standing if self.totals[option] >= self.quota]
        reached.sort(key=lambda option: (-self.totals[option], option))
        self._take(reached)
        self.pending += [option for option in reached if self.totals[option] > self.quota]

    def _take(self, options: Sequence[int]) -> None:
        self.elected += options
        self.standing -= set(options)
        self.log[-1]["elected"] = [*self.log[-1]["elected"], *options]

    def _is_over(self) -> bool:
        """Whether the last places can be filled (section 124)."""
        left = self.seats - len(self.elected)
        rest = sorted(self.standing, key=lambda option: (-self.totals[option], option))
        if left and len(rest) > left:
            others = sum(self.totals[option] for option in rest[1:])
            if left > 1 or self.totals[rest[0]] <= others + self._surpluses():
                return False
        self._take(rest[:left])
        self.remained += rest[:left]
        return True

    # ------------------------------------------------------------ who is next

    def _surpluses(self) -> int:
        return sum(self.totals[option] - self.quota for option in self.pending)

    def _surplus_matters(self) -> bool:
        """Whether all surpluses together could elect somebody, or lift the lowest to the next."""
        lowest, second, *_ = sorted(self.totals[option] for option in self.standing)
        highest = max(self.totals[option] for option in self.standing)
        more = self._surpluses()
        return more > 0 and (highest + more >= self.quota or lowest + more >= second)

    def _weakest(self) -> list[int]:
        """Whoever goes out: as many of the lowest as together cannot reach the next one."""
        options = sorted(self.standing, key=lambda option: (self.totals[option], option))
        most, more = len(options) - max(self.seats - len(self.elected), 1), self._surpluses()
        together = list(accumulate((self.totals[option] for option in options), initial=more))
        for many in range(most, 1, -1):
            if together[many] < self.totals[options[many]]:
                return options[:many]
        return [self._first(options, largest=False)]

    def _first(self, options: Sequence[int], *, largest: bool) -> int:
        """With the largest (smallest) total; then at the first count at which they differ."""
        pick = max if largest else min
        best = pick((self.totals[option], self._strength[option]) for option in options)
        level = [o for o in options if (self.totals[o], self._strength[o]) == best]
        if len(level) == 1:
            return level[0]
        if largest:
            return self._strongest(level, 1).pop()
        return (set(level) - self._strongest(level, len(level) - 1)).pop()

    def _strongest(self, level: Sequence[int], many: int) -> set[int]:
        """The ``many`` strongest of those whom only the tie order tells apart."""
        if self.before_ties is None:
            self.before_ties = set(self.elected), set(self.standing)
        return self._order.first_of(level, many)

    def _remember(self) -> None:
        had = list(zip(self._strength, self.totals, strict=True))
        ranks = {each: rank for rank, each in enumerate(sorted(set(had)))}
        self._strength = [ranks[each] for each in had]

    # ------------------------------------------------------------ how papers move

    def _move_surplus(self, option: int) -> None:
        surplus = self.totals[option] - self.quota
        piles = _by_next(self._still_standing(self._parcels[option][-1]))
        sizes = {other: pile.total() for other, pile in piles.items()}
        if sum(sizes.values()) > surplus:
            parts = self._parts(sizes, surplus)
            piles = {other: self._drawn(pile, parts[other], 1) for other, pile in piles.items()}
        self.pending.remove(option)
        self.totals[option] = self.quota
        gained = self._receive(piles)
        self._note({"option": option, "goes_out": False, "gained": gained})

    def _exclude(self, options: Sequence[int]) -> None:
        """In one count: all their papers move on, unless the last places can be filled now."""
        self.standing -= set(options)
        last = len(self.standing) == self.seats - len(self.elected)
        together: dict[int, Pile] = {}
        for option in options:
            papers: Pile = Counter()
            for parcel in [] if last else self._parcels[option]:
                papers += self._still_standing(parcel)
            piles = _by_next(papers)
            for other, pile in piles.items():
                together.setdefault(other, Counter()).update(pile)
                self.totals[other] += pile.total()
            self.totals[option] = self.totals[option] if last else 0
            gained = {other: pile.total() for other, pile in piles.items()}
            self._note({"option": option, "goes_out": True, "gained": gained})
        for other, pile in together.items():
            self._parcels[other].append(pile)

    def _still_standing(self, parcel: Pile) -> Pile:
        """Without those who left; papers on which nobody stands are not transferable."""
        found: Pile = Counter()
        for paper, many in parcel.items():
            found[tuple(option for option in paper if option in self.standing)] += many
        del found[()]
        return found

    def _receive(self, piles: Mapping[int, Pile]) -> dict[int, int]:
        gained = {other: pile.total() for other, pile in piles.items() if pile}
        for other, many in gained.items():
            self._parcels[other].append(piles[other])
            self.totals[other] += many
        return gained

    def _drawn(self, pile: Pile, many: int, depth: int) -> Pile:
        """``many`` papers of a pile whose first ``depth`` options are the same."""
        if many == pile.total():
            return pile
        by_next: dict[int | None, Pile] = {}
        for paper, number in pile.items():
            after = paper[depth] if len(paper) > depth else None
            by_next.setdefault(after, Counter())[paper] += number
        parts = self._parts({after: one.total() for after, one in by_next.items()}, many)
        found: Pile = Counter()
        for after, one in by_next.items():
            if after is None:
                found.update(dict.fromkeys(one, parts[after]))
            elif parts[after]:
                found.update(self._drawn(one, parts[after], depth + 1))
        return +found

    def _parts(self, sizes: Mapping[Any, int], many: int) -> dict[Any, int]:
        """``many`` papers in proportion to the sizes of the piles, the rest by largest remainder;
        then the larger pile, then whose option had more votes at the first count at which they
        differ. A pile without a further option stands behind."""
        every = sum(sizes.values())
        parts = {option: size * many // every for option, size in sizes.items()}
        claims = {
            option: (size * many % every, size, -1 if option is None else self._strength[option])
            for option, size in sizes.items()
        }
        ranked = sorted(claims, key=claims.__getitem__, reverse=True)
        left = many - sum(parts.values())
        first = set(ranked[:left])
        if 0 < left < len(ranked) and claims[ranked[left - 1]] == claims[ranked[left]]:
            level = [one for one in ranked if claims[one] == claims[ranked[left]]]
            sure = first - set(level)
            first = sure | self._strongest(level, left - len(sure))
        for option in first:
            parts[option] += 1
        return parts

    # ------------------------------------------------------------ what is told of it

    def _note(self, event: Mapping[str, Any]) -> None:
        totals = {"totals": list(self.totals), "standing": sorted(self.standing), "elected": []}
        self.log.append({**event, **totals})

    def written(self, amount: Any) -> int:
        return int(amount)

    def first_quota(self) -> int:
        return self.quota

    def at_the_end(self) -> list[int]:
        return [option for option, total in enumerate(self.totals) if total]


def _by_next(papers: Pile) -> dict[int, Pile]:
    """Papers by their first option."""
    found: dict[int, Pile] = {}
    for paper, many in papers.items():
        found.setdefault(paper[0], Counter())[paper] += many
    return found


def twins(papers: Pile, width: int) -> list[list[int]]:
    """Options that can be exchanged on every paper without a difference."""
    places: list[Counter[tuple[int, int]]] = [Counter() for _ in range(width)]
    for paper, many in papers.items():
        for place, option in enumerate(paper):
            places[option][place, len(paper)] += many
    found: list[list[int]] = []
    for option in range(width):
        for group in found:
            if places[group[0]] == places[option] and _alike(papers, group[0], option):
                group.append(option)
                break
        else:
            found.append([option])
    return [group for group in found if len(group) > 1]


def _alike(papers: Pile, a: int, b: int) -> bool:
    other = {a: b, b: a}
    return all(
        papers[tuple(other.get(option, option) for option in paper)] == many
        for paper, many in papers.items()
        if a in paper or b in paper
    )
