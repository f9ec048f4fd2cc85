"""Our own CSV: one row per ballot (or per distinct ballot, with a weight), one column per option.

Lines that begin with ``#`` come first: ``#form: ranking`` (or approval, grades, choice, basket),
``#title: …``, ``#source: …``, ``#date: 2025-12-31``, ``#budget: 50000``, ``#cost: bench=1200``,
``#grades: 6``. Then the header, with the options and, if wanted, ``weight``. A cell is a rank, a
grade, or 1; empty is nothing; a row with only empty cells is a blank ballot. Of stances a column
``reason`` may stand beside them. Of lists (``#form: list``, ``#lists: 1, 1, 2``: the list of each
candidate, ``#names: Together; Another way``, ``#crossing: yes``) a column ``list`` holds the number
of the list chosen, and -1 stands in the column of who is crossed out.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.ballots import Fields, Problem, Unread, all_forms
from voting.readers import Ballot, Choice, Election, Unreadable, bulk, rows_of
from voting.readers.numbers import Cells, Lines

REASON, LIST = "reason", "list"


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    lines = Lines.of(text)
    head = {}
    costs: dict[str, int] = {}
    start = 0
    for place, line in lines:
        if not line.startswith("#"):
            break
        start = place
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
            name,
            1,
            "a first line like #form: ranking, approval, grades, choice, basket, stance, list",
        )
    return _ballots(lines.behind(start), start, head, costs, name)


def _ballots(
    lines: Lines, start: int, head: dict[str, str], costs: dict[str, int], name: str
) -> Election:
    rows = rows_of(lines.text, name, before=start)
    first, names = next(((line, row) for line, row in rows if row), (start, []))
    header = [cell.strip() for cell in names]
    beside = ("weight", *{"stance": [REASON], "list": [LIST]}.get(head["form"], []))
    options = [cell for cell in header if cell not in beside]
    if not options or not all(header) or len(set(header)) < len(header):
        raise Unreadable(name, start + 1, "a header with the options, each once")
    if head["form"] == "list" and LIST not in header:
        raise Unreadable(name, start + 1, "a column list, with the number of the list chosen")
    settings: dict[str, Any] = dict(all_forms()[head["form"]].settings)
    if "ties" in settings:
        settings["ties"] = True
    if "grades" in head:
        settings["grades"] = _whole(head["grades"], name, 1)
    election = Election(
        title=head.get("title", name),
        source=head.get("source", ""),
        held_on=_day(head.get("date", ""), name),
        form=head["form"],
        options=options,
        costs=costs,
        parameters={"budget": _whole(head["budget"], name, 1)} if "budget" in head else {},
        form_parameters=settings,
    )
    if election.form == "list":
        election.parameters |= _of_lists(head, options, name)
        settings["lists"] = election.parameters["lists"]
        settings["crossing"] = election.parameters["crossing"] == "yes"
    body = lines.behind(first - start)
    if election.form not in MARKS or '"' in body.text:
        kept = [
            ballot
            for line, row in rows
            if row
            for ballot in _ballot(election, header, line, row, name)
        ]
        election.ballots = kept
        return election

    def slowly(line: int, written: str) -> list[Ballot]:
        read = rows_of(written, name, before=line - 1)
        return [
            ballot for at, row in read if row for ballot in _ballot(election, header, at, row, name)
        ]

    weighing = header.index("weight") if "weight" in header else None
    election.ballots = bulk.cells(
        election.form,
        options,
        body,
        lambda cells: _marked(election, cells, weighing),
        len(header),
        slowly,
    )
    return election


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unreadable(name, 1, "a date as in 2025-12-31") from None


def _of_lists(head: dict[str, str], options: list[str], name: str) -> dict[str, Any]:
    """What the lines before the header say of the lists, as parameters of the rule."""
    told = [_whole(part.strip(), name, 1) for part in head.get("lists", "1").split(",")]
    if len(told) not in (1, len(options)) or not all(told):
        raise Unreadable(name, 1, f"#lists: with {len(options)} numbers from 1 up")
    found: dict[str, Any] = {"lists": told if len(told) > 1 else told[0]}
    found["crossing"] = "yes" if head.get("crossing") == "yes" else "no"
    names = [part.strip() for part in head.get("names", "").split(";")]
    return found | ({"names": names} if all(names) else {})


def _ballot(
    election: Election, header: list[str], line: int, row: list[str], name: str
) -> list[Ballot]:
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
    return [] if problems else [(weight, choice)]


def _marked(
    election: Election, cells: Cells, weighing: int | None
) -> tuple[NDArray[np.bool_], NDArray[Any], NDArray[np.int64]]:
    """Of lines that are whole numbers or nothing: which are ballots without a fault, marks,
    weights."""
    weights = np.ones(len(cells.values), dtype=np.int64)
    values, filled = cells.values, cells.filled
    if weighing is not None:
        weights = values[:, weighing]
        values, filled = np.delete(values, weighing, 1), np.delete(filled, weighing, 1)
    good, marks = MARKS[election.form](values, filled, election.form_parameters)
    return good & (weights > 0), marks, weights


Marked = tuple[NDArray[np.bool_], NDArray[Any]]


def _ranked(values: NDArray[np.int64], _filled: NDArray[np.bool_], _settings: Any) -> Marked:
    """Ranks from 1 on without a gap."""
    most, width = values.max(axis=1), values.shape[1]
    there = np.zeros((len(values), width + 1), dtype=bool)
    there[np.arange(len(values))[:, None], np.minimum(values, width)] = True
    good = (most <= width) & (there[:, 1:].sum(axis=1) == most)
    return good, np.where(good[:, None], values, 0).astype(bulk.narrowest(width))


def _ticked(values: NDArray[np.int64], _filled: NDArray[np.bool_], settings: Any) -> Marked:
    """1 or nothing, as many as one likes."""
    good: NDArray[np.bool_] = np.asarray((values <= 1).all(axis=1))
    if any(settings.get(limit) for limit in ("max", "min", "budget")):
        good[:] = False
    return good, np.where(good[:, None], values, 0).astype(np.int8)


def _graded(values: NDArray[np.int64], filled: NDArray[np.bool_], settings: Any) -> Marked:
    good: NDArray[np.bool_] = np.asarray((values < settings["grades"]).all(axis=1))
    graded = np.where(filled & good[:, None], values, bulk.NOTHING["grades"])
    return good, graded.astype(bulk.narrowest(settings["grades"]))


MARKS: dict[str, Callable[[NDArray[np.int64], NDArray[np.bool_], Any], Marked]] = {
    "ranking": _ranked,
    "approval": _ticked,
    "basket": _ticked,
    "grades": _graded,
}
"""The forms whose plain lines are read many at once."""


def _choice(election: Election, cells: dict[str, str]) -> Choice:
    if election.form == "list":
        return _list(cells)
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
    return all_forms()[election.form].parse(fields, election.known)


def _list(cells: dict[str, str]) -> Choice:
    chosen = cells.pop(LIST)
    out = sorted(option for option, cell in cells.items() if cell not in ("", "0"))
    if any(cells[option] != "-1" for option in out):
        return Unread("unknown_mark")
    return all_forms()["list"].parse({"list": [chosen], "out": out}, []) if chosen or out else None


def _problems(election: Election, choice: Choice) -> list[Problem]:
    form = all_forms()[election.form]
    return form.problems(choice, election.known, election.form_parameters)


def _whole(text: str, name: str, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Unreadable(name, line, f"a whole number, not {text!r}")
    return int(text)
