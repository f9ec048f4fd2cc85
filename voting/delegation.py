"""Delegation: whose vote weighs how much when some vote for others. Pure, before any rule.

A mandate passes one's weight on: a proxy once, to somebody who votes; a delegation as long as there
is somebody further on. Whoever votes keeps their own weight and what was given to them: the own
vote wins. What cannot arrive is lost, and each loss has a name. The work is linear in the number
of people; nothing calls itself, so a chain may be as long as the list of voters.

Sources: the French Civil Code and statutes on "pouvoirs" (a number of proxies at most, a holder who
takes part); Blum and Zuber, "Liquid Democracy", Journal of Political Philosophy 24 (2016).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

Voter = str
End = tuple[Voter | None, str]
"""Who votes at the end of a way; or None, and why."""

CIRCLE = "circle"
"""The mandates lead round and round, and nobody on the way votes."""
ABSENT = "absent"
"""The last one on the way does not vote, and passed nothing on."""
UNKNOWN = "unknown"
"""Somebody on the way is not on the list of voters."""
FULL = "full"
"""The holder carries as many mandates as are allowed, given earlier."""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What each vote weighs, and where every other weight has gone."""

    weights: Mapping[Voter, int]
    """Of those who vote, in the order of the list: their own and what they carry."""
    terminal: Mapping[Voter, Voter | None]
    """Who votes for each person, themselves included; None for nobody."""
    lost: Mapping[Voter, str]
    """Whose mandate does not count, and why: one of the words above."""
    circles: tuple[tuple[Voter, ...], ...] = ()
    """Each once, in the order of the mandates, beginning with the first on the list."""
    carried: Mapping[Voter, tuple[Voter, ...]] = field(default_factory=dict)
    """Whose mandates each holder carries, in the order in which they were given."""
    lost_weight: int = 0


def weigh(
    voters: Collection[Voter],
    mandates: Mapping[Voter, Voter],
    voted: Collection[Voter],
    *,
    weights: Mapping[Voter, int] | None = None,
    most: int | None = None,
    onward: bool = True,
) -> Weighed:
    """``mandates``: giver -> holder, in the order in which they were given. ``weights``: 1 where
    nothing is said. ``most``: how many people one holder may carry, themselves not counted; the
    earliest mandates count. ``onward``: False for proxies, which a holder cannot pass on.

    Who neither votes nor gives a mandate is absent, and has lost nothing. Raises ValueError for a
    giver or a vote that is not on the list.
    """
    place, own, voting = {one: n for n, one in enumerate(voters)}, weights or {}, set(voted)
    strangers = [one for one in (*mandates, *voted, *own) if one not in place]
    if strangers:
        raise ValueError(f"{strangers[0]!r} is not on the list of voters")
    ends: dict[Voter, End] = {voter: (voter, "") for voter in place if voter in voting}
    circles: list[tuple[Voter, ...]] = []
    for giver in place:
        if giver in mandates and giver not in ends:
            if onward:
                _follow(giver, mandates, place, ends, circles)
            else:
                ends[giver] = _once(giver, mandates[giver], place, voting)
    carried, lost = _load(mandates, ends, voting, place, most)
    holder = {giver: one for one, givers in carried.items() for giver in givers}
    return Weighed(
        weights={one: sum(own.get(each, 1) for each in (one, *carried[one])) for one in carried},
        terminal={one: one if one in voting else holder.get(one) for one in place},
        lost=lost,
        circles=tuple(circles),
        carried={one: tuple(givers) for one, givers in carried.items() if givers},
        lost_weight=sum(own.get(giver, 1) for giver in lost),
    )


def _once(
    giver: Voter, holder: Voter, place: Mapping[Voter, int], voting: Collection[Voter]
) -> End:
    """Where a proxy ends."""
    if holder in voting:
        return holder, ""
    if holder == giver:
        return None, CIRCLE
    return None, ABSENT if holder in place else UNKNOWN


def _follow(
    giver: Voter,
    mandates: Mapping[Voter, Voter],
    place: Mapping[Voter, int],
    ends: dict[Voter, End],
    circles: list[tuple[Voter, ...]],
) -> None:
    """Walk on from a giver until somebody votes, nobody goes on, or the way is known; then
    everybody on the way has the same end."""
    way: dict[Voter, int] = {}
    here = giver
    while here in mandates and here not in ends and here not in way:
        way[here] = len(way)
        here = mandates[here]
    if here in ends:
        end = ends[here]
    elif here in way:
        circle = list(way)[way[here] :]
        first = min(range(len(circle)), key=lambda n: place[circle[n]])
        circles.append((*circle[first:], *circle[:first]))
        end = None, CIRCLE
    else:
        end = None, ABSENT if here in place else UNKNOWN
    for one in way:
        ends[one] = end


def _load(
    mandates: Mapping[Voter, Voter],
    ends: Mapping[Voter, End],
    voting: Collection[Voter],
    place: Mapping[Voter, int],
    most: int | None,
) -> tuple[dict[Voter, list[Voter]], dict[Voter, str]]:
    """Who carries whom, in the order in which mandates were given, and whose is lost, and why."""
    carried: dict[Voter, list[Voter]] = {voter: [] for voter in place if voter in voting}
    lost: dict[Voter, str] = {}
    for giver in mandates:
        if giver in voting:
            continue
        end, why = ends[giver]
        if end is None:
            lost[giver] = why
        elif most is not None and len(carried[end]) >= most:
            lost[giver] = FULL
        else:
            carried[end].append(giver)
    return carried, lost


def split(votes: Mapping[Voter, Mapping[str, int]], weighed: Weighed) -> dict[str, int]:
    """The weight of each option where a holder may share out what they carry. Who names less than
    they carry leaves the rest unused. Raises ValueError for more, and for parts below 1."""
    total: dict[str, int] = {}
    for voter, parts in votes.items():
        if any(type(part) is not int or part < 1 for part in parts.values()):
            raise ValueError(f"{voter!r} gives parts that are no whole numbers from 1 up")
        if sum(parts.values()) > weighed.weights[voter]:
            raise ValueError(f"{voter!r} gives more than the {weighed.weights[voter]} they carry")
        for option, part in parts.items():
            total[option] = total.get(option, 0) + part
    return total
