"""What forms share whose choice is a sorted list of options."""

from voting.ballots import Choice, Fields, Options, Problem, Unread, unknown_or_twice


def read_ticks(fields: Fields, name: str) -> Choice:
    """Every value sent under the name."""
    return sorted(fields.get(name, ())) or Unread("nothing_chosen")


def judge_ticks(choice: Choice, options: Options) -> list[Problem]:
    """What is wrong with a choice before its options are counted."""
    if not isinstance(choice, list) or not choice:
        return [Problem("nothing_chosen")]
    problems = unknown_or_twice(choice, options)
    if not problems and choice != sorted(choice):
        problems = [Problem("not_in_order")]
    return problems


def mark_ticks(choice: Choice, options: Options) -> tuple[int, ...]:
    """1 for each option ticked, 0 for the others."""
    return tuple(int(option.id in choice) for option in options)
