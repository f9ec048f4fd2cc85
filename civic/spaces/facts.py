from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class SpaceFact(Fact):
    journal: ClassVar[Journal] = Journal.SPACE

    space_id: int


@dataclass(frozen=True, kw_only=True)
class SpaceCreated(SpaceFact):
    pass


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(SpaceFact):
    pass


@dataclass(frozen=True, kw_only=True)
class PhaseEntered(SpaceFact):
    phase: str


@dataclass(frozen=True, kw_only=True)
class RoleGiven(SpaceFact):
    member: str
    """A pseudonym."""
    role: str


@dataclass(frozen=True, kw_only=True)
class DutyAccepted(SpaceFact):
    """Somebody who was invited to facilitate a space came. Who invited them is not remembered."""


@dataclass(frozen=True, kw_only=True)
class MembersBroughtIn(SpaceFact):
    """Many at once, told once."""

    number: int


@dataclass(frozen=True, kw_only=True)
class FacilitatorMandateEndsSoon(SpaceFact):
    """A month is left."""

    journal: ClassVar[Journal] = Journal.NONE

    member_id: int


@dataclass(frozen=True, kw_only=True)
class SpaceLeftUnled(SpaceFact):
    """Nobody facilitates it any more who can still come in: a claim ended, an organisation let
    somebody go, the last one left the community or was erased."""


@dataclass(frozen=True, kw_only=True)
class WiderAudienceAsked(SpaceFact):
    """More people than before shall see the space, past debates included. Its members are told."""

    act_id: int
    audience: str


@dataclass(frozen=True, kw_only=True)
class JoinAsked(SpaceFact):
    """Who asks is told to the facilitators alone."""

    journal: ClassVar[Journal] = Journal.NONE


@dataclass(frozen=True, kw_only=True)
class JoinAnswered(SpaceFact):
    journal: ClassVar[Journal] = Journal.NONE

    member_id: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class SpaceArchived(SpaceFact):
    archived: bool


ALL = (
    SpaceCreated,
    SpaceChanged,
    PhaseEntered,
    RoleGiven,
    DutyAccepted,
    MembersBroughtIn,
    FacilitatorMandateEndsSoon,
    JoinAsked,
    JoinAnswered,
    SpaceArchived,
    SpaceLeftUnled,
    WiderAudienceAsked,
)
