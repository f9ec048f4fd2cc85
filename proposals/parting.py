"""Somebody is erased: their drafts go, but for those that others sign; their supports no longer
count."""

from typing import Any

from sqlmodel import Session, col, select

from civic.core.facts import tell
from civic.feature import Parting
from civic.members.models import Member, MemberState
from proposals.actions import take_back
from proposals.facts import DraftDiscarded, ProposalHandedOver
from proposals.models import CoAuthor, Proposal, Stage, Support


def part(session: Session, parting: Parting) -> None:
    drafts = select(Proposal).where(
        Proposal.author_id == parting.member_id, Proposal.stage == Stage.DRAFT
    )
    for draft in session.exec(drafts).unique().all():
        _let_go(session, draft)
    session.flush()
    supported = select(Proposal).where(
        col(Proposal.id).in_(
            select(Support.proposal_id).where(Support.member_id == parting.member_id)
        )
    )
    for proposal in session.exec(supported).all():
        take_back(session, proposal, member_id=parting.member_id)


def _let_go(session: Session, draft: Proposal) -> None:
    """What others have signed is theirs, too: the first of them goes on with it."""
    about: dict[str, Any] = {
        "proposal_id": draft.id, "space_id": draft.space_id, "actor_id": None
    }  # fmt: skip
    signed = (
        select(CoAuthor)
        .join(Member, col(Member.id) == CoAuthor.member_id)
        .where(CoAuthor.proposal_id == draft.id, col(CoAuthor.accepted_at).is_not(None))
        .where(Member.state == MemberState.ACTIVE)
        .order_by(col(CoAuthor.accepted_at), col(CoAuthor.member_id))
    )
    heir = session.exec(signed).first()
    if heir is None:
        tell(session, DraftDiscarded(**about))
        session.delete(draft)
        return
    draft.author_id = heir.member_id
    session.delete(heir)
    tell(session, ProposalHandedOver(**about))
