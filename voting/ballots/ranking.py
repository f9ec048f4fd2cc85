"""Put options in order, best first; those left out are unranked."""

from collections.abc import Sequence

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

UNRANKED = 0


def read(fields: Fields, _options: Options) -> Choice:
    """Either ``rank`` once per option, best first, or ``rank-OPTION`` with a number from 1 up,
    where an equal number is a shared rank and a gap is an error."""
    listed = list(fields.get("rank", ()))
    numbered = {
        name.removeprefix("rank-"): values
        for name, values in fields.items()
        if name.startswith("rank-") and list(values) != [""]
    }
    if listed and numbered:
        return Unread("two_rankings")
    if listed:
        return [[option] for option in listed]
    return _groups(numbered)


def _groups(numbered: Fields) -> Choice:
    groups: dict[int, list[str]] = {}
    for option, values in numbered.items():
        rank = whole(values[0]) if len(values) == 1 else None
        if rank is None or rank < 1:
            return Unread("unknown_rank", option)
        groups.setdefault(rank, []).append(option)
    if not groups:
        return Unread("nothing_chosen")
    if sorted(groups) != list(range(1, len(groups) + 1)):
        return Unread("rank_skipped")
    return [sorted(groups[rank]) for rank in sorted(groups)]


def judge(choice: Choice, options: Options, settings: Settings) -> list[Problem]:
    if not isinstance(choice, list) or not choice:
        return [Problem("nothing_chosen")]
    if any(not isinstance(group, list) or not group for group in choice):
        return [Problem("unknown_rank")]
    ranked = [option for group in choice for option in group]
    problems = unknown_or_twice(ranked, options)
    if problems:
        return problems
    if any(group != sorted(group) for group in choice):
        return [Problem("not_in_order")]
    most = settings.get("max")
    if most is not None and len(ranked) > most:
        return [Problem("too_many", numbers={"max": most, "chosen": len(ranked)})]
    if not settings.get("ties") and any(len(group) > 1 for group in choice):
        shared = next(group for group in choice if len(group) > 1)
        return [Problem("rank_shared", shared[0])]
    return []


def marks(choice: Choice, options: Options, _settings: Settings) -> tuple[int, ...]:
    """The rank of each option from 1 up, UNRANKED where there is none."""
    ranks = {option: place for place, group in enumerate(choice, 1) for option in group}
    return tuple(ranks.get(option.id, UNRANKED) for option in options)


def invent(liking: Sequence[int], options: Options, settings: Settings) -> Choice:
    """In the order of liking; what is not liked at all stays unranked."""
    best = sorted(range(len(options)), key=lambda place: -liking[place])
    kept = [place for place in best if liking[place] >= 20] or best[:1]
    return [[options[place].id] for place in kept[: settings.get("max") or len(kept)]]


def write(choice: Choice) -> list[tuple[str, str]]:
    if all(len(group) == 1 for group in choice):
        return [("rank", group[0]) for group in choice]
    return [
        (f"rank-{option}", str(place)) for place, group in enumerate(choice, 1) for option in group
    ]


FORM = BallotForm(
    id="ranking",
    read=read,
    judge=judge,
    marks=marks,
    write=write,
    invent=invent,
    settings={"ties": False, "max": None},
)
