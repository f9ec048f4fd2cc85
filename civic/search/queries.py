"""Finding: the newest thousand visible matches of one kind, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import column, table, text
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
    found = _ranked(session, words=words, kind=kind, actor=actor, space_id=space_id)
    if found is None:
        return Hits((), 0, None)
    newest = found.order_by(col(SearchEntry.id).desc()).limit(COUNT_LIMIT).subquery()
    total = session.execute(pick(func.count()).select_from(newest)).scalar_one()
    rows = session.execute(
        pick(newest.c.subject_id)
        .order_by(newest.c.rank, newest.c.id.desc())
        .limit(size)
        .offset(min(start, COUNT_LIMIT))
    ).all()
    ids = [row[0] for row in rows]
    links = {link.id: link for link in session.info["registry"].searchables[kind](session, ids)}
    shown = [links[id] for id in ids if id in links]
    return Hits(shown, int(total), start + size if start + size < total else None)


def _ranked(
    session: Session, *, words: str, kind: str, actor: Actor | None, space_id: int | None
) -> Any:
    stems = asked(words)
    if not stems or kind not in session.info["registry"].searchables:
        return None
    visible = readable(actor, audience=Space.audience, space_id=Space.id)
    if session.get_bind().dialect.name == "sqlite":
        match = text("search_words MATCH :stems").bindparams(
            stems=" OR ".join(f'"{stem}"' for stem in stems)
        )
        found = (
            pick(
                *columns(
                    SearchEntry.id,
                    SearchEntry.subject_id,
                    literal_column("bm25(search_words, 5.0, 1.0)").label("rank"),
                )
            )
            .select_from(SearchEntry)
            .join(INDEX, INDEX.c.rowid == SearchEntry.id)
            .where(match)
        )
    else:
        vector = func.to_tsvector(
            literal_column("'simple'"), SearchEntry.title + " " + SearchEntry.text
        )
        query = func.to_tsquery(literal_column("'simple'"), " | ".join(stems))
        found = pick(
            *columns(
                SearchEntry.id,
                SearchEntry.subject_id,
                (-func.ts_rank(vector, query)).label("rank"),
            )
        ).where(vector.op("@@")(query))
    found = found.join(Space, col(Space.id) == SearchEntry.space_id)
    found = found.where(visible, col(SearchEntry.kind) == kind)
    return found.where(col(SearchEntry.space_id) == space_id) if space_id else found
