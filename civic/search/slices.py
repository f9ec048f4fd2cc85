"""PostgreSQL's index, asked from the newest rows on.

A GIN index gathers all rows that match before the first is known, so a common word would cost as
much as it is old. Therefore each word is stored with its kind and the slice of numbers that its row
lies in: once with a fine slice, once with a coarse one. A search asks the newest two fine slices,
then older and older coarse ones, and stops as soon as it has enough: a common word is found in the
first, and a rare one has few matches to gather. The migration lays the same words.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Select, cast, literal, select, union_all
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col, func

from civic.core.pagination import COUNT_LIMIT
from civic.search.models import SearchEntry

FINE, COARSE = 12, 16
"""A fine slice is 4,096 numbers long, a coarse one 65,536."""


@dataclass(frozen=True)
class Step:
    """Some slices of one kind, and the numbers of rows that lie in them."""

    slices: Sequence[str]
    first: int
    end: int


def steps(kind: str, newest: int) -> Iterator[Step]:
    """From the newest on; what was asked already is not asked again. Each asks about four times as
    many numbers as the one before, so that no word has many more matches than are needed."""
    end = newest + 1
    for width, mark, slices in _growing():
        begins = max((end - 1 >> width) + 1 - slices, 0) << width
        yield _step(f"{kind}{mark}", width, begins, end)
        if not begins:
            return
        end = begins


def _growing() -> Iterator[tuple[int, str, int]]:
    yield from ((FINE, "/", 2), (FINE, "/", 6))
    yield from ((COARSE, "//", 2 * 4**time) for time in count())


def _step(mark: str, width: int, first: int, end: int) -> Step:
    numbers = range(first >> width, (end - 1 >> width) + 1)
    return Step([f"{mark}{number}/" for number in numbers], first, end)


def last_numbers(session: Session, kinds: Sequence[str]) -> dict[str, int]:
    """Of the newest row of each kind; one statement."""
    parts = [
        select(literal(kind), func.coalesce(func.max(SearchEntry.id), 0)).where(
            col(SearchEntry.kind) == kind
        )
        for kind in kinds
    ]
    return {kind: number for kind, number in session.execute(union_all(*parts))}


def newest(
    visible: Callable[[Any], Select[Any]],
    *,
    kind: str,
    last: int,
    words: Sequence[tuple[str, bool]],
) -> Any:
    """The newest COUNT_LIMIT ``visible`` rows with one of the words (True: or a longer one). Each
    step is one part of the statement; PostgreSQL does not begin it where enough was found.
    ``visible`` selects from an entry's columns; ``last`` is the number of the kind's newest row."""
    parts: list[Any] = []
    for step in steps(kind, last):
        matches = _matches(step.slices, words)
        part = visible(matches.c).where(matches.c.id.between(step.first, step.end - 1))
        if parts:
            so_far = (select(func.count()).select_from(one).scalar_subquery() for one in parts)
            part = part.where(sum(so_far, start=literal(0)) < COUNT_LIMIT)
        part = part.order_by(matches.c.id.desc()).limit(COUNT_LIMIT)
        parts.append(part.cte().prefix_with("MATERIALIZED"))
    whole = union_all(*(select(part) for part in parts)).subquery()
    return select(whole).order_by(whole.c.id.desc()).limit(COUNT_LIMIT).subquery()


def _matches(slices: Sequence[str], words: Sequence[tuple[str, bool]]) -> Any:
    """All entries of some slices with one of the words: a part by itself, asked of this index and
    of no other. The planner would rather read a range of numbers and look at each row's words."""
    entry: Any = SearchEntry
    lexemes = func.search_lexemes(entry.kind, entry.id, entry.title.concat(" ").concat(entry.text))
    rows = select(entry.id, entry.subject_id, entry.space_id, entry.title, entry.text)
    return rows.where(lexemes.op("@@")(_one_of(slices, words))).cte().prefix_with("MATERIALIZED")


def _one_of(slices: Sequence[str], words: Sequence[tuple[str, bool]]) -> Any:
    """Asked once for the whole statement, and not looked into by the planner: it would take many
    words for many rows, and read the table."""
    terms = (f"'{slice}{word}'" + ":*" * beginning for slice in slices for word, beginning in words)
    return select(cast(literal(" | ".join(terms)), TSQUERY)).scalar_subquery()
