"""Facts: things that have happened, told once, heard by whoever registered.

A fact carries only what may be public for ever. A cast ballot, a draft, anything with a
token or an address tells no fact. A listener may only write rows in the same transaction;
nothing leaves the building during a request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from sqlmodel import Session


class Journal(StrEnum):
    """Who may read for ever that it happened."""

    PUBLIC = "public"
    SPACE = "space"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened. Named in the past tense; holds ids, never objects."""

    journal: ClassVar[Journal] = Journal.NONE
    actor_id: int | None
    """Who did it; None when the house did it by itself."""


Listener = Callable[[Session, Any], None]


def tell(session: Session, fact: Fact) -> None:
    for fact_type in type(fact).__mro__:
        for listener in session.info["listeners"].get(fact_type, ()):
            listener(session, fact)
