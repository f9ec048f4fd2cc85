"""Finding: the newest thousand visible matches of one kind, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy import select as pick
from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.audience import reader
from civic.core.links import Link
from civic.core.pagination import COUNT_LIMIT
from civic.search import matching
from civic.search.excerpts import Part, excerpt, marked
from civic.search.matching import Shape, Words
from civic.search.normal import asked


@dataclass(frozen=True)
class Hit:
    link: Link
    title: Sequence[Part]
    excerpt: Sequence[Part]


@dataclass(frozen=True)
class Hits:
    """A page of one kind's, and how many there are of each, up to a thousand of each."""

    kind: str
    rows: Sequence[Hit] = ()
    next: int | None = None
    counts: dict[str, int] = field(default_factory=dict)


def search(
    session: Session,
    *,
    words: str,
    kinds: Sequence[str],
    kind: str | None,
    actor: Actor | None,
    size: int,
    start: int = 0,
    space_id: int | None = None,
) -> Hits:
    """Any of the words matches; title words weigh more. Who may see a row is asked of its space,
    before anything is ranked or counted. Without a ``kind``, of the first in which something is
    found. All kinds are counted in the statement that ranks one: its matches are read once."""
    sought = asked(words)
    shown = kind or kinds[0]
    if not sought:
        return Hits(shown, counts=dict.fromkeys(kinds, 0))
    shape = _shape(session, sought, actor, space_id)
    values = matching.values(shape, sought, kinds, actor, space_id)
    values |= {"size": size + 1, "start": min(start, COUNT_LIMIT)}

    def ranked(kind: str) -> Sequence[Any]:
        return session.execute(_ranked(shape, kind, tuple(kinds)), values).all()

    found = ranked(shown)
    numbers = (
        found[0][1:] if found else session.execute(_counted(shape, tuple(kinds)), values).one()
    )
    counts = dict(zip(kinds, numbers, strict=True))
    if kind is None and not counts[shown]:
        shown = next((one for one in kinds if counts[one]), shown)
        found = ranked(shown) if counts[shown] else found
    stems = tuple(stem for word in sought for stem in word)
    rows = _hits(session, [row.subject_id for row in found[:size]], kind=shown, stems=stems)
    return Hits(shown, rows, start + size if len(found) > size else None, counts)


def _hits(session: Session, ids: list[int], *, kind: str, stems: tuple[str, ...]) -> list[Hit]:
    loaded = session.info["registry"].searchables[kind](session, ids) if ids else ()
    links = {link.id if link.row_id is None else link.row_id: link for link in loaded}
    return [
        Hit(
            link=link,
            title=marked(link.title, stems, link.language),
            excerpt=excerpt(link.excerpt, stems, link.language),
        )
        for link in (links[id] for id in ids if id in links)
    ]


def matches(
    session: Session, *, words: str, kind: str, actor: Actor | None, best: int | None = None
) -> Any:
    """The numbers of the newest thousand visible matches, or of the ``best`` of them, for another
    query to filter further; None when nothing is asked for."""
    sought = asked(words)
    if not sought:
        return None
    shape = _shape(session, sought, actor, None)
    found = matching.newest(shape, kind)
    if best is not None:
        found = _best(shape, kind, found).limit(best).subquery("best")
    numbers = pick(matching.subject(shape, found)).select_from(found)
    return numbers.params(matching.values(shape, sought, (kind,), actor, None))


def _shape(session: Session, sought: Words, actor: Actor | None, space_id: int | None) -> Shape:
    stems = tuple(len(word) for word in sought)
    return Shape(session.get_bind().dialect.name, reader(actor), bool(space_id), stems)


@lru_cache(maxsize=500)
def _ranked(shape: Shape, kind: str, kinds: tuple[str, ...]) -> Any:
    """With how many there are of each of the ``kinds``."""
    found = pick(matching.newest(shape, kind)).cte("found")
    page = _best(shape, kind, found).limit(bindparam("size")).offset(bindparam("start"))
    best = page.subquery("best")
    here = pick(func.count()).select_from(found).scalar_subquery()
    numbers = (here if one == kind else matching.number(shape, one) for one in kinds)
    rows = pick(matching.subject(shape, best).label("subject_id"), *numbers).select_from(best)
    return rows.order_by(best.c.likeness.desc(), best.c.id.desc())


def _best(shape: Shape, kind: str, found: Any) -> Any:
    """The likest first, of those as like as each other the newest."""
    likeness = matching.likeness(shape, kind, found).label("likeness")
    return pick(*found.c, likeness).order_by(likeness.desc(), found.c.id.desc())


@lru_cache(maxsize=500)
def _counted(shape: Shape, kinds: tuple[str, ...]) -> Any:
    """How many of each kind there are."""
    return pick(*(matching.number(shape, one) for one in kinds))
