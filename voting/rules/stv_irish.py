"""Single transferable vote as in Ireland: rank the options; papers not needed move on, each whole.

Quota: floor(valid / (seats + 1)) + 1 (Droop). A surplus comes from the papers received last, those
that brought the option above the quota; each further preference gets its share of it in whole
papers, fractions by largest remainder. It waits while it can neither elect anybody nor save the
lowest. Several of the lowest go out at once where together they cannot reach the next one. A tie
asks the first count at which the totals differed. Source: Electoral Act 1992 (No. 23), part XIX,
sections 118 to 124; without the rule on deposits.

The law moves those papers that lie on top of a mixed pile. Here no paper lies on top: those are
moved whose further preferences stand for the whole pile, by the same largest remainders.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from voting.rules import N_, SEATS, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _stv as stv
from voting.rules._one_order import Listed, OneWay, TooManyWays, ends
from voting.rules._parcels import Count, Pile, twins
from voting.rules._rankings import OVERVOTE

MOST_WAYS, LEAST_WAYS = 1_000, 120
MOST_PLACES, MOST_ROUNDS = 2_000_000, 8_000_000
"""At most MOST_WAYS ways of breaking ties are followed, and at least LEAST_WAYS. Between the two,
as many as stay below MOST_PLACES looks at a ranking for an option, and MOST_ROUNDS comparisons of
two options in a round."""


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    papers, valid = stv.papers_of(profile, parameters["overvote"])
    if not valid:
        return Outcome(elected=())
    options, width = profile.options, papers.width
    piles: Pile = Counter()
    for columns, times in zip(papers.columns.tolist(), papers.times.tolist(), strict=True):
        piles[tuple(column for column in columns if column < width)] += times
    del piles[()]

    def counted(order: Listed | OneWay) -> Count:
        return Count(piles, width, parameters["seats"], order)

    order = range(width) if tie_order is None else [options.index(one) for one in tie_order]
    shown = counted(Listed(order))
    sure = possible = set(shown.elected)
    if tie_order is None and shown.before_ties is not None:
        sure, possible = _every_way(counted, piles, width, shown.before_ties)
    return stv.told(shown, options, sure=sure, possible=possible)


def _every_way(
    counted: Callable[[Listed | OneWay], Count],
    piles: Pile,
    width: int,
    before_ties: tuple[set[int], set[int]],
) -> tuple[set[int], set[int]]:
    """Who is elected in every way of breaking ties, and who in some."""
    groups = twins(piles, width)
    fewer = min(MOST_PLACES // (len(piles) * width), MOST_ROUNDS // width**3)
    most = max(LEAST_WAYS, min(MOST_WAYS, fewer))

    def one_way(asked: Sequence[int]) -> tuple[list[int], list[int] | None]:
        way = OneWay(groups, width, asked)
        return counted(way).elected, way.next_one()

    try:
        found = list(ends(groups, width, most, one_way))
    except TooManyWays:
        elected, standing = before_ties
        return elected, elected | standing
    return set.intersection(*(sure for sure, _ in found)), set.union(*(ever for _, ever in found))


RULE = VotingRule(
    id="stv-irish",
    title=N_("Several places by ranking, by whole ballots, as in Ireland"),
    summary=N_(
        "Put the options in your order. Whoever has enough votes is elected, and as many whole "
        "ballots as are not needed move on to the next choices; whoever has the fewest goes out, "
        "and those ballots move on too. So each larger group gets its part of the places."
    ),
    form="ranking",
    count=count,
    sums=None,
    parameters=(SEATS, OVERVOTE),
    promises=stv.PROMISES,
    limits=(
        *stv.LIMITS,
        N_(
            "Only the ballots received last move on, and each as a whole: which ones is settled by "
            "their further choices, in proportion."
        ),
    ),
    sentences={
        **stv.SENTENCES,
        "stv.last_out": N_("%(option)s was the last to go out."),
        "stv.remained": N_("Elected with fewer, as nobody could overtake them: %(options)s."),
    },
    fingerprints=True,
)
