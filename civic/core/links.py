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
    language: str = ""
    """Of title and excerpt, where members wrote them; empty: the reader's own."""
    row_id: int | None = None
    """Of the row itself, where the address names another one first."""
    keyless: bool = False
    """Whether the page is one of its own, without a row in its address."""
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
    minutes: int | None = None
    """About how long it takes."""
    holds_up: bool = False
    """Whether somebody else asked for it and cannot go on alone."""


@dataclass(frozen=True, kw_only=True)
class Deadline(Link):
    """A moment that many wait for."""

    at: datetime
    what: str
    """``closes``, ``opens``…: with endpoint and id, it makes the moment unique."""
    message: str
    """A sentence, marked for translation."""
    told_at: datetime
    """When it became known, or changed."""


@dataclass(frozen=True, kw_only=True)
class News(Link):
    """What happened in a space of the actor's since their last visit."""

    at: datetime
    """Of the last."""
    who: str | None
    """Did the last; None: somebody who has left."""
    sentence: tuple[str, str]
    """Singular and plural, marked for translation, with ``count`` put in as ``num``."""
    count: int


@dataclass(frozen=True, kw_only=True)
class Outcome(Link):
    """Something that came to an end: a decision, or what became of a proposal."""

    mine: bool = False
    """Whether the actor proposed, signed or supported it."""

    at: datetime
    headline: str = ""
    """What was decided, in the reader's words; empty: what the title says is all."""
    message: str
    """A sentence, marked for translation, with ``numbers`` put in."""
    numbers: dict[str, Any] = field(default_factory=dict)
