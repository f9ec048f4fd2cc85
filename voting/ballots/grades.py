"""Give each option a grade, from 0 (worst) up. An option without a grade has no answer."""

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

NO_ANSWER = -1


def read(fields: Fields, _options: Options) -> Choice:
    """Fields ``grade-OPTION``; an empty value is no answer. A grade sent twice is no grade."""
    choice: dict[str, int] = {}
    for name, values in fields.items():
        if not name.startswith("grade-") or list(values) == [""]:
            continue
        option = name.removeprefix("grade-")
        grade = whole(values[0]) if len(values) == 1 else None
        if grade is None:
            return Unread("unknown_grade", option)
        choice[option] = grade
    return choice or Unread("nothing_chosen")


def judge(choice: Choice, options: Options, settings: Settings) -> list[Problem]:
    if not isinstance(choice, dict) or not choice:
        return [Problem("nothing_chosen")]
    there = known(options)
    if any(option not in there for option in choice):
        return [Problem("unknown_option")]
    return [
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
    return [(f"grade-{option}", str(grade)) for option, grade in choice.items()]


FORM = BallotForm(
    id="grades",
    read=read,
    judge=judge,
    marks=marks,
    write=write,
    invent=invent,
    settings={"grades": 6},
)
