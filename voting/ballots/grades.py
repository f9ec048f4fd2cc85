"""Give each option a grade, from 0 (worst) up. An option without a grade has no answer."""

from collections.abc import Sequence

from voting.ballots import BallotForm, Choice, Fields, Options, Problem, Settings
from voting.ballots._numbers import judge_options, read_numbers, write_numbers

NO_ANSWER = -1


def read(fields: Fields, _options: Options) -> Choice:
    """Fields ``grade-OPTION``; an empty value is no answer."""
    return read_numbers(fields, "grade")


def judge(choice: Choice, options: Options, settings: Settings) -> list[Problem]:
    return judge_options(choice, options) or [
        Problem("unknown_grade", option)
        for option, grade in choice.items()
        if type(grade) is not int or not 0 <= grade < settings["grades"]
    ]


def marks(choice: Choice, options: Options, _settings: Settings) -> tuple[int, ...]:
    """The grade of each option, NO_ANSWER where there is none."""
    return tuple(choice.get(option.id, NO_ANSWER) for option in options)


def invent(liking: Sequence[int], options: Options, settings: Settings) -> Choice:
    grades = settings["grades"]
    return {o.id: liked * grades // 100 for o, liked in zip(options, liking, strict=True)}


def write(choice: Choice) -> list[tuple[str, str]]:
    return write_numbers(choice, "grade")


FORM = BallotForm(
    id="grades",
    read=read,
    judge=judge,
    marks=marks,
    write=write,
    invent=invent,
    settings={"grades": 6},
)
