"""Pabulib's .pb: participatory budgets of real towns. Source: pabulib.org/format."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from voting.readers import Election, Unreadable, bulk, rows_of

Row = tuple[int, list[str]]
KINDS = {"approval": "basket", "cumulative": "points", "ordinal": "points"}
CURRENCY = re.compile(r"[A-Z]{3}")
MONEY = re.compile(r"([0-9]{1,15})(?:[.,]0+)?")


def is_one(text: str) -> bool:
    return text.lstrip()[:4].upper() == "META"


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    sections = _sections(text, name)
    meta = {row[0].strip(): row[1].strip() for _, row in sections["META"] if len(row) > 1}
    at = {row[0].strip(): line for line, row in sections["META"]}
    if "budget" not in meta:
        raise Unreadable(name, 1, "a line budget;… under META")
    projects = dict(_records(sections["PROJECTS"], name, "project_id"))
    options = [record["project_id"] for record in projects.values()]
    if len(set(options)) < len(options):
        raise Unreadable(name, min(projects), "each project_id once")
    kind = meta.get("vote_type", "approval")
    election = Election(
        title=meta.get("description", name),
        source=", ".join(
            meta[key] for key in ("country", "unit", "subunit", "instance") if meta.get(key)
        ),
        held_on=_day(meta.get("date_end") or meta.get("date_begin", "")),
        form="basket",
        options=options,
        titles={r["project_id"]: r.get("name") or r["project_id"] for r in projects.values()},
        costs={r["project_id"]: _money(r.get("cost", ""), name, n) for n, r in projects.items()},
        parameters={"budget": _money(meta["budget"], name, at["budget"])},
        form_parameters={"budget": None, "min": 0, "max": None},
        currency=currency if CURRENCY.fullmatch(currency := meta.get("currency", "")) else "",
    )
    if "min_project_score_threshold" in meta:
        key = "min_project_score_threshold"
        threshold = _money(meta[key], name, at[key])
        election.parameters["threshold"] = max(threshold, 1)
    if kind not in KINDS:
        line = at["vote_type"]
        raise Unreadable(name, line, f"a vote_type out of {', '.join(KINDS)}, not {kind!r}")
    election.form = KINDS[kind]
    longest = _money(meta.get("max_length", "0"), name, at.get("max_length", 1))
    if kind == "approval":
        election.ballots = _baskets(election, sections["VOTES"], name)
        return election
    known = set(options)
    for line, record in _records(sections["VOTES"], name, "voter_id"):
        places = record.get("points") if kind != "ordinal" else None
        given = [_money(one, name, line) for one in (places or "").split(",") if one.strip()]
        _take_points(election, record.get("vote", ""), given, line, known, longest)
    return election


def _take_points(
    election: Election, vote: str, points: list[int], line: int, known: set[str], longest: int
) -> None:
    """Points as written beside the projects; of an ordinal vote, ``max_length`` less the place."""
    picked = [one.strip() for one in vote.split(",") if one.strip()]
    given = points or [longest - place for place in range(len(picked))]
    if len(given) != len(picked) or len(set(picked)) < len(picked) or not set(picked) <= known:
        election.refused.append(f"line {line}: points and known projects, one each")
        return
    election.add(1, dict(zip(picked, given, strict=True)) or None)


def _baskets(election: Election, rows: list[Row], name: str) -> bulk.Rows:
    """A repeated id counts once; an empty vote is blank; an unknown project refuses the ballot."""
    header = _header(rows, name, "voter_id")
    who, vote = header.index("voter_id"), header.index("vote") if "vote" in header else len(header)
    column = {option: place for place, option in enumerate(election.options)}
    known = set(column)
    kept: list[tuple[int, list[int]]] = []
    for line, row in rows[1:]:
        if len(row) <= who or not row[who].strip():
            raise Unreadable(name, line, "something in the column voter_id")
        picked = set(row[vote].split(",") if len(row) > vote else ())
        if not known.issuperset(picked):
            picked = {one.strip() for one in picked if one.strip()}
        if known.issuperset(picked):
            kept.append((1, [column[one] for one in picked]))
        else:
            election.refused.append(f"line {line}: no project {min(picked - known)!r}")
    return bulk.ticks("basket", election.options, kept)


def _sections(text: str, name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    current: list[Row] = []
    line = 0
    for end, row in rows_of(text, name, delimiter=";", over_lines=True):
        if current is found.get("VOTES") and end > line + 1:
            raise Unreadable(name, line + 1, "a quote that is closed in its line")
        line = end
        if len(row) == 1 and row[0].strip() in ("META", "PROJECTS", "VOTES"):
            current = found.setdefault(row[0].strip(), [])
        elif any(cell.strip() for cell in row):
            current.append((line, row))
    for wanted in ("META", "PROJECTS", "VOTES"):
        if not found.get(wanted):
            raise Unreadable(name, line, f"a section {wanted} with lines in it")
    return found


def _records(rows: list[Row], name: str, key: str) -> Iterator[tuple[int, dict[str, str]]]:
    header = _header(rows, name, key)
    for line, row in rows[1:]:
        record = dict(zip(header, (cell.strip() for cell in row), strict=False))
        if not record.get(key):
            raise Unreadable(name, line, f"something in the column {key}")
        yield line, record


def _header(rows: list[Row], name: str, key: str) -> list[str]:
    header = [cell.strip() for cell in rows[0][1]]
    if key not in header:
        raise Unreadable(name, rows[0][0], f"a column {key}")
    return header


def _day(text: str) -> date | None:
    """``31.12.2025``, as most files write it; another form says nothing."""
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()
    except ValueError:
        return None


def _money(text: str, name: str, line: int) -> int:
    """Whole units; a decimal comma or point with zeros behind it is accepted."""
    amount = MONEY.fullmatch(text.replace(" ", ""))
    if not amount:
        raise Unreadable(name, line, f"a whole amount of money, not {text[:40]!r}")
    return int(amount[1])
