"""The official answer: given once, changed with its history."""

from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from proposals import policies
from proposals.facts import ProposalAnswered
from proposals.models import FormerAnswer, OfficialAnswer, Proposal, Stance


def answer(
    session: Session, *, proposal: Proposal, actor: Actor, body: str, stance: Stance | None = None
) -> None:
    """What those responsible say. Said again, it replaces what was said, which stays readable."""
    policies.ANSWER.check(actor, proposal)
    known = session.exec(
        select(OfficialAnswer)
        .where(OfficialAnswer.proposal_id == proposal.id)
        .order_by(col(OfficialAnswer.id).desc())
        .limit(1)
        .with_for_update()
    ).first()
    if known is None:
        known = OfficialAnswer(proposal_id=proposal.id, body=body)
    elif (known.body, known.stance) == (body, stance):
        return
    else:
        session.add(
            FormerAnswer(
                answer_id=known.id,
                author_id=known.author_id,
                stance=known.stance,
                body=known.body,
            )
        )
        known.edited_at = now()
    known.body, known.stance, known.author_id = body, stance, actor.id
    session.add(known)
    tell(
        session,
        ProposalAnswered(proposal_id=proposal.id, space_id=proposal.space_id, actor_id=actor.id),
    )
