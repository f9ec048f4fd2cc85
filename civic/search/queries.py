"""Finding: the newest thousand visible matches of one kind, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Text, and_, bindparam, case, column, literal, table, union_all
from sqlalchemy import select as pick
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col, func, literal_column

from civic.core.actor import Actor
from civic.core.audience import Reader, readable_by, reader
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
    """A page of one kind's, and how many there are of each, up to a thousand of each."""

    kind: str
    rows: Sequence[Hit] = ()
    next: int | None = None
    counts: dict[str, int] = field(default_factory=dict)


class Shape(NamedTuple):
    """What makes one statement differ from another, apart from values: statements are put together
    once for each, as that costs more than running them."""

    dialect: str
    reader: Reader
    in_one_space: bool


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
    found. Its matches are counted as they are ranked: they are read once."""
    stems = asked(words)
    shown = kind or kinds[0]
    if not stems:
        return Hits(shown, counts=dict.fromkeys(kinds, 0))
    shape = Shape(session.get_bind().dialect.name, reader(actor), bool(space_id))
    values = _values(stems, actor, space_id) | {"size": size + 1, "start": min(start, COUNT_LIMIT)}

    def ranked(kind: str) -> Sequence[Any]:
        return session.execute(_ranked(shape, kind, len(stems)), values).all()

    found = ranked(shown)
    others = tuple(one for one in kinds if one != shown or (start and not found))
    counts = {one: int(number) for one, number in session.execute(_counted(shape, others), values)}
    counts.setdefault(shown, found[0].number if found else 0)
    if kind is None and not counts[shown]:
        shown = next((one for one in kinds if counts[one]), shown)
        found = ranked(shown) if counts[shown] else found
    rows = _hits(session, [row.subject_id for row in found[:size]], kind=shown, stems=stems)
    return Hits(shown, rows, start + size if len(found) > size else None, counts)


def _hits(session: Session, ids: list[int], *, kind: str, stems: list[str]) -> list[Hit]:
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
    stems = asked(words)
    if not stems:
        return None
    shape = Shape(session.get_bind().dialect.name, reader(actor), in_one_space=False)
    newest = _newest(shape, kind)
    numbers = pick(newest.c.subject_id)
    if best is not None:
        likeness = _likeness(shape, newest, len(stems))
        numbers = numbers.order_by(likeness.desc(), newest.c.id.desc()).limit(best)
    return numbers.params(_values(stems, actor, None))


@cache
def _ranked(shape: Shape, kind: str, stems: int) -> Any:
    newest = _newest(shape, kind)
    likeness = _likeness(shape, newest, stems).label("likeness")
    found = pick(newest.c.id, newest.c.subject_id, likeness).cte("found")
    number = pick(func.count()).select_from(found).scalar_subquery().label("number")
    return (
        pick(found.c.subject_id, number)
        .order_by(found.c.likeness.desc(), found.c.id.desc())
        .limit(bindparam("size"))
        .offset(bindparam("start"))
    )


@cache
def _counted(shape: Shape, kinds: tuple[str, ...]) -> Any:
    """How many of each kind there are, in one statement."""
    return union_all(
        *(pick(literal(one), func.count()).select_from(_newest(shape, one)) for one in kinds)
    )


def _newest(shape: Shape, kind: str) -> Any:
    """The newest thousand visible matches, found from the newest on: the index is not read to its
    end, however many match. With the words by which they are put in order."""
    seen = readable_by(shape.reader, audience=Space.audience, space_id=Space.id)
    if shape.in_one_space:
        seen = and_(seen, col(Space.id) == bindparam("space"))
    if shape.dialect == "sqlite":
        # kind and space are words of the index, too, so that others are stepped over in it
        sought = literal(f'kind : "{kind}" AND ', Text) + bindparam("match", type_=Text)
        found = pick(ENTRY.id, ENTRY.subject_id, ENTRY.title, ENTRY.text)
        found = found.join(Space, col(Space.id) == ENTRY.space_id).where(seen)
        found = found.join(INDEX, INDEX.c.rowid == ENTRY.id)
        found = found.where(literal_column("search_words").op("MATCH")(sought))
        return found.order_by(INDEX.c.rowid.desc()).limit(COUNT_LIMIT).subquery()
    entries = func.search_newest(
        kind,
        bindparam("stems", type_=ARRAY(Text)),
        bindparam("beginnings", type_=ARRAY(Boolean)),
        func.array(pick(Space.id).where(seen).scalar_subquery()),  # type: ignore[call-overload]
        COUNT_LIMIT,
    )
    return entries.table_valued("id", "subject_id", "title", "text")


def _likeness(shape: Shape, newest: Any, stems: int) -> Any:
    """How many of the words stand in it; in the title each weighs five times as much."""
    place = func.instr if shape.dialect == "sqlite" else func.strpos
    found = [
        case((place(" " + words + " ", bindparam(f"stem_{n}", type_=Text)) > 0, weight), else_=0)
        for n in range(stems)
        for words, weight in ((newest.c.title, 5), (newest.c.text, 1))
    ]
    return sum(found, start=literal(0))


def _values(stems: Sequence[str], actor: Actor | None, space_id: int | None) -> dict[str, Any]:
    beginnings = [len(stem) >= LEAST_BEGINNING for stem in stems]
    asked_for = list(zip(stems, beginnings, strict=True))
    any_of_them = " OR ".join(f'"{stem}"' + "*" * longer for stem, longer in asked_for)
    in_one_space = f'space_id : "{space_id}" AND ' if space_id else ""
    return {
        "spaces": actor.spaces if actor else (),
        "space": space_id,
        "match": f"{in_one_space}{{title text}} : ({any_of_them})",
        "stems": list(stems),
        "beginnings": beginnings,
        **{f"stem_{n}": f" {stem}" + " " * (not longer)
           for n, (stem, longer) in enumerate(asked_for)},
    }  # fmt: skip
