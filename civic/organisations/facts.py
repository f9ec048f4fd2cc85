from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class OrganisationFact(Fact):
    journal: ClassVar[Journal] = Journal.PUBLIC

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationTakenIn(OrganisationFact):
    pass


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(OrganisationFact):
    pass


@dataclass(frozen=True, kw_only=True)
class OrganisationArchived(OrganisationFact):
    archived: bool


@dataclass(frozen=True, kw_only=True)
class OrganisationRoleGiven(OrganisationFact):
    member: str
    """A pseudonym."""
    role: str


@dataclass(frozen=True, kw_only=True)
class OrganisationMandateEndsSoon(OrganisationFact):
    """Told by mail to those concerned; the record has the end itself."""

    journal: ClassVar[Journal] = Journal.NONE

    member_id: int


@dataclass(frozen=True, kw_only=True)
class PersonJoined(OrganisationFact):
    """Who belongs to which organisation is no news for everybody."""

    journal: ClassVar[Journal] = Journal.NONE

    member_id: int


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(OrganisationFact):
    """An organisation's administrator ended that somebody belongs to it: sessions end with it."""

    member: str
    """A pseudonym."""


@dataclass(frozen=True, kw_only=True)
class PersonReactivated(OrganisationFact):
    member: str
    """A pseudonym."""


@dataclass(frozen=True, kw_only=True)
class PeopleExported(OrganisationFact):
    added: int
    """How many names the list has."""


ALL = (
    OrganisationTakenIn,
    OrganisationChanged,
    OrganisationArchived,
    OrganisationRoleGiven,
    OrganisationMandateEndsSoon,
    PersonJoined,
    PersonDeactivated,
    PersonReactivated,
    PeopleExported,
)
