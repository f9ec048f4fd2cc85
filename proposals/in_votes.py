"""What votes do to proposals: from the announcement on they are put to the vote, and a vote that
decides nothing, or gives advice, hands them back."""

from collections.abc import Mapping, Sequence

from sqlalchemy import case
from sqlmodel import Session, col, delete, select, update

from civic.core import db
from civic.core.clock import now
from civic.core.facts import tell
from proposals import lifecycle
from proposals.facts import ProposalAdvised, ProposalReturned
from proposals.models import Proposal, ProposalRound, Stage
from voting.models import Round


def link_round(session: Session, round_id: int, picked: Mapping[int, str]) -> None:
    """Remember which proposal is which option of an announced round, and that it is put to the
    vote. What was taken out again is where it was before."""
    space = select(Round.space_id).where(Round.id == round_id).scalar_subquery()
    ours = list(
        session.exec(
            select(Proposal.id).where(
                col(Proposal.id).in_(list(picked)), col(Proposal.space_id) == space
            )
        )
    )
    here = col(ProposalRound.round_id) == round_id
    gone = here & col(ProposalRound.proposal_id).not_in(ours)
    taken_out = list(session.exec(select(ProposalRound.proposal_id).where(gone)))
    if taken_out:
        session.exec(delete(ProposalRound).where(gone))
        _put_back(session, taken_out)
    for proposal_id in ours:
        link = db.insert(session, ProposalRound).values(
            round_id=round_id, proposal_id=proposal_id, option=picked[proposal_id]
        )
        session.execute(
            link.on_conflict_do_update(
                index_elements=["round_id", "proposal_id"], set_={"option": link.excluded.option}
            )
        )
    session.exec(
        update(Proposal)
        .where(col(Proposal.id).in_(ours), col(Proposal.stage).in_(list(lifecycle.ALIVE)))
        .values(stage=Stage.IN_VOTE)
    )


def _put_back(session: Session, proposal_ids: Sequence[int]) -> None:
    """No vote was held on them: each stands where it stood."""
    was_debated = col(Proposal.deliberation_at).is_not(None)
    session.exec(
        update(Proposal)
        .where(col(Proposal.id).in_(proposal_ids), col(Proposal.stage) == Stage.IN_VOTE)
        .values(stage=case((was_debated, Stage.DELIBERATION), else_=Stage.OPEN))
    )


def return_to_debate(session: Session, proposal: Proposal, *, advised: bool = False) -> None:
    """A vote decided nothing about it: it can be put again. ``advised``: it was held, and somebody
    else decides."""
    assert Stage.DELIBERATION in lifecycle.MOVES[proposal.stage]
    proposal.stage = Stage.DELIBERATION
    proposal.deliberation_at = proposal.deliberation_at or now()
    session.add(proposal)
    fact = ProposalAdvised if advised else ProposalReturned
    tell(session, fact(proposal_id=proposal.id, space_id=proposal.space_id, actor_id=None))
