"""Rows of what waits for somebody and of what comes, all in one shape: one statement asks every
feature."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

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
from civic.core.tables import Moment

Who = TypeVar("Who", Actor, Actor | None, contravariant=True)
Said = TypeVar("Said", covariant=True)


class Row(NamedTuple):
    id: int
    title: str
    language: str
    details: dict[str, Any]
    at: datetime | None
    told_at: datetime | None


class Question(NamedTuple):
    """A statement, made by ``asked`` once for each kind of reader, and what it is told of this one.
    A name means the same in all of them: ``member_id``, ``spaces``, ``now``, ``led`` (those that
    the actor facilitates)."""

    statement: Select[Any]
    values: Mapping[str, Any]


class Rows(Protocol[Who]):
    """What to ask for; None where this actor has nothing to do with it."""

    def __call__(self, actor: Who, *, now: datetime) -> Question | None: ...


class Entry(Protocol[Said]):
    def __call__(self, session: Session, row: Row) -> Said: ...


@dataclass(frozen=True, kw_only=True)
class Contribution(Generic[Who, Said]):
    """What a feature adds to a list that all of them make together: its rows, and how one of them
    is said."""

    rows: Rows[Who]
    entry: Entry[Said]


def asked(
    id: Any,
    *,
    title: Any = "",
    language: Any = "",
    details: Any = "{}",
    at: Any = None,
    told_at: Any = None,
) -> Select[Any]:
    """As many as the page has room for; a feature may set a lower limit. ``details``: JSON.
    ``at``, ``told_at``: columns of moments, taken as they are: SQLite's CAST makes a number of the
    year out of them."""
    return pick(
        id.label("id"),
        _words(title).label("title"),
        _words(language).label("language"),
        cast(details, Text).label("details"),
        (cast(null(), Moment) if at is None else at).label("at"),
        (cast(null(), Moment) if told_at is None else told_at).label("told_at"),
    ).limit(bindparam("limit"))


def _words(said: Any) -> ColumnElement[str]:
    return cast(literal(said) if isinstance(said, str) else said, Text)


def details(**parts: Any) -> ColumnElement[str]:
    """JSON of columns that are JSON themselves, and of words for "true" and the like."""
    written = (literal(f'"{name}": ') + _words(part) for name, part in parts.items())
    return literal("{") + reduce(lambda left, right: left + ", " + right, written) + "}"


def all_of_them(
    session: Session,
    sources: Sequence[Contribution[Who, Said]],
    *,
    actor: Who,
    now: datetime,
    limit: int,
) -> list[Said]:
    values: dict[str, Any] = {"limit": limit}
    parts = []
    for place, source in enumerate(sources):
        if question := source.rows(actor, now=now):
            values |= question.values
            parts.append((place, question.statement))
    if not parts:
        return []
    found = db.look(session, together(tuple(parts)), values)
    return [
        sources[place].entry(session, Row(id, title, language, json.loads(details), at, told_at))
        for place, id, title, language, details, at, told_at in sorted(
            found, key=lambda row: row[:3:2]
        )
    ]


@lru_cache(maxsize=64)
def together(parts: tuple[tuple[int, Select[Any]], ...]) -> CompoundSelect[Any]:
    """Remembered by the statements themselves: as many as there are kinds of readers."""
    return union_all(*(pick(literal(place), part.subquery()) for place, part in parts))
