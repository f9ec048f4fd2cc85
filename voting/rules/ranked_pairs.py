"""Ranked pairs: rank the options; the clearest duels are held fast first, circles are left out.

Duels are taken from the strongest to the weakest; each is held fast unless it would close a circle
with those held before. Whoever is above all others in the end is elected. Where equally strong
duels exclude each other, every order of taking them is followed, and whoever may come out on top
is tied: the rule breaks no tie by itself. Source: Tideman, "Independence of clones as a criterion
for voting rules" (1987); for ties, Brill and Fischer, "The price of neutrality for the ranked pairs
method" (2012).
"""

from collections.abc import Sequence
from itertools import groupby

from voting.rules import N_, N_n, Option, Outcome, Parameters, Profile, Reason, VotingRule
from voting.rules._duels import (
    MEASURE,
    SENTENCES,
    UNRANKED,
    Duels,
    against,
    beats_all,
    cells,
    chart,
    duels,
    one_of,
    strengths,
    sums,
)

MOST_STATES = 20_000
"""At most this many different sets of locked-in duels are followed for duels of one strength;
beyond that, weaker duels are ignored, and whoever was below nobody in one of the sets so far is
tied."""

Pair = tuple[int, int]
Held = tuple[int, ...]
"""For each option, as bits, those that it is above: by duels held fast, and by what follows."""


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    options, found = profile.options, duels(profile, parameters["unranked"])
    ends = _ends(found, parameters["measure"])
    tops = sorted({column for held in ends for column in _top(held, range(len(held)))})
    elected, tied = one_of([options[column] for column in tops], tie_order)
    ranking = _ranking(options, ends[0]) if len(ends) == 1 else ()
    held = [[options[a], options[b]] for a, b in _pairs_held(found, ends[0])]
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=({"duels": found.tolist(), "options": list(options)}, {"held": held}),
        reasons=_why(options, found, ends, elected, tied),
        numbers={"matrix": cells(options, found)},
        chart=chart(options, found, ranking, elected),
    )


def _ends(found: Duels, measure: str) -> list[Held]:
    """All that may be held in the end, over every order of taking equally strong duels; beyond
    the bound, what may be held before the duels that led beyond it."""
    strong = strengths(found, measure)
    pairs = [(a, b) for a in range(len(found)) for b in range(len(found)) if strong[a, b] > 0]
    pairs.sort(key=lambda pair: -int(strong[pair]))
    states = {(0,) * len(found)}
    for _, level in groupby(pairs, key=lambda pair: int(strong[pair])):
        after = _taken(states, list(level))
        if after is None:
            break
        states = after
    return sorted(states)


def _taken(before: set[Held], pairs: Sequence[Pair]) -> set[Held] | None:
    """Everything that may be held after these equally strong duels; None beyond the bound. Duels
    on no circle with what is held and with each other are never left out: they are held at once."""
    seen, waiting, ends = set(before), list(before), set[Held]()
    while waiting:
        now = waiting.pop()
        free = [(a, b) for a, b in pairs if not now[b] >> a & 1 and not now[a] >> b & 1]
        together = _held(now, free)
        sure = [(a, b) for a, b in free if not together[b] >> a & 1]
        if not free:
            ends.add(now)
            continue
        after = {_held(now, sure)} if sure else {_held(now, [pair]) for pair in free}
        waiting += after - seen
        seen |= after
        if len(seen) > MOST_STATES:
            return None
    return ends


def _held(held: Held, pairs: Sequence[Pair]) -> Held:
    """With more duels held, and what follows from them."""
    for a, b in pairs:
        below = held[b] | 1 << b
        held = tuple(
            mine | below if column == a or mine >> a & 1 else mine
            for column, mine in enumerate(held)
        )
    return held


def _top(held: Held, left: Sequence[int]) -> list[int]:
    """Of those left, the ones that nobody left is above."""
    return [c for c in left if not any(held[other] >> c & 1 for other in left)]


def _ranking(options: Sequence[Option], held: Held) -> tuple[tuple[Option, ...], ...]:
    left, ranking = list(range(len(held))), []
    while left:
        top = _top(held, left)
        ranking.append(tuple(options[column] for column in top))
        left = [column for column in left if column not in top]
    return tuple(ranking)


def _pairs_held(found: Duels, held: Held) -> list[Pair]:
    """The won duels that agree with what is held in the end."""
    size = len(held)
    return [
        (a, b)
        for a in range(size)
        for b in range(size)
        if found[a, b] > found[b, a] and held[a] >> b & 1
    ]


def _why(
    options: Sequence[Option],
    found: Duels,
    ends: Sequence[Held],
    elected: Sequence[Option],
    tied: Sequence[Option],
) -> tuple[Reason, ...]:
    if tied:
        return (("ranked_pairs.tied", {"options": list(tied)}),)
    winner = options.index(elected[0])
    if beats_all(found) is not None:
        said: list[Reason] = [
            ("duels.beats_all", {"option": elected[0], "count": len(options) - 1})
        ]
    else:
        lost = [b for b in range(len(options)) if found[b, winner] > found[winner, b]]
        numbers = {"option": elected[0], "count": len(lost), "options": [options[b] for b in lost]}
        said = [("ranked_pairs.left_out" if lost else "ranked_pairs.unbeaten", numbers)]
    below = [c for c in range(len(options)) if c != winner]
    second = next(iter(_top(ends[0], below)), None) if len(ends) == 1 else None
    if second is not None:
        said.append(against(options, found, elected[0], options[second]))
    return tuple(said)


RULE = VotingRule(
    id="ranked-pairs",
    title=N_("Ranking: the clearest duels first"),
    summary=N_(
        "Put the options in your order. Every two options are compared. The clearest duels are "
        "held fast first; one that contradicts them is left out. Whoever is on top is elected."
    ),
    form="ranking",
    count=count,
    sums=sums,
    parameters=(MEASURE, UNRANKED),
    promises=(
        N_("An option that wins each of its duels wins the vote."),
        N_("A better rank never harms the option that gets it."),
        N_("Very similar options neither help nor harm each other."),
    ),
    limits=(
        N_("Ranking a second choice can harm your first, in rare circles."),
        N_("Equally clear duels that contradict each other can leave several options tied."),
    ),
    sentences={
        **SENTENCES,
        "ranked_pairs.left_out": N_n(
            "The duels run in a circle. %(option)s loses a duel against %(options)s, which is left "
            "out because clearer duels contradict it.",
            "The duels run in a circle. %(option)s loses %(count)s duels, against %(options)s, "
            "which are left out because clearer duels contradict them.",
        ),
        "ranked_pairs.unbeaten": N_("%(option)s loses no duel; some are level."),
        "ranked_pairs.tied": N_(
            "Equally clear duels exclude each other or are level: %(options)s can each come out "
            "on top."
        ),
    },
    fingerprints=True,
)
