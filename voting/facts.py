"""What is told about rounds. Casting a ballot tells nothing."""

from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class RoundFact(Fact):
    journal: ClassVar[Journal] = Journal.SPACE

    round_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class RoundAnnounced(RoundFact):
    pass


@dataclass(frozen=True, kw_only=True)
class RoundTakenBack(RoundFact):
    """An announcement, to be corrected."""


@dataclass(frozen=True, kw_only=True)
class RoundOpened(RoundFact):
    check_code: str


@dataclass(frozen=True, kw_only=True)
class VotersReminded(RoundFact):
    """A mail to those who had not voted; how many they were is told to nobody."""


@dataclass(frozen=True, kw_only=True)
class RoundExtended(RoundFact):
    closes_at: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RoundClosed(RoundFact):
    """No ballot is taken any more. ``reason`` only where it was before its time."""

    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChairDecided(RoundFact):
    question: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RoundPublished(RoundFact):
    pass


@dataclass(frozen=True, kw_only=True)
class RoundImported(RoundFact):
    """A vote held elsewhere was taken in with its result. Nobody is notified of it."""


@dataclass(frozen=True, kw_only=True)
class RoundCancelled(RoundFact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class ElectorRepresentedAnew(RoundFact):
    """Somebody else was named who votes for an entity of the roll, while the round is open."""

    elector: str
    """The entity's pseudonym."""


@dataclass(frozen=True, kw_only=True)
class RoundChangeAsked(RoundFact):
    """What takes two people in this round: closing it early, extending or cancelling it."""

    change: str
    """``close``, ``extend`` or ``cancel``."""
    closes_at: str | None = None
    reason: str


@dataclass(frozen=True, kw_only=True)
class RoundChangeAgreed(RoundFact):
    """By the second person. It is done with it."""

    change: str


@dataclass(frozen=True, kw_only=True)
class RoundChangeStopped(RoundFact):
    """By one of those who may agree, or by the house, as the vote had ended before."""

    change: str


@dataclass(frozen=True, kw_only=True)
class MandateFact(Fact):
    """About a vote passed on, between the two whom it concerns."""

    round_id: int
    giver_id: int
    holder_id: int


@dataclass(frozen=True, kw_only=True)
class MandateGiven(MandateFact):
    pass


@dataclass(frozen=True, kw_only=True)
class MandateTakenBack(MandateFact):
    """By the giver."""


@dataclass(frozen=True, kw_only=True)
class MandateDeclined(MandateFact):
    """By the holder."""


ALL = (
    RoundAnnounced,
    RoundTakenBack,
    RoundOpened,
    VotersReminded,
    RoundExtended,
    RoundClosed,
    ChairDecided,
    RoundPublished,
    RoundImported,
    RoundCancelled,
    ElectorRepresentedAnew,
    RoundChangeAsked,
    RoundChangeAgreed,
    RoundChangeStopped,
    MandateGiven,
    MandateTakenBack,
    MandateDeclined,
)
