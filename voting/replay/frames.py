"""One step of a count as a page shows it: what is done, and where everybody stands then. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting.wording import option_texts, quoted, short_list

Question = Mapping[str, Any]
Told = Mapping[str, Any]
"""What a count explains of itself: ``steps``, ``chart``, ``ranking``, ``elected``."""
MOST_ROWS = 30


@dataclass(frozen=True)
class Row:
    text: str
    value: str
    width: str = ""
    """A share of the width, as SVG wants it; empty: no bar."""
    won: bool = False
    mark: str = ""
    """A word beside the value, such as "elected"."""
    gained: str = ""
    gained_width: str = ""


@dataclass(frozen=True)
class Frame:
    title: str
    said: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    line: str = ""
    """Where a line marks what is enough, as a share of the width."""
    more: int = 0
    """Rows that are left out."""


def frame(title: Any, *said: Any, rows: Iterable[Row] = (), line: str = "") -> Frame:
    """With the first rows of many, and without sentences that are empty."""
    found = tuple(rows)
    told = tuple(str(one) for one in said if one)
    return Frame(str(title), told, found[:MOST_ROWS], line, max(len(found) - MOST_ROWS, 0))


def names(question: Question, options: Sequence[str]) -> str:
    texts = option_texts(question)
    return short_list([quoted(texts[option]) for option in options])
