"""Share out points among the options: as many as there are, no more.

``squared``: n points for one option cost n × n of what there is.
"""

from collections.abc import Sequence
from math import isqrt

from voting.ballots import BallotForm, Choice, Fields, Options, Problem, Settings
from voting.ballots._numbers import judge_options, read_numbers, write_numbers


def read(fields: Fields, _options: Options) -> Choice:
    """Fields ``points-OPTION``; nothing and 0 are no points."""
    return read_numbers(fields, "points", nothing=("", "0"))


def judge(choice: Choice, options: Options, settings: Settings) -> list[Problem]:
    problems = judge_options(choice, options)
    if problems:
        return problems
    odd = [option for option, points in choice.items() if type(points) is not int or points < 1]
    if odd:
        return [Problem("unknown_points", option) for option in odd]
    most = settings["most"]
    dear = [option for option, points in choice.items() if most and points > most]
    if dear:
        return [Problem("too_many_points", option, {"max": most}) for option in dear]
    spent = cost(choice, settings)
    if spent > settings["total"]:
        numbers = {"spent": spent, "points": settings["total"], "extra": spent - settings["total"]}
        return [Problem("over_points", numbers=numbers)]
    return []


def cost(choice: Choice, settings: Settings) -> int:
    """What the points of a ballot cost together."""
    return sum(points * points if settings["squared"] else points for points in choice.values())


def marks(choice: Choice, options: Options, _settings: Settings) -> tuple[int, ...]:
    """The points of each option."""
    return tuple(choice.get(option.id, 0) for option in options)


def invent(liking: Sequence[int], options: Options, settings: Settings) -> Choice:
    """The most to the best liked, half of what is left to the next, and so on."""
    left, given = settings["total"], {}
    for _, option in sorted(zip(liking, options, strict=True), key=lambda pair: -pair[0]):
        points = max(1, left // 2)
        if settings["squared"]:
            points = max(1, isqrt(points))
        points = min(points, settings["most"] or points)
        price = points * points if settings["squared"] else points
        if price > left:
            break
        given[option.id] = points
        left -= price
    return given


def write(choice: Choice) -> list[tuple[str, str]]:
    return write_numbers(choice, "points")


FORM = BallotForm(
    id="points",
    read=read,
    judge=judge,
    marks=marks,
    write=write,
    invent=invent,
    settings={"total": 10, "most": None, "squared": False},
)
