"""Our own CSV: one row per ballot (or per distinct ballot, with a weight), one column per option.

Lines that begin with ``#`` come first: ``#form: ranking`` (or approval, grades, choice, basket),
``#title: …``, ``#source: …``, ``#budget: 50000``, ``#cost: bench=1200``, ``#grades: 6``. Then the
header, with the options and, if wanted, ``weight``. A cell is a rank, a grade, or 1; empty is
nothing; a row with only empty cells is a blank ballot. Of stances a column ``reason`` may stand
beside them.
"""

from typing import Any

from voting.ballots import Fields, Option, Problem, Unread, all_forms
from voting.readers import Choice, Election, Unreadable, rows_of

REASON = "reason"


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    lines = text.splitlines()
    head = {}
    costs: dict[str, int] = {}
    start = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    for place, line in enumerate(lines[:start], 1):
        key, colon, value = line[1:].partition(":")
        if not colon:
            raise Unreadable(name, place, "a line like #form: ranking")
        if key.strip() == "cost":
            option, _, cost = value.strip().rpartition("=")
            costs[option] = _whole(cost, name, place)
        else:
            head[key.strip()] = value.strip()
    if head.get("form") not in all_forms():
        raise Unreadable(
            name, 1, "a first line like #form: ranking, approval, grades, choice, basket, stance"
        )
    return _ballots(lines[start:], start, head, costs, name)


def _ballots(
    lines: list[str], start: int, head: dict[str, str], costs: dict[str, int], name: str
) -> Election:
    rows = [(line, row) for line, row in rows_of("\n".join(lines), name) if row]
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    beside = ("weight", REASON) if head["form"] == "stance" else ("weight",)
    options = [cell for cell in header if cell not in beside]
    if not options or not all(header) or len(set(header)) < len(header):
        raise Unreadable(name, start + 1, "a header with the options, each once")
    settings: dict[str, Any] = dict(all_forms()[head["form"]].settings)
    if "ties" in settings:
        settings["ties"] = True
    if "grades" in head:
        settings["grades"] = _whole(head["grades"], name, 1)
    election = Election(
        title=head.get("title", name),
        source=head.get("source", ""),
        form=head["form"],
        options=options,
        costs=costs,
        parameters={"budget": _whole(head["budget"], name, 1)} if "budget" in head else {},
        form_parameters=settings,
    )
    for inner, row in rows[1:]:
        line = start + inner
        if len(row) != len(header):
            raise Unreadable(name, line, f"{len(header)} cells, not {len(row)}")
        cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
        weight = _whole(cells.pop("weight", "1"), name, line)
        if not weight:
            raise Unreadable(name, line, "a weight from 1 up")
        choice = _choice(election, cells)
        problems = _problems(election, choice)
        if problems:
            election.refused.append(f"line {line}: {problems[0].code} {problems[0].option}".strip())
        else:
            election.ballots.append((weight, choice))
    return election


def _choice(election: Election, cells: dict[str, str]) -> Choice:
    reason = cells.pop(REASON, "") if election.form == "stance" else ""
    marked = {option: cell for option, cell in cells.items() if cell and cell != "0"}
    if election.form == "grades":
        marked = {option: cell for option, cell in cells.items() if cell}
    if not marked:
        return None
    ticked = {"approval": "tick", "basket": "pick", "choice": "choice", "stance": "stance"}
    if election.form in ticked:
        if any(cell != "1" for cell in marked.values()):
            return Unread("unknown_mark")
        fields: Fields = {ticked[election.form]: list(marked), "reason": [reason]}
    else:
        start = {"ranking": "rank-", "grades": "grade-"}[election.form]
        fields = {start + option: [cell] for option, cell in marked.items()}
    return all_forms()[election.form].parse(fields, _options(election))


def _problems(election: Election, choice: Choice) -> list[Problem]:
    form = all_forms()[election.form]
    return form.problems(choice, _options(election), election.form_parameters)


def _options(election: Election) -> list[Option]:
    return [Option(option, election.costs.get(option)) for option in election.options]


def _whole(text: str, name: str, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Unreadable(name, line, f"a whole number, not {text!r}")
    return int(text)
