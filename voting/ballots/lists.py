"""Choose one list of candidates, and cross out names on it where the vote allows that.

A choice is ``{"list": number, "out": [candidates crossed out]}``. The lists, as numbers of the
candidates in their order, stand among the settings.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from voting.ballots import (
    BallotForm,
    Choice,
    Fields,
    Options,
    Problem,
    Settings,
    Unread,
    unknown_or_twice,
    whole,
)
from voting.ballots.choice import BLANK_CIRCLE


def members(options: Options, settings: Settings) -> Mapping[int, list[str]]:
    """The candidates of each list, in the order in which they stand on it."""
    numbers: Any = settings["lists"]
    each = [numbers] * len(options) if isinstance(numbers, int) else numbers
    return {
        number: [o.id for o, its in zip(options, each, strict=False) if its == number]
        for number in sorted(set(each))
    }


def read(fields: Fields, _options: Options) -> Choice:
    lists, out = list(fields.get("list", ())), sorted(fields.get("out", ()))
    if len(lists) > 1:
        return Unread("more_than_one")
    if not lists:
        return Unread("no_list" if out else "nothing_chosen")
    if lists == [BLANK_CIRCLE]:
        return Unread("blank_and_more") if out else None
    number = whole(lists[0])
    return Unread("unknown_list") if number is None else {"list": number, "out": out}


def judge(choice: Choice, options: Options, settings: Settings) -> list[Problem]:
    if not isinstance(choice, dict) or set(choice) != {"list", "out"}:
        return [Problem("nothing_chosen")]
    number, out, lists = choice["list"], choice["out"], members(options, settings)
    if type(number) is not int or number not in lists:
        return [Problem("unknown_list")]
    if not isinstance(out, list):
        return [Problem("unknown_option")]
    problems = unknown_or_twice(out, options)
    if problems:
        return problems
    if out != sorted(out):
        return [Problem("not_in_order")]
    if out and not settings["crossing"]:
        return [Problem("no_crossing")]
    if not set(out) <= set(lists[number]):
        return [Problem("crossed_elsewhere")]
    return [Problem("all_crossed")] if len(out) == len(lists[number]) else []


def marks(choice: Choice, options: Options, settings: Settings) -> tuple[int, ...]:
    """1 for those left on the chosen list, -1 for those crossed out, 0 for all others."""
    chosen = set(members(options, settings)[choice["list"]])
    kept = chosen - set(choice["out"])
    return tuple(int(o.id in kept) - int(o.id in chosen and o.id not in kept) for o in options)


def invent(liking: Sequence[int], options: Options, settings: Settings) -> Choice:
    """The list of the best liked; its least liked are crossed out now and then."""
    like = {option.id: liking[place] for place, option in enumerate(options)}
    lists = members(options, settings)
    number = max(lists, key=lambda one: max(like[id] for id in lists[one]))
    weak = [id for id in lists[number] if like[id] < 15]
    out = sorted(weak) if settings["crossing"] and len(weak) < len(lists[number]) else []
    return {"list": number, "out": out}


def write(choice: Choice) -> list[tuple[str, str]]:
    return [("list", str(choice["list"])), *(("out", option) for option in choice["out"])]


FORM = BallotForm(
    id="list",
    read=read,
    judge=judge,
    marks=marks,
    write=write,
    invent=invent,
    settings={"lists": 1, "crossing": False},
)
