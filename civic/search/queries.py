"""Finding: the newest thousand visible matches of one kind, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Text, and_, bindparam, case, column, literal, or_, table
from sqlalchemy import select as pick
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import TableClause
from sqlmodel import Session, col, func, literal_column

from civic.core.actor import Actor
from civic.core.audience import Reader, readable_by, reader
from civic.core.links import Link
from civic.core.pagination import COUNT_LIMIT
from civic.search.excerpts import Part, excerpt, marked
from civic.search.models import SearchEntry, mark
from civic.search.normal import LEAST_BEGINNING, asked
from civic.spaces.models import Space

ENTRY: Any = SearchEntry.__table__  # type: ignore[attr-defined]


class Narrow(TableClause):
    """The entries by SQLite's index that holds all that is asked of most: a fraction of the pages
    that the rows with their texts lie on."""

    inherit_cache = True


@compiles(Narrow, "sqlite")
def _by_its_index(entry: Narrow, _compiler: Any, asfrom: bool = False, **_: Any) -> str:
    return f"{entry.name} INDEXED BY search_words_seen" if asfrom else entry.name


NARROW = Narrow(ENTRY.name, *map(column, ("id", "space_id", "subject_id", "title")))
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


Words = Sequence[tuple[str, ...]]
"""Looked for; of each word the stems, in all languages that may be meant."""


class Shape(NamedTuple):
    """What makes one statement differ from another, apart from values: statements are put together
    once for each, as that costs more than running them."""

    dialect: str
    reader: Reader
    in_one_space: bool
    stems: tuple[int, ...]
    """How many each word has."""


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
    values = _values(shape, sought, kinds, actor, space_id)
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
    newest = _newest(shape, kind, *_ranked_by(shape))
    numbers = pick(newest.c.subject_id)
    if best is not None:
        likeness = _likeness(shape, newest)
        numbers = numbers.order_by(likeness.desc(), newest.c.id.desc()).limit(best)
    return numbers.params(_values(shape, sought, (kind,), actor, None))


def _shape(session: Session, sought: Words, actor: Actor | None, space_id: int | None) -> Shape:
    stems = tuple(len(word) for word in sought)
    return Shape(session.get_bind().dialect.name, reader(actor), bool(space_id), stems)


@lru_cache(maxsize=500)
def _ranked(shape: Shape, kind: str, kinds: tuple[str, ...]) -> Any:
    """With how many there are of each of the ``kinds``."""
    newest = _newest(shape, kind, *_ranked_by(shape))
    likeness = _likeness(shape, newest).label("likeness")
    found = pick(newest.c.id, newest.c.subject_id, likeness).cte("found")
    numbers = [_number(found if one == kind else _newest(shape, one)) for one in kinds]
    return (
        pick(found.c.subject_id, *numbers)
        .order_by(found.c.likeness.desc(), found.c.id.desc())
        .limit(bindparam("size"))
        .offset(bindparam("start"))
    )


@lru_cache(maxsize=500)
def _counted(shape: Shape, kinds: tuple[str, ...]) -> Any:
    """How many of each kind there are."""
    return pick(*(_number(_newest(shape, one)) for one in kinds))


def _number(found: Any) -> Any:
    return pick(func.count()).select_from(found).scalar_subquery()


def _ranked_by(shape: Shape) -> Sequence[str]:
    """The columns with the words by which matches are put in order."""
    return ("title",) if len(shape.stems) == 1 else ("title", "text")


def _newest(shape: Shape, kind: str, *words: str) -> Any:
    """The newest thousand visible matches, found from the newest on: the index is not read to its
    end, however many match. With their ``words``."""
    seen = readable_by(shape.reader, audience=Space.audience, space_id=Space.id)
    if shape.in_one_space:
        seen = and_(seen, col(Space.id) == bindparam("space"))
    if shape.dialect == "sqlite":
        entry = ENTRY if "text" in words else NARROW
        found = pick(entry.c.id, entry.c.subject_id, *(entry.c[name] for name in words))
        found = found.join(Space, col(Space.id) == entry.c.space_id).where(seen)
        found = found.join(INDEX, INDEX.c.rowid == entry.c.id)
        match: Any = bindparam(f"match_{kind}", type_=Text)
        found = found.where(literal_column("search_words").op("MATCH")(match))
        return found.order_by(INDEX.c.rowid.desc()).limit(COUNT_LIMIT).subquery()
    entries = func.search_newest(
        kind,
        bindparam("stems", type_=ARRAY(Text)),
        bindparam("beginnings", type_=ARRAY(Boolean)),
        func.array(pick(Space.id).where(seen).scalar_subquery()),  # type: ignore[call-overload]
        COUNT_LIMIT,
    )
    return entries.table_valued("id", "subject_id", "title", "text")


def _likeness(shape: Shape, newest: Any) -> Any:
    """How many of the words stand in it; in the title each weighs five times as much again. Of one
    word alone it is known that it does."""
    place = func.instr if shape.dialect == "sqlite" else func.strpos
    title = " " + newest.c.title + " "
    parts = (
        [(title, 5)] if len(shape.stems) == 1 else [(title, 5), (title + newest.c.text + " ", 1)]
    )
    number = count()
    found = []
    for stems in shape.stems:
        names = [f"stem_{next(number)}" for _ in range(stems)]
        for words, weight in parts:
            here = (place(words, bindparam(name, type_=Text)) > 0 for name in names)
            found.append(case((or_(*here), weight), else_=0))
    return sum(found, start=literal(0))


def _values(
    shape: Shape, sought: Words, kinds: Sequence[str], actor: Actor | None, space_id: int | None
) -> dict[str, Any]:
    stems = [stem for word in sought for stem in word]
    beginnings = [len(stem) >= LEAST_BEGINNING for stem in stems]
    asked_for = list(zip(stems, beginnings, strict=True))
    values: dict[str, Any] = {
        f"stem_{n}": f" {stem}" + " " * (not longer) for n, (stem, longer) in enumerate(asked_for)
    }
    values |= {"spaces": actor.spaces if actor else (), "space": space_id}
    if shape.dialect != "sqlite":
        return values | {"stems": stems, "beginnings": beginnings}
    for kind in kinds:
        # a word of the index is made of kind and stem, so that nothing else is stepped over
        theirs = " OR ".join(f'"{mark(kind)}{stem}"' + "*" * longer for stem, longer in asked_for)
        in_one_space = f'"{space_id}{mark(kind)}" AND ' if space_id else ""
        values[f"match_{kind}"] = f"{in_one_space}({theirs})"
    return values
