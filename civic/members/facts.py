from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Fact):
    """Somebody became administrator or auditor, or ceased to be."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    member: str
    """A pseudonym: names live in one place."""
    role: str


@dataclass(frozen=True, kw_only=True)
class MembersImported(Fact):
    """Many at once, told once."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    added: int
