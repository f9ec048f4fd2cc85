from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class ConnectionFact(Fact):
    """Something about a door for an organisation's people."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    connection_id: int


class ConnectionDrafted(ConnectionFact):
    """A connection was prepared, or a change to one: nobody comes in by it yet."""


class ConnectionConfirmed(ConnectionFact):
    """From now on it is in force."""


@dataclass(frozen=True, kw_only=True)
class ConnectionSwitched(ConnectionFact):
    """Nobody comes in by it for now; or people do again."""

    on: bool


class ConnectionRevoked(ConnectionFact):
    """It is shut for good."""


@dataclass(frozen=True, kw_only=True)
class PartnerRefused(ConnectionFact):
    """A provider's answer was not believed, or the house's rules said no. Nobody came in."""

    reason: str
    """A word of ``protocol.refusals.Reason``."""


@dataclass(frozen=True, kw_only=True)
class PartnerArrived(ConnectionFact):
    """Somebody became a member by their organisation's word."""

    member: str
    """A pseudonym."""


@dataclass(frozen=True, kw_only=True)
class PartnerLinked(ConnectionFact):
    """A member added a way in, or took it away."""

    member: str
    linked: bool


@dataclass(frozen=True, kw_only=True)
class ClaimsFollowed(ConnectionFact):
    """What an organisation says of a member changed what they have here: the places only, the
    values are nobody's business."""

    member: str
    given: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
