"""The walk over all tables: which column points at a member, and what its feature says of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy import select as pick
from sqlmodel import Session, SQLModel

from civic.feature import PersonalData


def columns_naming_members() -> dict[str, Column[Any]]:
    """``table.column`` -> the column, of all that point at a member."""
    return {
        f"{table.name}.{column.name}": column
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if points_at_a_member(column)
    }


def points_at_a_member(column: Column[Any]) -> bool:
    return any(key.target_fullname == "member.id" for key in column.foreign_keys)


def copied(declared: Mapping[str, PersonalData]) -> list[PersonalData]:
    """What goes into somebody's copy, in the order of the features."""
    return [entry for entry in declared.values() if not entry.exempt]


def rows(session: Session, entry: PersonalData, member_id: int) -> Iterator[dict[str, Any]]:
    """The member's rows as plain values. Other members' numbers, files and secrets are left out."""
    naming = columns_naming_members()[entry.column]
    shown = [column for column in naming.table.columns if _is_shown(entry, column)]
    others = {column.name for column in shown if points_at_a_member(column)}
    found = pick(*shown).where(naming == member_id).order_by(*naming.table.primary_key)
    for row in session.execute(found).mappings():
        yield {
            name: plain(value)
            for name, value in row.items()
            if name not in others or value == member_id
        }


def own_entry(session: Session, member_id: int) -> dict[str, Any]:
    """The line in the list of members."""
    table: Table = SQLModel.metadata.tables["member"]
    shown = [column for column in table.columns if not points_at_a_member(column)]
    row = session.execute(pick(*shown).where(table.c.id == member_id)).mappings().one()
    return {name: plain(value) for name, value in row.items()}


def files(session: Session, member_id: int) -> Iterator[tuple[str, bytes]]:
    """What the member uploaded, wherever a table with a column ``content`` says so."""
    for naming in columns_naming_members().values():
        columns: Sequence[str] = naming.table.columns.keys()
        if not {"content", "name", "id"} <= set(columns):
            continue
        table = naming.table
        for row in session.execute(
            pick(table.c.id, table.c.name, table.c.content).where(naming == member_id)
        ):
            kept = "".join(sign for sign in row.name if sign.isalnum() or sign in "-_.").strip(".")
            yield f"{row.id}-{kept or 'file'}", row.content


def plain(value: Any) -> Any:
    """As JSON knows it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return value.isoformat() if isinstance(value, date) else value


def _is_shown(entry: PersonalData, column: Column[Any]) -> bool:
    if entry.only:
        return column.name in entry.only
    return column.name not in entry.left_out and column.name != "content"
