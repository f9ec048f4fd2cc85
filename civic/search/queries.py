"""Finding: the newest thousand visible matches of one kind, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, column, literal, table, text
from sqlalchemy import select as pick
from sqlmodel import Session, col, func, literal_column

from civic.core.actor import Actor
from civic.core.audience import readable
from civic.core.links import Link
from civic.core.pagination import COUNT_LIMIT
from civic.core.tables import columns
from civic.search.models import SearchEntry
from civic.search.normal import asked
from civic.spaces.models import Space

INDEX = table("search_words", column("rowid"))
"""SQLite's full-text index, made by a migration."""


@dataclass(frozen=True)
class Hits:
    links: Sequence[Link]
    total: int
    """Up to a thousand; then "more than a thousand" is said."""
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
    newest = _newest(session, stems=stems, kind=kind, actor=actor, space_id=space_id)
    if newest is None:
        return Hits((), 0, None)
    counted = pick(func.count()).select_from(newest).scalar_subquery()
    rows = session.execute(
        pick(newest.c.subject_id, counted)
        .order_by(_likeness(newest, stems).desc(), newest.c.id.desc())
        .limit(size)
        .offset(min(start, COUNT_LIMIT))
    ).all()
    ids = [row[0] for row in rows]
    total = int(rows[0][1]) if rows else 0
    links = {link.id: link for link in session.info["registry"].searchables[kind](session, ids)}
    shown = [links[id] for id in ids if id in links]
    return Hits(shown, total, start + size if start + size < total else None)


def _newest(
    session: Session, *, stems: Sequence[str], kind: str, actor: Actor | None, space_id: int | None
) -> Any:
    """The newest thousand visible matches, found from the newest on: the index is not read to its
    end, however many match. None when nothing is asked for."""
    if not stems or kind not in session.info["registry"].searchables:
        return None
    found = pick(
        *columns(SearchEntry.id, SearchEntry.subject_id, SearchEntry.title, SearchEntry.text)
    )
    if session.get_bind().dialect.name == "sqlite":
        match = text("search_words MATCH :asked").bindparams(asked=_fts(stems, kind, space_id))
        found = found.join(INDEX, INDEX.c.rowid == SearchEntry.id).where(match)
        newest_first = INDEX.c.rowid.desc()
    else:
        query = func.to_tsquery(literal_column("'simple'"), " | ".join(stems))
        found = found.where(literal_column("search_entry.search_words").op("@@")(query))
        newest_first = col(SearchEntry.id).desc()
    visible = readable(actor, audience=Space.audience, space_id=Space.id)
    found = found.join(Space, col(Space.id) == SearchEntry.space_id)
    found = found.where(visible, col(SearchEntry.kind) == kind)
    if space_id:
        found = found.where(col(SearchEntry.space_id) == space_id)
    return found.order_by(newest_first).limit(COUNT_LIMIT).subquery()


def _fts(stems: Sequence[str], kind: str, space_id: int | None) -> str:
    """Kind and space are words of the index too, so that other kinds are stepped over in it."""
    words = " OR ".join(f'"{stem}"' for stem in stems)
    space = f'space_id : "{space_id}" AND ' if space_id else ""
    return f'kind : "{kind}" AND {space}{{title text}} : ({words})'


def _likeness(newest: Any, stems: Sequence[str]) -> Any:
    """How many of the words stand in it; in the title each weighs five times as much."""
    weighed = ((newest.c.title, 5), (newest.c.text, 1))
    found = [
        case(((" " + words + " ").contains(f" {stem} ", autoescape=True), weight), else_=0)
        for stem in stems
        for words, weight in weighed
    ]
    return sum(found, start=literal(0))
