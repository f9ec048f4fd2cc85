"""PostgreSQL's index, asked from the newest rows on.

A GIN index gathers all rows that match before the first is known, so a common word would cost as
much as it is old. Therefore each word is stored with its kind and the slice of numbers that its row
lies in: once with a fine slice, once with a coarse one. A search asks the newest two fine slices,
then the newest two coarse ones, then all others, and stops as soon as it has enough: a common word
is found in the first, and a rare one has few matches to gather. The migration lays the same words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, cast, literal, select, union_all
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col, func

from civic.core.pagination import COUNT_LIMIT
from civic.search.models import SearchEntry

FINE, COARSE = 12, 17
"""A fine slice is 4,096 numbers long, a coarse one 131,072."""


@dataclass(frozen=True)
class Step:
    """Some slices of one kind, and the numbers of rows that lie in them."""

    slices: Sequence[str]
    first: int
    end: int


def steps(kind: str, newest: int) -> Iterator[Step]:
    """From the newest on; what was asked already is not asked again."""
    fine, coarse = max((newest >> FINE) - 1, 0), max((newest >> COARSE) - 1, 0)
    end = newest + 1
    for first, width, mark in ((fine, FINE, "/"), (coarse, COARSE, "//"), (0, COARSE, "//")):
        begins = first << width
        if begins < end:
            last = (end - 1) >> width
            names = [f"{kind}{mark}{number}/" for number in range(first, last + 1)]
            yield Step(names, begins, end)
            end = begins


def last_numbers(session: Session, kinds: Sequence[str]) -> dict[str, int]:
    """Of the newest row of each kind; one statement."""
    parts = [
        select(literal(kind), func.coalesce(func.max(SearchEntry.id), 0)).where(
            col(SearchEntry.kind) == kind
        )
        for kind in kinds
    ]
    return {kind: number for kind, number in session.execute(union_all(*parts))}


def newest(found: Select[Any], *, kind: str, last: int, words: Sequence[tuple[str, bool]]) -> Any:
    """The newest COUNT_LIMIT rows of ``found`` with one of the words (True: or a longer one). Each
    step is one part of the statement; PostgreSQL does not begin it where enough was found.
    ``last`` is the number of the newest row of the kind."""
    parts: list[Any] = []
    for step in steps(kind, last):
        part = found.where(
            _lexemes().op("@@")(_one_of(step.slices, words)),
            col(SearchEntry.id).between(step.first, step.end - 1),
        )
        if parts:
            so_far = (select(func.count()).select_from(one).scalar_subquery() for one in parts)
            part = part.where(sum(so_far, start=literal(0)) < COUNT_LIMIT)
        part = part.order_by(col(SearchEntry.id).desc()).limit(COUNT_LIMIT)
        parts.append(part.cte().prefix_with("MATERIALIZED"))
    whole = union_all(*(select(part) for part in parts)).subquery()
    return select(whole).order_by(whole.c.id.desc()).limit(COUNT_LIMIT).subquery()


def _lexemes() -> Any:
    text = col(SearchEntry.title).concat(" ").concat(SearchEntry.text)
    return func.search_lexemes(SearchEntry.kind, SearchEntry.id, text)


def _one_of(slices: Sequence[str], words: Sequence[tuple[str, bool]]) -> Any:
    """Asked once for the whole statement, and not looked into by the planner: it would take many
    words for many rows, and read the table."""
    terms = (f"'{slice}{word}'" + ":*" * beginning for slice in slices for word, beginning in words)
    return select(cast(literal(" | ".join(terms)), TSQUERY)).scalar_subquery()
