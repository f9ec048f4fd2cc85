"""Fill a basket with projects whose costs fit into the budget."""

from collections.abc import Sequence

from voting.ballots import BallotForm, Choice, Fields, Options, Problem, Settings
from voting.ballots._ticks import judge_ticks, mark_ticks, read_ticks


def read(fields: Fields, _options: Options) -> Choice:
    return read_ticks(fields, "pick")


def judge(choice: Choice, options: Options, settings: Settings) -> list[Problem]:
    return judge_ticks(choice, options) or _sizes(choice, options, settings)


def _sizes(choice: list[str], options: Options, settings: Settings) -> list[Problem]:
    costs = {option.id: option.cost or 0 for option in options}
    total, budget = sum(costs[option] for option in choice), settings.get("budget")
    problems = []
    if budget is not None and total > budget:
        over = total - budget
        problems.append(Problem("over_budget", numbers={"budget": budget, "over": over}))
    least, most = settings.get("min") or 0, settings.get("max")
    if len(choice) < least:
        problems.append(Problem("too_few", numbers={"min": least, "chosen": len(choice)}))
    if most is not None and len(choice) > most:
        problems.append(Problem("too_many", numbers={"max": most, "chosen": len(choice)}))
    return problems


def marks(choice: Choice, options: Options, _settings: Settings) -> tuple[int, ...]:
    return mark_ticks(choice, options)


def invent(liking: Sequence[int], options: Options, settings: Settings) -> Choice:
    """The best liked first, while the budget lasts; blank where nothing fits."""
    left, most = settings.get("budget") or 0, settings.get("max") or len(options)
    kept: list[str] = []
    for place in sorted(range(len(options)), key=lambda place: -liking[place]):
        cost = options[place].cost or 0
        if cost <= left and liking[place] >= 40 and len(kept) < most:
            kept.append(options[place].id)
            left -= cost
    return sorted(kept) or None


def write(choice: Choice) -> list[tuple[str, str]]:
    return [("pick", option) for option in choice]


FORM = BallotForm(
    id="basket",
    read=read,
    judge=judge,
    marks=marks,
    write=write,
    invent=invent,
    ticks=True,
    settings={"budget": None, "min": 0, "max": None},
)
