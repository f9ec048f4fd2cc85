"""Members as CSV: read with every line's faults, written so that no spreadsheet runs it."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from civic.core.forms import is_address
from civic.core.words import N_
from civic.members.models import Member, MemberKind, MemberState

MOST_LINES = 20_000
COLUMNS = {
    "name": ("name", "nom", "nom et prénom"),
    "email": ("email", "e-mail", "mail", "courriel", "adresse", "address"),
    "category": ("category", "catégorie", "categorie"),
    "college": ("college", "collège"),
    "paid_up_until": ("paid-up date", "paid up until", "paid_up_until", "cotisation", "à jour"),
    "weight": ("weight", "poids", "voix"),
    "kind": ("kind", "type"),
}
ENTITIES = ("entity", "organisation", "organization", "personne morale", "structure")


@dataclass
class Line:
    """A line of a table: what it says, and what is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """Sentences, marked for translation."""


class NoTable(ValueError):
    """A sentence, marked for translation."""


def read(content: bytes) -> list[Line]:
    """Raises NoTable. ``;`` or ``,``; UTF-8 (with or without mark) or Windows-1252."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    header = [_column(cell) for cell in next(rows, [])]
    if "name" not in header:
        raise NoTable(N_("The first line must name the columns, and one of them is “name”."))
    lines: list[Line] = []
    seen: set[tuple[str, str | None]] = set()
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(lines) >= MOST_LINES:
            raise NoTable(N_("This table has more than 20,000 lines. Split it."))
        line = _line(rows.line_num, dict(zip(header, row, strict=False)))
        who = (line.values.get("name", ""), line.values.get("email"))
        if who in seen:
            line.problems.append(N_("The same name and address stand above already."))
        seen.add(who)
        lines.append(line)
    return lines


def _column(cell: str) -> str:
    plain = cell.strip().casefold()
    return next((name for name, known in COLUMNS.items() if plain in known), "")


def _line(number: int, cells: dict[str, str]) -> Line:
    line = Line(number)
    cells = {name: cell.strip() for name, cell in cells.items() if name and cell}
    line.values["name"] = cells.get("name", "")
    if not line.values["name"]:
        line.problems.append(N_("The name is missing."))
    elif len(line.values["name"]) > 120:
        line.problems.append(N_("The name is longer than 120 characters."))
    address = cells.get("email", "").casefold() or None
    if address and (len(address) > 254 or not is_address(address)):
        line.problems.append(N_("This is no e-mail address."))
    line.values["email"] = address
    for name in ("category", "college"):
        line.values[name] = cells.get(name, "")[:80] or None
    _read_date(line, cells.get("paid_up_until", ""))
    _read_weight(line, cells.get("weight", ""))
    if cells.get("kind", "").casefold() in ENTITIES:
        line.values["kind"] = MemberKind.ENTITY
    return line


def _read_date(line: Line, text: str) -> None:
    if not text:
        line.values["paid_up_until"] = None
        return
    parts = text.replace("/", "-").replace(".", "-").split("-")
    ordered = parts if len(parts[0]) == 4 else parts[::-1]
    try:
        line.values["paid_up_until"] = date(*(int(part) for part in ordered))
    except (TypeError, ValueError):
        line.problems.append(N_("The date must look like 2026-12-31 or 31/12/2026."))


def _read_weight(line: Line, text: str) -> None:
    if not text:
        return
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1_000_000):
        line.problems.append(N_("The weight must be a whole number from 1 up."))
        return
    line.values["weight"] = int(text)


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_csv(session: Session) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    names = ("name", "email", "category", "college", "paid_up_until", "weight", "kind")
    writer.writerow(names)
    found = select(Member).where(Member.state == MemberState.ACTIVE).order_by(col(Member.name))
    for member in session.exec(found):
        writer.writerow(safe(getattr(member, name)) for name in names)
    return out.getvalue()
