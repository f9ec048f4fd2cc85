from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class CommitmentFact(Fact):
    journal: ClassVar[Journal] = Journal.SPACE

    commitment_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class CommitmentMade(CommitmentFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CommitmentReported(CommitmentFact):
    """There are news, or another last day."""


@dataclass(frozen=True, kw_only=True)
class CommitmentKept(CommitmentFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CommitmentNotKept(CommitmentFact):
    """Said so, or nothing was heard of it long after its last day."""


@dataclass(frozen=True, kw_only=True)
class CommitmentTakenUp(CommitmentFact):
    pass


@dataclass(frozen=True, kw_only=True)
class NewsWanted(CommitmentFact):
    """Told to the keeper: kept in no journal, as it says who asks."""

    journal: ClassVar[Journal] = Journal.NONE


@dataclass(frozen=True, kw_only=True)
class CommitmentDue(CommitmentFact):
    """Told to the keeper some days before."""

    journal: ClassVar[Journal] = Journal.NONE


ALL = (
    CommitmentMade,
    CommitmentReported,
    CommitmentKept,
    CommitmentNotKept,
    CommitmentTakenUp,
    NewsWanted,
    CommitmentDue,
)
