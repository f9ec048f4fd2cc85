from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Journal
from proposals.facts import ProposalFact


@dataclass(frozen=True, kw_only=True)
class AgreementAsked(ProposalFact):
    """A text is being made from others. About a draft: kept in no journal."""

    journal: ClassVar[Journal] = Journal.NONE


@dataclass(frozen=True, kw_only=True)
class OriginTakenOut(ProposalFact):
    """A text is not made from this proposal any more, or was thrown away. About a draft: kept in no
    journal."""

    journal: ClassVar[Journal] = Journal.NONE

    text_id: int


ALL = (AgreementAsked, OriginTakenOut)
