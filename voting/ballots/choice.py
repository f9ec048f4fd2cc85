"""Choose one option."""

from collections.abc import Sequence

from voting.ballots import BallotForm, Choice, Fields, Options, Problem, Settings, Unread, known

BLANK_CIRCLE = "(blank)"
"""No option can be called so: blank as one of the circles of the group."""


def read(fields: Fields, _options: Options) -> Choice:
    chosen = fields.get("choice", ())
    if len(chosen) > 1:
        return Unread("more_than_one")
    if list(chosen) == [BLANK_CIRCLE]:
        return None  # blank is one of the circles
    return chosen[0] if chosen else Unread("nothing_chosen")


def judge(choice: Choice, options: Options, _settings: Settings) -> list[Problem]:
    there = isinstance(choice, str) and choice in known(options)
    return [] if there else [Problem("unknown_option")]


def marks(choice: Choice, options: Options, _settings: Settings) -> tuple[int, ...]:
    """1 for the option chosen, 0 for the others."""
    return tuple(int(option.id == choice) for option in options)


def invent(liking: Sequence[int], options: Options, _settings: Settings) -> Choice:
    return options[max(range(len(options)), key=lambda place: liking[place])].id


def write(choice: Choice) -> list[tuple[str, str]]:
    return [("choice", choice)]


FORM = BallotForm(id="choice", read=read, judge=judge, marks=marks, write=write, invent=invent)
