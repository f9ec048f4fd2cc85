"""Members as CSV: read with every line's faults, written so that no spreadsheet runs it."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TextIO

from sqlalchemy import select as pick
from sqlmodel import Session, col, select

from civic.core.cells import AT_A_TIME, FORMULAS, safe
from civic.core.forms import is_address, one_line
from civic.core.tables import columns
from civic.core.words import N_, plain
from civic.members.models import Member, MemberKind, MemberState

MOST_LINES = 20_000
COLUMNS = {
    "number": ("number", "numero", "member number", "numero de membre", "id"),
    "name": ("name", "nom", "nom et prenom", "full name"),
    "email": ("email", "e-mail", "mail", "courriel", "adresse e-mail", "adresse mail",
              "email address", "e-mail address", "adresse electronique"),
    "category": ("category", "categorie"),
    "college": ("college",),
    "paid_up_until": ("paid-up date", "paid up until", "paid_up_until", "cotisation", "a jour",
                      "cotisation payee jusqu'au", "a jour jusqu'au"),
    "weight": ("weight", "poids", "voix", "nombre de voix"),
    "kind": ("kind", "type", "nature"),
}  # fmt: skip
"""What a column may be called, in small letters without accents."""
KINDS = {
    MemberKind.ENTITY: ("entity", "legal entity", "organisation", "organization", "structure",
                        "personne morale", "association"),
    MemberKind.PERSON: ("person", "personne", "personne physique"),
}  # fmt: skip
HEADINGS = (N_("name"), N_("e-mail"), N_("category"), N_("college"), N_("paid-up date"),
            N_("weight"), N_("kind"))  # fmt: skip
"""What a table to fill in calls its columns; ``read`` knows them in every language."""
TEXTS = {"category": N_("The category is longer than 80 characters."),
         "college": N_("The college is longer than 80 characters.")}  # fmt: skip


@dataclass
class Line:
    """A line of a table: what it says, and what is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    """Only what the table speaks of."""
    problems: list[str] = field(default_factory=list)
    """Sentences, marked for translation."""
    asked_id: int | None = None
    """The member's number, where the table has one."""
    member_id: int | None = None
    """Whom the line changes; None: somebody new."""


@dataclass
class Table:
    lines: list[Line]
    unknown: list[str]
    """Headings that are left aside."""

    @property
    def good(self) -> list[Line]:
        return [line for line in self.lines if not line.problems]


class NoTable(ValueError):
    """A sentence, marked for translation."""


def read(content: bytes, speaks_of: Collection[str] = COLUMNS.keys()) -> Table:
    """Columns that are not in ``speaks_of`` are left aside. ``;``, ``,`` or tabs;
    UTF-8 (with or without mark) or Windows-1252. Raises NoTable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    try:
        heading = next(rows, [])
        header = [name if (name := _column(cell)) in speaks_of else "" for cell in heading]
        if "name" not in header:
            raise NoTable(N_("The first line must name the columns, and one of them is “name”."))
        if len({name for name in header if name}) < len([name for name in header if name]):
            raise NoTable(N_("Two columns have the same meaning. Leave one of them out."))
        lines = list(_lines(rows, header))
    except csv.Error:
        raise NoTable(
            N_("This is not a CSV file. Save your sheet as CSV, and try again.")
        ) from None
    unknown = [cell.strip() for cell, name in zip(heading, header, strict=True) if not name]
    return Table(lines, [cell for cell in unknown if cell])


def recognise(session: Session, table: Table) -> None:
    """Find whom each good line speaks of: by number, else by the same name and address."""
    found = session.exec(
        select(Member.id, Member.name, Member.email).where(
            col(Member.state).in_((MemberState.ACTIVE, MemberState.REQUESTED, MemberState.LEFT)),
            col(Member.erased_at).is_(None),
        )
    ).all()
    ids = {id for id, _name, _email in found}
    known = {(name, email): id for id, name, email in found}
    for line in table.good:
        if line.asked_id is None:
            line.member_id = known.get((line.values["name"], line.values.get("email")))
        elif line.asked_id in ids:
            line.member_id = line.asked_id
        else:
            line.problems.append(N_("No member has this number."))


def _lines(rows: Any, header: Sequence[str]) -> Iterator[Line]:
    seen: set[tuple[object, ...]] = set()
    for place, row in enumerate(row for row in rows if any(cell.strip() for cell in row)):
        if place >= MOST_LINES:
            raise NoTable(N_("This table has more than 20,000 lines. Split it."))
        line = _line(rows.line_num, dict(zip(header, row, strict=False)))
        if len(row) > len(header):
            line.problems.append(N_("This line has more cells than the first line has columns."))
        who = (line.asked_id or line.values["name"], line.asked_id or line.values.get("email"))
        if who in seen:
            line.problems.append(N_("The same name and address stand above already."))
        seen.add(who)
        yield line


def _column(cell: str) -> str:
    name = plain(cell.strip().replace("’", "'"))
    return next((column for column, known in COLUMNS.items() if name in known), "")


def _line(number: int, cells: dict[str, str]) -> Line:
    line = Line(number)
    cells = {name: str(one_line(_unquoted(cell))) for name, cell in cells.items() if name}
    line.values["name"] = cells.get("name", "")
    if not line.values["name"]:
        line.problems.append(N_("The name is missing."))
    elif len(line.values["name"]) > 120:
        line.problems.append(N_("The name is longer than 120 characters."))
    if "email" in cells:
        _read_address(line, cells["email"])
    for name, too_long in TEXTS.items():
        if name in cells:
            line.values[name] = cells[name] or None
            if len(cells[name]) > 80:
                line.problems.append(too_long)
    if "paid_up_until" in cells:
        _read_date(line, cells["paid_up_until"])
    _read_weight(line, cells.get("weight", ""))
    _read_kind(line, cells.get("kind", ""))
    _read_number(line, cells.get("number", ""))
    return line


def _unquoted(cell: str) -> str:
    """What ``safe`` put before a cell is taken off again."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULAS else cell


def _read_address(line: Line, text: str) -> None:
    address = text.casefold() or None
    if address and not is_address(address):
        line.problems.append(N_("This is not an e-mail address."))
    line.values["email"] = address


def _read_date(line: Line, text: str) -> None:
    if not text:
        line.values["paid_up_until"] = None
        return
    parts = text.split(" ")[0].replace("/", "-").replace(".", "-").split("-")
    ordered = parts if len(parts[0]) == 4 else parts[::-1]
    try:
        year, month, day = (int(part) for part in ordered)
        line.values["paid_up_until"] = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        line.problems.append(N_("The date must look like 2026-12-31 or 31/12/2026."))


def _read_weight(line: Line, text: str) -> None:
    if not text:
        return
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= 1_000_000):
        line.problems.append(N_("The weight must be a whole number from 1 up."))
        return
    line.values["weight"] = int(text)


def _read_kind(line: Line, text: str) -> None:
    if not text:
        return
    kind = next((kind for kind, words in KINDS.items() if plain(text) in words), None)
    if kind is None:
        line.problems.append(N_("The kind must be “person” or “entity”."))
    else:
        line.values["kind"] = kind


def _read_number(line: Line, text: str) -> None:
    if not text:
        return
    if text.isascii() and text.isdigit() and len(text) < 16:
        line.asked_id = int(text)
    else:
        line.problems.append(N_("A member's number is a whole number."))


def empty(headings: Sequence[str]) -> str:
    """A table of HEADINGS, in the reader's words, for a spreadsheet."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(headings)
    return "\ufeff" + out.getvalue()


def write(session: Session, out: TextIO) -> None:
    """All active members, with the headings that ``read`` knows, and the mark that spreadsheets
    need to read accents."""
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";")
    names = ("name", "email", "category", "college", "paid_up_until", "weight", "kind")
    writer.writerow(("number", *names))
    found = pick(*columns(Member.id, *(getattr(Member, name) for name in names)))
    found = found.where(col(Member.state) == MemberState.ACTIVE)
    in_order = found.order_by(col(Member.sort_name), col(Member.id))
    for id, *cells in session.execute(in_order.execution_options(yield_per=AT_A_TIME)):
        writer.writerow([id, *map(safe, cells)])
