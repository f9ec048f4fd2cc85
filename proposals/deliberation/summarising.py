"""Deeds around a summary: a facilitator signs it, members say what it leaves out."""

from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from civic.core import db
from civic.core.actor import Actor
from civic.core.facts import tell
from proposals.deliberation import policies
from proposals.deliberation.facts import SummaryPublished, SummaryQuestioned
from proposals.deliberation.models import Comment, Summary, SummaryOmission
from proposals.models import Proposal


def summarise(
    session: Session,
    *,
    actor: Actor,
    proposal: Proposal,
    agreed: str,
    discussed: str,
    missing: str,
    now: datetime,
) -> Summary:
    """A new version, signed; those before it stay readable."""
    policies.SUMMARISE.check(actor, proposal)
    messages = session.exec(
        select(Proposal.comment_count)
        .where(Proposal.id == proposal.id)
        .with_for_update(of=Proposal)
    ).one()
    mine = Summary.proposal_id == proposal.id
    version = (session.exec(select(func.max(Summary.version)).where(mine)).one() or 0) + 1
    newest = select(func.max(Comment.id)).where(Comment.proposal_id == proposal.id)
    summary = Summary(
        proposal_id=proposal.id,
        version=version,
        author_id=actor.id,
        agreed=agreed,
        discussed=discussed,
        missing=missing,
        covers_until=session.exec(newest).one() or 0,
        covers_count=messages,
        at=now,
    )
    session.add(summary)
    tell(
        session,
        SummaryPublished(
            actor_id=actor.id,
            proposal_id=proposal.id,
            space_id=proposal.space_id,
            version=version,
        ),
    )
    return summary


def mark_omission(
    session: Session, *, actor: Actor, proposal: Proposal, summary: Summary, sentence: str
) -> None:
    """One sentence a member; saying it again replaces it, and tells facilitators once."""
    policies.OMISSION.check(actor, proposal)
    session.exec(select(Summary.id).where(Summary.id == summary.id).with_for_update(of=Summary))
    if session.get(SummaryOmission, (summary.id, actor.id)) is None:
        tell(
            session,
            SummaryQuestioned(
                actor_id=actor.id,
                proposal_id=proposal.id,
                space_id=proposal.space_id,
                version=summary.version,
            ),
        )
    said = db.insert(session, SummaryOmission).values(
        summary_id=summary.id, member_id=actor.id, sentence=sentence
    )
    session.execute(
        said.on_conflict_do_update(
            index_elements=["summary_id", "member_id"], set_={"sentence": said.excluded.sentence}
        )
    )
    _count_omissions(session, summary)


def take_omission_back(
    session: Session, *, actor: Actor, proposal: Proposal, summary: Summary
) -> None:
    policies.OMISSION.check(actor, proposal)
    session.exec(select(Summary.id).where(Summary.id == summary.id).with_for_update(of=Summary))
    session.exec(
        delete(SummaryOmission).where(
            col(SummaryOmission.summary_id) == summary.id,
            col(SummaryOmission.member_id) == actor.id,
        )
    )
    _count_omissions(session, summary)


def _count_omissions(session: Session, summary: Summary) -> None:
    session.flush()
    counted = select(func.count()).select_from(SummaryOmission)
    summary.omission_count = session.exec(
        counted.where(SummaryOmission.summary_id == summary.id)
    ).one()
    session.add(summary)
