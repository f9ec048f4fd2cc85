"""Somebody is erased: their drafts go, their supports no longer count."""

from sqlmodel import Session, col, select

from civic.feature import Parting
from proposals.actions import take_back
from proposals.models import Proposal, Stage, Support


def part(session: Session, parting: Parting) -> None:
    drafts = select(Proposal).where(
        Proposal.author_id == parting.member_id, Proposal.stage == Stage.DRAFT
    )
    for draft in session.exec(drafts).all():
        session.delete(draft)  # nobody else has read it
    session.flush()
    supported = select(Proposal).where(
        col(Proposal.id).in_(
            select(Support.proposal_id).where(Support.member_id == parting.member_id)
        )
    )
    for proposal in session.exec(supported).all():
        take_back(session, proposal, member_id=parting.member_id)
