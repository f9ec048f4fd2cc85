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
