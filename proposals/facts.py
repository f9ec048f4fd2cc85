from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class ProposalFact(Fact):
    journal: ClassVar[Journal] = Journal.SPACE

    proposal_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(ProposalFact):
    """A draft is thrown away: as it was never published, it is kept in no journal."""

    journal: ClassVar[Journal] = Journal.NONE


@dataclass(frozen=True, kw_only=True)
class ProposalOpened(ProposalFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ProposalEdited(ProposalFact):
    version: int


@dataclass(frozen=True, kw_only=True)
class ProposalMovedOn(ProposalFact):
    """To deliberation: by enough supports, or by a facilitator's hand."""


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(ProposalFact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposalContinued(ProposalFact):
    """It goes on in another text: joined with others, or split."""


@dataclass(frozen=True, kw_only=True)
class FollowersLedOn(ProposalFact):
    """Whoever follows a proposal that goes on in other texts follows these."""

    journal: ClassVar[Journal] = Journal.NONE

    text_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ProposalAnswered(ProposalFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ProposalDecided(ProposalFact):
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ProposalReturned(ProposalFact):
    """A vote decided nothing about it, or was cancelled: it is in deliberation again."""


@dataclass(frozen=True, kw_only=True)
class ProposalAdvised(ProposalFact):
    """A vote on it was held that binds nobody by itself: in deliberation again, until somebody
    decides."""


@dataclass(frozen=True, kw_only=True)
class ProposalHandedOver(ProposalFact):
    """The author is another one of those who signed."""


@dataclass(frozen=True, kw_only=True)
class CoAuthorAsked(ProposalFact):
    """Told to the one who is asked, perhaps about a draft: kept in no journal."""

    journal: ClassVar[Journal] = Journal.NONE

    member_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalsImported(Fact):
    """Many at once, told once; nobody is notified."""

    journal: ClassVar[Journal] = Journal.SPACE

    space_id: int
    added: int


ALL = (
    DraftDiscarded,
    ProposalOpened,
    ProposalEdited,
    ProposalMovedOn,
    ProposalWithdrawn,
    ProposalContinued,
    FollowersLedOn,
    ProposalAnswered,
    ProposalDecided,
    ProposalReturned,
    ProposalAdvised,
    ProposalHandedOver,
    CoAuthorAsked,
    ProposalsImported,
)
