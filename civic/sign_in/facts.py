from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class SheetPrinted(Fact):
    """Codes were printed for somebody: whoever holds the sheet comes in as that person."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    member: str
    """A pseudonym."""
    for_space_id: int | None


@dataclass(frozen=True, kw_only=True)
class LetInAnew(Fact):
    """Two administrators let somebody in who had lost every way in; all old ones are shut."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    member: str
    """A pseudonym."""


@dataclass(frozen=True, kw_only=True)
class NewcomersTold(Fact):
    """Members who never came in are told where to sign in; many at once, told once."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    again: bool
