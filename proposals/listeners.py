"""What proposals hear of votes. A listener changes rows by their keys and can refuse nothing."""

from sqlmodel import Session, select

from proposals import actions, in_votes
from proposals.models import Proposal, ProposalRound, Stage, Verdict
from voting.facts import RoundCancelled, RoundPublished, RoundTakenBack
from voting.queries import what_came_of


def mark_decided(session: Session, fact: RoundPublished) -> None:
    """Adopted are those that won. The others were not chosen, but for those that stand again in a
    second round, and for those about which the vote decided nothing, or gave advice: these can be
    put again, or decided by those responsible."""
    came = what_came_of(session, fact.round_id)
    for proposal, option in session.exec(
        select(Proposal, ProposalRound.option)
        .join(ProposalRound)
        .where(ProposalRound.round_id == fact.round_id, Proposal.stage == Stage.IN_VOTE)
    ).all():
        if option in came.going_on:
            continue
        question = option.partition(":")[0]
        if question in came.undecided | came.advised:
            in_votes.return_to_debate(session, proposal, advised=question in came.advised)
            continue
        verdict = Verdict.ADOPTED if option in came.won else Verdict.REJECTED
        actions.settle(session, proposal, verdict, actor_id=None)


def return_all(session: Session, fact: RoundCancelled) -> None:
    """A cancelled vote decides nothing: the debate goes on."""
    stood = select(Proposal).join(ProposalRound).where(ProposalRound.round_id == fact.round_id)
    for proposal in session.exec(stood.where(Proposal.stage == Stage.IN_VOTE)).unique().all():
        in_votes.return_to_debate(session, proposal)


def forget_round(session: Session, fact: RoundTakenBack) -> None:
    """The announcement is a draft again, and drafts are nobody's business."""
    in_votes.link_round(session, fact.round_id, {})
