"""Tick any number of options, or up to a maximum."""

from collections.abc import Sequence

from voting.ballots import BallotForm, Choice, Fields, Options, Problem, Settings
from voting.ballots._ticks import judge_ticks, mark_ticks, read_ticks


def read(fields: Fields, _options: Options) -> Choice:
    return read_ticks(fields, "tick")


def judge(choice: Choice, options: Options, settings: Settings) -> list[Problem]:
    problems = judge_ticks(choice, options)
    if problems:
        return problems
    most = settings.get("max")
    if most is not None and len(choice) > most:
        return [Problem("too_many", numbers={"max": most, "chosen": len(choice)})]
    return []


def marks(choice: Choice, options: Options, _settings: Settings) -> tuple[int, ...]:
    return mark_ticks(choice, options)


def invent(liking: Sequence[int], options: Options, settings: Settings) -> Choice:
    """Whatever is liked well, the best first while ticks are left; one option at least."""
    best = sorted(range(len(options)), key=lambda place: -liking[place])
    kept = [place for place in best if liking[place] >= 55] or best[:1]
    return sorted(options[place].id for place in kept[: settings.get("max") or len(kept)])


def write(choice: Choice) -> list[tuple[str, str]]:
    return [("tick", option) for option in choice]


FORM = BallotForm(
    id="approval",
    read=read,
    judge=judge,
    marks=marks,
    write=write,
    invent=invent,
    ticks=True,
    settings={"max": None},
)
