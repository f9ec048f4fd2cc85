"""Finding: the newest thousand visible matches of one kind, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Text, and_, case, cast, column, literal, table, union_all
from sqlalchemy import select as pick
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col, func, literal_column

from civic.core.actor import Actor
from civic.core.audience import readable
from civic.core.links import Link
from civic.core.pagination import COUNT_LIMIT
from civic.search.excerpts import Part, excerpt, marked
from civic.search.models import SearchEntry
from civic.search.normal import LEAST_BEGINNING, asked
from civic.spaces.models import Space

ENTRY = SearchEntry.__table__.c  # type: ignore[attr-defined]
INDEX = table("search_words", column("rowid"))
"""SQLite's full-text index, made by a migration."""


@dataclass(frozen=True)
class Hit:
    link: Link
    title: Sequence[Part]
    excerpt: Sequence[Part]


@dataclass(frozen=True)
class Hits:
    rows: Sequence[Hit]
    next: int | None


def search(
    session: Session,
    *,
    words: str,
    kind: str,
    actor: Actor | None,
    size: int,
    start: int = 0,
    space_id: int | None = None,
) -> Hits:
    """Any of the words matches; title words weigh more. Who may see a row is asked of its space,
    before anything is ranked or counted."""
    stems = asked(words)
    if not stems or kind not in session.info["registry"].searchables:
        return Hits((), None)
    newest = _newest(session, stems=stems, kind=kind, actor=actor, space_id=space_id)
    ids = session.execute(
        pick(newest.c.subject_id)
        .order_by(_likeness(newest, stems).desc(), newest.c.id.desc())
        .limit(size + 1)
        .offset(min(start, COUNT_LIMIT))
    ).scalars()
    return _hits(session, list(ids), kind=kind, stems=stems, size=size, start=start)


def _hits(
    session: Session, ids: list[int], *, kind: str, stems: list[str], size: int, start: int
) -> Hits:
    loaded = session.info["registry"].searchables[kind](session, ids[:size])
    links = {link.id if link.row_id is None else link.row_id: link for link in loaded}
    rows = [
        Hit(
            link=link,
            title=marked(link.title, stems, link.language),
            excerpt=excerpt(link.excerpt, stems, link.language),
        )
        for link in (links[id] for id in ids[:size] if id in links)
    ]
    return Hits(rows, start + size if len(ids) > size else None)


def counts(
    session: Session, *, words: str, actor: Actor | None, space_id: int | None = None
) -> dict[str, int]:
    """How many of each kind there are, up to a thousand of each: one statement."""
    kinds = list(session.info["registry"].searchables)
    stems = asked(words)
    if not stems:
        return dict.fromkeys(kinds, 0)
    parts = [
        pick(literal(kind), func.count()).select_from(
            _newest(session, stems=stems, kind=kind, actor=actor, space_id=space_id)
        )
        for kind in kinds
    ]
    return {kind: int(number) for kind, number in session.execute(union_all(*parts))}


def matches(
    session: Session, *, words: str, kind: str, actor: Actor | None, best: int | None = None
) -> Any:
    """The numbers of the newest thousand visible matches, or of the ``best`` of them, for another
    query to filter further; None when nothing is asked for."""
    stems = asked(words)
    if not stems:
        return None
    newest = _newest(session, stems=stems, kind=kind, actor=actor)
    numbers = pick(newest.c.subject_id)
    if best is None:
        return numbers
    return numbers.order_by(_likeness(newest, stems).desc(), newest.c.id.desc()).limit(best)


def _newest(
    session: Session,
    *,
    stems: Sequence[str],
    kind: str,
    actor: Actor | None,
    space_id: int | None = None,
) -> Any:
    """The newest thousand visible matches, found from the newest on: the index is not read to its
    end, however many match. With the words by which they are put in order."""
    seen = readable(actor, audience=Space.audience, space_id=Space.id)
    if space_id:
        seen = and_(seen, col(Space.id) == space_id)
    if session.get_bind().dialect.name == "sqlite":
        match = literal_column("search_words").op("MATCH")(_fts(stems, kind, space_id))
        found = pick(ENTRY.id, ENTRY.subject_id, ENTRY.title, ENTRY.text)
        found = found.join(Space, col(Space.id) == ENTRY.space_id).where(seen)
        found = found.join(INDEX, INDEX.c.rowid == ENTRY.id).where(match)
        return found.order_by(INDEX.c.rowid.desc()).limit(COUNT_LIMIT).subquery()
    beginnings = [_is_beginning(stem) for stem in stems]
    spaces = func.array(pick(Space.id).where(seen).scalar_subquery())  # type: ignore[call-overload]
    entries = func.search_newest(
        kind, cast(list(stems), ARRAY(Text)), cast(beginnings, ARRAY(Boolean)), spaces, COUNT_LIMIT
    )
    return entries.table_valued("id", "subject_id", "title", "text")


def _fts(stems: Sequence[str], kind: str, space_id: int | None) -> str:
    """Kind and space are words of the index too, so that other kinds are stepped over in it."""
    words = " OR ".join(f'"{stem}"' + "*" * _is_beginning(stem) for stem in stems)
    space = f'space_id : "{space_id}" AND ' if space_id else ""
    return f'kind : "{kind}" AND {space}{{title text}} : ({words})'


def _likeness(newest: Any, stems: Sequence[str]) -> Any:
    """How many of the words stand in it; in the title each weighs five times as much."""
    weighed = ((newest.c.title, 5), (newest.c.text, 1))
    found = [
        case(
            (
                (" " + words + " ").contains(
                    f" {stem}" + " " * (not _is_beginning(stem)), autoescape=True
                ),
                weight,
            ),
            else_=0,
        )
        for stem in stems
        for words, weight in weighed
    ]
    return sum(found, start=literal(0))


def _is_beginning(stem: str) -> bool:
    return len(stem) >= LEAST_BEGINNING
