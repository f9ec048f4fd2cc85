"""Kemeny: rank the options; of all orders, the one that agrees best with the ballots.

For every order of all the options it is counted how often it places one option above another as a
ballot does. The order that comes to the most is the result, and its first option is elected.
Source: Condorcet, "Essai sur l'application de l'analyse" (1785), as read by Kemeny, "Mathematics
without numbers" (1959), and Young and Levenglick, "A consistent extension of Condorcet's election
principle" (1978).

Exact, without trying all orders: what the best order of the first so many places comes to depends
only on which options fill them, and twelve options have 4,096 sets (Held and Karp 1962).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from voting.rules import N_, N_n, Option, Outcome, Parameters, Profile, Reason, VotingRule
from voting.rules._duels import (
    SENTENCES,
    UNRANKED,
    against,
    beats_all,
    cells,
    chart,
    duels,
    one_of,
    sums,
)

MOST_OPTIONS = 12


@dataclass(frozen=True)
class Orders:
    """What orders of the options come to. A set of options is a whole number: its bit n is the
    nth one."""

    above: list[list[int]]
    """Option, set -> the weight by which it stands above those in the set, summed over them."""
    top: list[int]
    """The most that a set comes to on the first places, above each other and all others."""
    rest: list[int]
    """The most that all outside the set come to on the places below it."""

    @classmethod
    def of(cls, table: Sequence[Sequence[int]]) -> "Orders":
        size = len(table)
        everybody = (1 << size) - 1
        above = [_sums(row) for row in table]
        top, rest = [0] * (everybody + 1), [0] * (everybody + 1)
        for placed in range(1, everybody + 1):
            top[placed] = max(
                top[placed ^ bit] + above[option][everybody ^ placed]
                for option, bit in _members(placed, size)
            )
        for placed in range(everybody - 1, -1, -1):
            rest[placed] = max(
                above[option][everybody ^ placed ^ bit] + rest[placed | bit]
                for option, bit in _members(everybody ^ placed, size)
            )
        return cls(above, top, rest)

    @property
    def most(self) -> int:
        return self.rest[0]

    def with_first(self, option: int) -> int:
        """The most that an order with this option first comes to."""
        return self.top[1 << option] + self.rest[1 << option]

    def next_ones(self, placed: int) -> list[int]:
        """Who may come next in a best order that begins with these."""
        everybody = len(self.top) - 1
        return [
            option
            for option, bit in _members(everybody ^ placed, len(self.above))
            if self.above[option][everybody ^ placed ^ bit] + self.rest[placed | bit]
            == self.rest[placed]
        ]

    def all_best(self) -> tuple[int, list[list[int]]]:
        """How many orders are best, and what they all say: groups of options, best first; where
        they differ, within a group only."""
        ways, groups, before = {0: 1}, [], 0
        while ways:
            if len(ways) == 1:
                [placed] = ways
                new = _members(placed ^ before, len(self.above))
                groups += [[option for option, _ in new]] if new else []
                before = placed
            number = sum(ways.values())
            further: dict[int, int] = {}
            for placed, many in ways.items():
                for option in self.next_ones(placed):
                    after = placed | 1 << option
                    further[after] = further.get(after, 0) + many
            ways = further
        return number, groups

    def preferred(self, order: Sequence[int]) -> list[list[int]]:
        """The best order that has the strongest options as high as can be."""
        placed, found = 0, []
        for _ in self.above:
            option = min(self.next_ones(placed), key=list(order).index)
            placed |= 1 << option
            found.append([option])
        return found


def _sums(row: Sequence[int]) -> list[int]:
    """For each set, the sum of its options' numbers."""
    found = [0]
    for number in row:
        found += [had + number for had in found]
    return found


def _members(options: int, size: int) -> list[tuple[int, int]]:
    return [(option, 1 << option) for option in range(size) if options >> option & 1]


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    options = profile.options
    if len(options) > MOST_OPTIONS:
        return Outcome(elected=(), reasons=(("kemeny.too_many", {"count": MOST_OPTIONS}),))
    found = duels(profile, parameters["unranked"])
    orders = Orders.of(found.tolist())
    many, groups = orders.all_best()
    if tie_order is not None:
        groups = orders.preferred([options.index(option) for option in tie_order])
    ranking = tuple(tuple(options[option] for option in group) for group in groups)
    first = {o: orders.with_first(place) for place, o in enumerate(options)}
    best = [option for option in options if first[option] == orders.most]
    elected, tied = one_of(best, tie_order)
    said: list[Reason] = []
    if tied:
        said = [("kemeny.tied", {"options": list(tied), "count": many})]
    if elected and beats_all(found) is not None:
        said.append(("duels.beats_all", {"option": elected[0], "count": len(options) - 1}))
    if elected:
        said += _why(ranking, first, elected[0], many, int(found.sum()))
        said += [against(options, found, elected[0], other) for other in _second(ranking)]
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=(
            {"duels": found.tolist(), "options": list(options)},
            {"first": first, "orders": many},
        ),
        reasons=tuple(said),
        numbers={"matrix": cells(options, found), "score": orders.most},
        chart=chart(options, found, ranking, elected),
    )


def _why(
    ranking: Sequence[Sequence[Option]],
    first: dict[Option, int],
    winner: Option,
    many: int,
    pairs: int,
) -> list[Reason]:
    numbers = {"count": first[winner], "of": pairs}
    said: list[Reason] = []
    if all(len(group) == 1 for group in ranking):
        said.append(
            ("kemeny.order", numbers | {"options": [o for group in ranking for o in group]})
        )
    else:
        said.append(("kemeny.orders", {"count": many, "option": winner}))
    others = [option for option in first if option != winner]
    if others:
        other = max(others, key=lambda option: first[option])
        if first[other] < first[winner]:
            said.append(("kemeny.instead", {"other": other, "count": first[winner] - first[other]}))
    return said


def _second(ranking: Sequence[Sequence[Option]]) -> list[Option]:
    """Who comes second, where that is certain."""
    return list(ranking[1]) if len(ranking) > 1 and len(ranking[1]) == 1 else []


RULE = VotingRule(
    id="kemeny",
    title=N_("Ranking: the order that agrees best (Kemeny)"),
    summary=N_(
        "Put the options in your order. Of all possible orders, the one is looked for that agrees "
        "most often with the ballots on which of two options stands higher. Its first option wins."
    ),
    form="ranking",
    count=count,
    sums=sums,
    parameters=(UNRANKED,),
    most_options=MOST_OPTIONS,
    promises=(
        N_("An option that wins each of its duels wins the vote."),
        N_("A better rank never harms the option that gets it."),
        N_("It gives an order of all options, and no other order contradicts fewer voters."),
    ),
    limits=(
        N_(
            "All possible orders have to be compared, so a vote has 12 options at most; with more "
            "it is not opened."
        ),
        N_("Similar options can help or harm each other."),
        N_("In rare cases it would have been better for somebody not to vote at all."),
    ),
    sentences={
        **SENTENCES,
        "kemeny.order": N_n(
            "From first to last: %(options)s. This order places pairs as a ballot does %(count)s "
            "time, of %(of)s; no other order does so more often.",
            "From first to last: %(options)s. This order places pairs as a ballot does %(count)s "
            "times, of %(of)s; no other order does so more often.",
        ),
        "kemeny.orders": N_n(
            "%(count)s order agrees best with the ballots: it has %(option)s first.",
            "%(count)s orders agree equally well with the ballots, better than any other: all have "
            "%(option)s first.",
        ),
        "kemeny.instead": N_n(
            "With %(other)s first, the best order agrees with the ballots %(count)s fewer time.",
            "With %(other)s first, the best order agrees with the ballots %(count)s fewer times.",
        ),
        "kemeny.tied": N_n(
            "%(count)s order agrees best with the ballots: %(options)s are first in it.",
            "%(count)s orders agree equally well with the ballots, better than any other: "
            "%(options)s are first in some of them.",
        ),
        "kemeny.too_many": N_n(
            "All possible orders have to be compared, and this is done for %(count)s option at "
            "most. This rule does not guess: nobody is elected.",
            "All possible orders have to be compared, and this is done for %(count)s options at "
            "most. This rule does not guess: nobody is elected.",
        ),
    },
    fingerprints=True,
)
