"""What a query returns so that any page can lead to its rows. Knows no HTTP."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Link:
    """Enough to show a row's title and lead to its page, from code that knows no HTTP."""

    endpoint: str
    id: int
    title: str
    excerpt: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    """Further parts of the address, such as an ``_anchor``."""


@dataclass(frozen=True, kw_only=True)
class Waiting(Link):
    """Something that a member is expected to do."""

    kind: str
    """One word for the tag, marked for translation."""
    message: str
    """A sentence, marked for translation."""
    button: str
    """What pressing does, marked for translation."""
    deadline: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome(Link):
    """Something that came to an end: a decision, or what became of a proposal."""

    at: datetime
    message: str
    """A sentence, marked for translation, with ``numbers`` put in."""
    numbers: dict[str, Any] = field(default_factory=dict)
