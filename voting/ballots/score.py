"""Give each option a number of points from 0 up to a highest one. No number counts as 0."""

from collections.abc import Sequence

from voting.ballots import (
    BallotForm,
    Choice,
    Fields,
    Options,
    Problem,
    Settings,
    Unread,
    known,
    whole,
)


def read(fields: Fields, _options: Options) -> Choice:
    """Fields ``score-OPTION``; an empty value is no number. One sent twice is none of ours."""
    choice: dict[str, int] = {}
    for name, values in fields.items():
        if not name.startswith("score-") or list(values) == [""]:
            continue
        option = name.removeprefix("score-")
        score = whole(values[0]) if len(values) == 1 else None
        if score is None:
            return Unread("unknown_score", option)
        choice[option] = score
    return choice or Unread("nothing_chosen")


def judge(choice: Choice, options: Options, settings: Settings) -> list[Problem]:
    if not isinstance(choice, dict) or not choice:
        return [Problem("nothing_chosen")]
    there = known(options)
    if any(option not in there for option in choice):
        return [Problem("unknown_option")]
    return [
        Problem("unknown_score", option)
        for option, score in choice.items()
        if type(score) is not int or not 0 <= score <= settings["highest"]
    ]


def marks(choice: Choice, options: Options, _settings: Settings) -> tuple[int, ...]:
    """The points of each option."""
    return tuple(choice.get(option.id, 0) for option in options)


def invent(liking: Sequence[int], options: Options, settings: Settings) -> Choice:
    top = settings["highest"]
    return {o.id: liked * (top + 1) // 100 for o, liked in zip(options, liking, strict=True)}


def write(choice: Choice) -> list[tuple[str, str]]:
    return [(f"score-{option}", str(score)) for option, score in choice.items()]


FORM = BallotForm(
    id="score",
    read=read,
    judge=judge,
    marks=marks,
    write=write,
    invent=invent,
    settings={"highest": 5},
)
