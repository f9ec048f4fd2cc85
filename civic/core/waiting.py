"""Short rows of what waits for somebody, all in one shape: one statement asks every feature."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    bindparam,
    cast,
    literal,
    null,
    union_all,
)
from sqlalchemy import select as pick
from sqlmodel import Session

from civic.core import db
from civic.core.actor import Actor
from civic.core.links import Waiting
from civic.core.tables import Moment


class Row(NamedTuple):
    id: int
    title: str
    language: str
    details: dict[str, Any]
    at: datetime | None


class Question(NamedTuple):
    """A statement, made by ``asked`` once for each kind of reader, and what it is told of this one.
    A name means the same in all of them: ``member_id``, ``spaces``, ``now``, ``led`` (those that
    the actor facilitates)."""

    statement: Select[Any]
    values: Mapping[str, Any]


class Rows(Protocol):
    """What to ask for; None where this actor has nothing to do with it."""

    def __call__(self, actor: Actor, *, now: datetime) -> Question | None: ...


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
    """As many as the page has room for; a feature may set a lower limit. ``details``: JSON.
    ``at``: a column of moments, taken as it is: SQLite's CAST makes a number of the year out of
    it."""
    return pick(
        id.label("id"),
        _words(title).label("title"),
        _words(language).label("language"),
        cast(details, Text).label("details"),
        (cast(null(), Moment) if at is None else at).label("at"),
    ).limit(bindparam("limit"))


def _words(said: Any) -> ColumnElement[str]:
    return cast(literal(said) if isinstance(said, str) else said, Text)


def all_of_them(
    session: Session, sources: Sequence[Short], *, actor: Actor, now: datetime, limit: int
) -> list[Waiting]:
    values, parts = {"limit": limit}, []
    for place, source in enumerate(sources):
        if question := source.rows(actor, now=now):
            values |= question.values
            parts.append((place, question.statement))
    if not parts:
        return []
    found = db.look(session, together(tuple(parts)), values)
    return [
        sources[place].entry(session, Row(id, title, language, json.loads(details), at))
        for place, id, title, language, details, at in sorted(found, key=lambda row: row[:3:2])
    ]


@lru_cache(maxsize=64)
def together(parts: tuple[tuple[int, Select[Any]], ...]) -> CompoundSelect[Any]:
    """Remembered by the statements themselves: as many as there are kinds of readers."""
    return union_all(*(pick(literal(place), part.subquery()) for place, part in parts))
