"""What proposals hear of votes. A listener changes rows by their keys and can refuse nothing."""

from sqlmodel import Session, select

from proposals import actions
from proposals.models import Proposal, ProposalRound, Stage, Verdict
from voting.facts import RoundCancelled, RoundPublished
from voting.queries import going_on, winners_of


def mark_decided(session: Session, fact: RoundPublished) -> None:
    """Adopted are those that won; the others were not chosen, but for those that stand again in a
    second round."""
    won, again = winners_of(session, fact.round_id), going_on(session, fact.round_id)
    rows = session.exec(
        select(Proposal, ProposalRound.option)
        .join(ProposalRound)
        .where(ProposalRound.round_id == fact.round_id, Proposal.stage == Stage.IN_VOTE)
    ).all()
    for proposal, option in rows:
        if option in again:
            continue
        verdict = Verdict.ADOPTED if option in won else Verdict.REJECTED
        actions.settle(session, proposal, verdict, actor_id=None)


def give_back(session: Session, fact: RoundCancelled) -> None:
    """A cancelled vote decides nothing: the debate goes on."""
    stood = select(ProposalRound.proposal_id).where(ProposalRound.round_id == fact.round_id)
    actions.give_back(session, list(session.exec(stood)))
