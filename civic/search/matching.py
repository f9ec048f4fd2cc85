"""Matches and their ranks, as each database finds them.

SQLite reads both from its index of words alone, and no row: each space is a word there, so that
the index leaves out what is hidden from a reader, and so is each word of a title. PostgreSQL's
index only says where rows lie; its functions read them, and hand over no more than is asked for.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Text,
    and_,
    bindparam,
    case,
    column,
    exists,
    func,
    literal,
    literal_column,
    not_,
    or_,
    table,
)
from sqlalchemy import select as pick
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import TableClause
from sqlmodel import col

from civic.core.actor import Actor
from civic.core.audience import Reader, readable_by
from civic.core.pagination import COUNT_LIMIT
from civic.search.models import mark
from civic.search.normal import LEAST_BEGINNING
from civic.spaces.models import Space

INDEX = table("search_words", column("rowid"))
"""SQLite's full-text index, made by a migration."""
MOST_HIDDEN = 10
"""So many spaces are left out as words, each of which has to be opened. Who has more hidden spaces
is asked for the space of each match, too."""


class Narrow(TableClause):
    """The entries by SQLite's index that holds where most belong: a fraction of the pages that the
    rows with their texts lie on."""

    inherit_cache = True


@compiles(Narrow, "sqlite")
def _by_its_index(entry: Narrow, _compiler: Any, asfrom: bool = False, **_: Any) -> str:
    return f"{entry.name} INDEXED BY search_words_seen" if asfrom else entry.name


NARROW = Narrow("search_entry", *map(column, ("id", "space_id", "subject_id")))

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


def newest(shape: Shape, kind: str) -> Any:
    """The newest thousand visible matches, found from the newest on: the index is not read to its
    end, however many match."""
    if shape.dialect != "sqlite":
        texts = literal(len(shape.stems) > 1)
        entries = func.search_newest(*_asked(shape, kind), COUNT_LIMIT, texts)
        return entries.table_valued("id", "subject_id", "title", "text")
    hidden = HIDDEN[shape.reader]
    names = func.group_concat(literal('"').concat(hidden.c.id).concat(f'{mark(kind)}"'), " OR ")
    but = pick(func.ifnull(literal(" NOT (").concat(names).concat(")"), ""))
    wanted = bindparam(f"match_{kind}", type_=Text).concat(but.scalar_subquery())
    are_all = pick(func.count() < MOST_HIDDEN).select_from(hidden).scalar_subquery()
    where = NARROW.join(Space, col(Space.id) == NARROW.c.space_id)
    is_seen = exists().select_from(where).where(NARROW.c.id == INDEX.c.rowid, _seen(shape.reader))
    found = pick(INDEX.c.rowid.label("id")).where(_has(wanted), or_(are_all, is_seen))
    return found.order_by(INDEX.c.rowid.desc()).limit(COUNT_LIMIT).subquery()


def number(shape: Shape, kind: str) -> Any:
    """How many there are, up to a thousand."""
    if shape.dialect != "sqlite":
        once = func.search_number(*_asked(shape, kind), COUNT_LIMIT)  # not for each row
        return pick(once).scalar_subquery()
    return pick(func.count()).select_from(newest(shape, kind)).scalar_subquery()


def likeness(shape: Shape, kind: str, found: Any) -> Any:
    """How many of the words stand in each of those found; in the title each weighs five times as
    much again. Of one word alone it is known that it does."""
    on_sqlite = shape.dialect == "sqlite"
    places = _in_index(shape, kind, found) if on_sqlite else _in_texts(shape, found)
    weighed = (case((stands, weight), else_=0) for stands, weight in places)
    return sum(weighed, start=literal(0))


def subject(shape: Shape, found: Any) -> Any:
    """What each of those found is about."""
    if shape.dialect != "sqlite":
        return found.c.subject_id
    entry = pick(NARROW.c.subject_id).where(NARROW.c.id == found.c.id)
    return entry.correlate(found).scalar_subquery()


def values(
    shape: Shape, sought: Words, kinds: Sequence[str], actor: Actor | None, space_id: int | None
) -> dict[str, Any]:
    about: dict[str, Any] = {"spaces": actor.spaces if actor else (), "space": space_id}
    if shape.dialect != "sqlite":
        stems = [stem for word in sought for stem in word]
        beginnings = [len(stem) >= LEAST_BEGINNING for stem in stems]
        about |= {"stems": stems, "beginnings": beginnings}
        for n, (stem, longer) in enumerate(zip(stems, beginnings, strict=True)):
            about[f"stem_{n}"] = f" {stem}" + " " * (not longer)
        return about
    for kind in kinds:
        # a word of the index is made of kind and stem, so that nothing else is stepped over
        theirs = [_any_of(mark(kind), word) for word in sought]
        in_one_space = f'"{space_id}{mark(kind)}" AND ' if space_id else ""
        about[f"match_{kind}"] = f"{in_one_space}({' OR '.join(theirs)})"
        about |= {f"word_{kind}_{n}": words for n, words in enumerate(theirs)}
        titled = (_any_of(f"t{mark(kind)}", word) for word in sought)
        about |= {f"title_{kind}_{n}": words for n, words in enumerate(titled)}
    return about


def _any_of(mark: str, stems: tuple[str, ...]) -> str:
    """As SQLite's index is asked; a star stands for the rest of a longer word."""
    return " OR ".join(f'"{mark}{stem}"' + "*" * (len(stem) >= LEAST_BEGINNING) for stem in stems)


def _seen(reader: Reader) -> Any:
    return readable_by(reader, audience=Space.audience, space_id=Space.id)


def _has(words: Any) -> Any:
    return literal_column("search_words").op("MATCH")(words)


def _in_index(shape: Shape, kind: str, found: Any) -> Iterator[tuple[Any, int]]:
    """Of each word, whether those found are among the rows with it."""
    oldest = pick(func.min(found.c.id)).scalar_subquery()
    for n in range(len(shape.stems)):
        for place, weight in _weights(shape):
            has = _has(bindparam(f"{place}_{kind}_{n}", type_=Text))
            rows = pick(INDEX.c.rowid).where(has, INDEX.c.rowid >= oldest)
            yield found.c.id.in_(rows), weight


def _in_texts(shape: Shape, found: Any) -> Iterator[tuple[Any, int]]:
    """Of each word, whether it stands in the texts of those found."""
    title = " " + found.c.title + " "
    texts = {"title": title, "word": title + found.c.text + " "}
    number = count()
    for stems in shape.stems:
        names = [f"stem_{next(number)}" for _ in range(stems)]
        for place, weight in _weights(shape):
            here = (func.strpos(texts[place], bindparam(name, type_=Text)) > 0 for name in names)
            yield or_(*here), weight


def _weights(shape: Shape) -> Sequence[tuple[str, int]]:
    return (("title", 5),) if len(shape.stems) == 1 else (("title", 5), ("word", 1))


def _asked(shape: Shape, kind: str) -> Sequence[Any]:
    """What PostgreSQL's functions are told."""
    seen = _seen(shape.reader)
    spaces = pick(col(Space.id)).where(
        and_(seen, col(Space.id) == bindparam("space")) if shape.in_one_space else seen
    )
    return (
        kind,
        bindparam("stems", type_=ARRAY(Text)),
        bindparam("beginnings", type_=ARRAY(Boolean)),
        func.array(spaces.scalar_subquery()),
    )


HIDDEN = {
    one: pick(col(Space.id)).where(not_(_seen(one))).limit(MOST_HIDDEN).cte("hidden")
    for one in Reader
}
"""Made once and for all, as a statement knows but one of a name: what two threads made at a time
would be two."""
