"""Give each option a number of points from 0 up to a highest one. No number counts as 0."""

from collections.abc import Sequence

from voting.ballots import BallotForm, Choice, Fields, Options, Problem, Settings
from voting.ballots._numbers import judge_options, read_numbers, write_numbers


def read(fields: Fields, _options: Options) -> Choice:
    """Fields ``score-OPTION``; an empty value is no number."""
    return read_numbers(fields, "score")


def judge(choice: Choice, options: Options, settings: Settings) -> list[Problem]:
    return judge_options(choice, options) or [
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
    return write_numbers(choice, "score")


FORM = BallotForm(
    id="score",
    read=read,
    judge=judge,
    marks=marks,
    write=write,
    invent=invent,
    settings={"highest": 5},
)
