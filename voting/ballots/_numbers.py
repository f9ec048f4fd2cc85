"""What forms share whose choice is a number for some options: ``{option: number}``."""

from voting.ballots import Choice, Fields, Options, Problem, Unread, known, whole


def read_numbers(fields: Fields, name: str, *, nothing: tuple[str, ...] = ("",)) -> Choice:
    """Fields ``NAME-OPTION``; the values in ``nothing`` are none. A number sent twice is no number,
    and the problem is ``unknown_NAME``."""
    choice: dict[str, int] = {}
    for field, values in fields.items():
        if not field.startswith(f"{name}-") or (len(values) == 1 and values[0] in nothing):
            continue
        option = field.removeprefix(f"{name}-")
        number = whole(values[0]) if len(values) == 1 else None
        if number is None:
            return Unread(f"unknown_{name}", option)
        choice[option] = number
    return choice or Unread("nothing_chosen")


def judge_options(choice: Choice, options: Options) -> list[Problem]:
    """What is wrong with a choice before any of its numbers is looked at."""
    if not isinstance(choice, dict) or not choice:
        return [Problem("nothing_chosen")]
    there = known(options)
    return [Problem("unknown_option")] if any(option not in there for option in choice) else []


def write_numbers(choice: Choice, name: str) -> list[tuple[str, str]]:
    """Hidden fields that ``read_numbers`` turns into the same choice again."""
    return [(f"{name}-{option}", str(number)) for option, number in choice.items()]
