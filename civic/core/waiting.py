"""Short rows of what waits for somebody, all in one shape: one statement asks every feature."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Select, Text, cast, literal, null, union_all
from sqlalchemy import select as pick
from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.links import Waiting
from civic.core.tables import Moment


class Row(NamedTuple):
    id: int
    title: str
    language: str
    details: dict[str, Any]
    at: datetime | None


class Rows(Protocol):
    """What to ask for, made by ``asked``; None where this actor has nothing to do with it."""

    def __call__(self, actor: Actor, *, now: datetime) -> Select[Any] | None: ...


class Entry(Protocol):
    def __call__(self, session: Session, row: Row) -> Waiting: ...


@dataclass(frozen=True, kw_only=True)
class Short:
    """A feature's rows, and how one of them is said."""

    rows: Rows
    entry: Entry


def asked(
    id: Any,
    *,
    title: Any = "",
    language: Any = "",
    details: Any = "{}",
    at: Any = None,
) -> Select[Any]:
    """``details``: JSON. ``at``: a column of moments, taken as it is: SQLite's CAST makes a number
    of the year out of it."""
    return pick(
        id.label("id"),
        _words(title).label("title"),
        _words(language).label("language"),
        cast(details, Text).label("details"),
        (cast(null(), Moment) if at is None else at).label("at"),
    )


def _words(said: Any) -> ColumnElement[str]:
    return cast(literal(said) if isinstance(said, str) else said, Text)


def all_of_them(
    session: Session, sources: Sequence[Short], *, actor: Actor, now: datetime, limit: int
) -> list[Waiting]:
    parts = [
        (place, rows.limit(limit).subquery())
        for place, source in enumerate(sources)
        if (rows := source.rows(actor, now=now)) is not None
    ]
    if not parts:
        return []
    found = session.execute(union_all(*(pick(literal(place), part) for place, part in parts)))
    return [
        sources[place].entry(session, Row(id, title, language, json.loads(details), at))
        for place, id, title, language, details, at in sorted(found, key=lambda row: row[:3:2])
    ]
