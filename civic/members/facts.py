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
class RepresentativeNamed(Fact):
    """Somebody else represents a legal entity, and casts its ballots, or nobody does."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    member: str
    """The entity's pseudonym."""


@dataclass(frozen=True, kw_only=True)
class MandateLimited(Fact):
    """Until when somebody administers or audits was set."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    member: str
    """A pseudonym."""
    until: str | None
    """The last day (ISO 8601); None: until somebody ends it."""


@dataclass(frozen=True, kw_only=True)
class MandateEndsSoon(Fact):
    """Told by mail to those concerned; the record has the end itself."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class MembersImported(Fact):
    """Many at once, told once."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    added: int


@dataclass(frozen=True, kw_only=True)
class MemberAdmitted(Fact):
    """Somebody was added by hand, or a request was granted."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    member: str
    """A pseudonym."""


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Fact):
    """Somebody left, or was taken out; their sessions ended with it."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    member: str
    """A pseudonym."""


@dataclass(frozen=True, kw_only=True)
class JoinRequested(Fact):
    """Somebody asks to become a member. Nobody else's business, so not in the journal."""

    member_id: int
