"""Lists paged by key: the address of a page names the last row of the page before it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

COUNT_LIMIT = 1_000
"""Counting stops here: "more than 1,000" is all a reader needs, and costs the same for ever."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and where the next page starts."""

    rows: Sequence[Row]
    next: str | None = None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def cut(rows: Sequence[Row], *, size: int, key: Callable[[Row], object]) -> Page[Row]:
    """A page of ``rows``, of which one more than fits was asked for: if it is there, another page
    begins after the ``key`` of the last that fits."""
    if len(rows) <= size:
        return Page(rows)
    return Page(rows[:size], next=str(key(rows[size - 1])))
