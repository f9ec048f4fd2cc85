"""What is told about debates: ids alone, since words may be deleted."""

from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class CommentFact(Fact):
    comment_id: int
    proposal_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class CommentAdded(CommentFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CommentThanked(CommentFact):
    """It led to a version of the proposal: told to its writer."""


@dataclass(frozen=True, kw_only=True)
class CommentFlagged(CommentFact):
    pass


@dataclass(frozen=True, kw_only=True)
class FlagsSettled(CommentFact):
    """The open reports of a message came to an end: it was removed, or it stays."""

    removed: bool


@dataclass(frozen=True, kw_only=True)
class CommentRemoved(CommentFact):
    journal: ClassVar[Journal] = Journal.SPACE


@dataclass(frozen=True, kw_only=True)
class RemovalAppealed(CommentFact):
    pass


@dataclass(frozen=True, kw_only=True)
class AppealDecided(CommentFact):
    journal: ClassVar[Journal] = Journal.SPACE

    upheld: bool


@dataclass(frozen=True, kw_only=True)
class SummaryPublished(Fact):
    journal: ClassVar[Journal] = Journal.SPACE

    proposal_id: int
    space_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class SummaryQuestioned(Fact):
    """A member says for the first time what a summary leaves out."""

    proposal_id: int
    space_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class SuspensionFact(Fact):
    """Whom it concerns is in the row; the journal knows that it happened."""

    suspension_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class MemberSuspended(SuspensionFact):
    journal: ClassVar[Journal] = Journal.SPACE


@dataclass(frozen=True, kw_only=True)
class SuspensionAppealed(SuspensionFact):
    pass


@dataclass(frozen=True, kw_only=True)
class SuspensionDecided(SuspensionFact):
    journal: ClassVar[Journal] = Journal.SPACE

    upheld: bool


ALL = (
    CommentAdded,
    CommentThanked,
    CommentFlagged,
    FlagsSettled,
    CommentRemoved,
    RemovalAppealed,
    AppealDecided,
    SummaryPublished,
    SummaryQuestioned,
    MemberSuspended,
    SuspensionAppealed,
    SuspensionDecided,
)
