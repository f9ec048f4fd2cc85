"""Lists of candidates: votes of each list, places of each list, and who of a list is elected.

Levels between lists are ties. Inside a list there are none: it was put in an order beforehand, and
that order stands wherever crossing-out leaves candidates level.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.rules import BadParameter, Option, Parameters, Profile

Places = Mapping[int, int]


@dataclass(frozen=True)
class List:
    number: int
    candidates: tuple[Option, ...]
    """In the order in which they stand on it."""
    ballots: int
    crossed: Mapping[Option, int]
    votes: Fraction
    """What its places are shared out by."""
    standing: tuple[Option, ...]
    """In the order in which its places are given."""


def lists_of(profile: Profile, parameters: Parameters) -> list[List]:
    """Raises BadParameter for numbers that are not one for each candidate."""
    numbers = parameters["lists"]
    each = [numbers] * len(profile.options) if isinstance(numbers, int) else numbers
    if len(each) != len(profile.options):
        raise BadParameter("lists")
    return [
        _list(profile, parameters, number, [c for c, its in enumerate(each) if its == number])
        for number in sorted(set(each))
    ]


def _list(profile: Profile, parameters: Parameters, number: int, columns: list[int]) -> List:
    marks = profile.marks[:, columns]
    ballots = int(profile.times[(marks != 0).any(axis=1)].sum())
    out = (profile.times @ (marks < 0)).tolist() if len(marks) else [0] * len(columns)
    candidates = tuple(profile.options[c] for c in columns)
    crossed = dict(zip(candidates, out, strict=True))
    least = Fraction(parameters["crossed_by"]) * ballots
    counted = {o: many if many >= least else 0 for o, many in crossed.items()}
    standing = sorted(candidates, key=lambda o: counted[o])  # level ones stay as they were put
    votes = Fraction(ballots)
    if parameters["votes_of"] == "candidates":
        votes -= Fraction(sum(out), len(columns))
    return List(number, candidates, ballots, crossed, votes, tuple(standing))


def ways(
    lists: Sequence[List], parameters: Parameters, order: Sequence[Option] | None
) -> Iterator[Places]:
    """How many places each list gets: one way; or so many, where lists are level, that each of them
    has its turn in some."""
    total = sum(one.ballots for one in lists)
    least = Fraction(parameters["threshold"]) * total
    going = [one for one in lists if one.ballots and one.ballots >= least]
    seats, method = parameters["seats"], parameters["shared"]
    if not going:
        yield {}
        return
    if method in ("first", "half"):
        most = max(one.votes for one in going)
        leaders = _first([one for one in going if one.votes == most], order, 1)
        bonus = seats if method == "first" else (seats + 1) // 2
        for leader in leaders:
            for places in _averages(going, seats - bonus, order):
                yield {**places, leader.number: places.get(leader.number, 0) + bonus}
    elif method == "averages":
        yield from _averages(going, seats, order)
    else:
        yield from _remainders(going, seats, order)


def _averages(
    going: Sequence[List], seats: int, order: Sequence[Option] | None
) -> Iterator[Places]:
    """Place after place to the largest votes / (places + 1)."""
    places = dict.fromkeys((one.number for one in going), 0)
    while seats:
        claims = {one.number: one.votes / (places[one.number] + 1) for one in going}
        best = max(claims.values())
        level = [one for one in going if claims[one.number] == best]
        if len(level) > seats:
            yield from _some(places, level, seats, order)
            return
        for one in level:
            places[one.number] += 1
        seats -= len(level)
    yield places


def _remainders(
    going: Sequence[List], seats: int, order: Sequence[Option] | None
) -> Iterator[Places]:
    """A place for each full quota of votes / places, the rest by the largest remainder."""
    quota = sum((one.votes for one in going), Fraction(0)) / seats
    places = {one.number: int(one.votes // quota) for one in going}
    rest = {one.number: one.votes - places[one.number] * quota for one in going}
    left = seats - sum(places.values())
    for remainder in sorted(set(rest.values()), reverse=True):
        level = [one for one in going if rest[one.number] == remainder]
        if len(level) > left:
            yield from _some(places, level, left, order)
            return
        for one in level:
            places[one.number] += 1
        left -= len(level)
    yield places


def _some(
    places: Places, level: Sequence[List], left: int, order: Sequence[Option] | None
) -> Iterator[Places]:
    """The places left over to some of the level lists: each of them gets one in some of these
    ways, and none in others."""
    turned = [[*level[first:], *level[:first]] for first in range(len(level))]
    for some in turned if order is None else [_first(level, order, left)]:
        more = {one.number for one in some[:left]}
        yield {number: many + (number in more) for number, many in places.items()}


def _first(level: Sequence[List], order: Sequence[Option] | None, many: int) -> Sequence[List]:
    """Those whose best-placed candidate stands first in the tie order; all where there is none."""
    if order is None:
        return level
    place = {option: number for number, option in enumerate(order)}
    return sorted(level, key=lambda one: min(place[o] for o in one.candidates))[:many]
