"""What waits for those who moderate, and for those whom a decision concerns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select, true

from civic.core.actor import Actor
from civic.core.links import Waiting
from civic.core.tables import columns
from civic.core.words import N_
from civic.members.models import Member
from civic.spaces.models import Role
from proposals.deliberation.models import Comment, CommentState, Flag, Removal, Suspension
from proposals.models import Proposal


def moderated_spaces(actor: Actor) -> list[int]:
    return [id for id, roles in actor.roles_by_space.items() if Role.FACILITATOR in roles]


def _mine(actor: Actor, space_id: Any) -> Any:
    return true() if actor.is_admin else col(space_id).in_(moderated_spaces(actor))


def flagged(session: Session, *, actor: Actor, limit: int = 50) -> Sequence[Any]:
    """Messages with open reports, the most reported first."""
    found = (
        select(
            *columns(
                Comment.id, Comment.body, Comment.created_at, Proposal.id.label("proposal_id"),  # type: ignore[attr-defined]
                Proposal.title, Member.name, func.count().label("flags"),
                func.min(Flag.reason).label("reason"), func.max(Flag.note).label("note"),
            )
        )
        .select_from(Flag)
        .join(Comment, col(Flag.comment_id) == col(Comment.id))
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .outerjoin(Member, col(Comment.author_id) == col(Member.id))
        .where(col(Flag.settled_at).is_(None), col(Comment.state) == CommentState.SHOWN)
        .where(_mine(actor, Proposal.space_id))
        .group_by(
            col(Comment.id), col(Comment.body), col(Comment.created_at), col(Proposal.id),
            col(Proposal.title), col(Member.name),
        )
        .order_by(func.count().desc(), col(Comment.id))
        .limit(limit)
    )  # fmt: skip
    return session.execute(found).all()


def appealed(session: Session, *, actor: Actor, limit: int = 50) -> Sequence[Any]:
    """Appeals that nobody has answered and that this actor may answer."""
    found = (
        select(
            *columns(
                Comment.id, Comment.body, Proposal.id.label("proposal_id"), Proposal.title,  # type: ignore[attr-defined]
                Removal.reason, Removal.appeal, Removal.appealed_at,
            )
        )
        .select_from(Removal)
        .join(Comment, col(Removal.comment_id) == col(Comment.id))
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .where(col(Removal.appealed_at).is_not(None), col(Removal.upheld).is_(None))
        .where(col(Removal.by_id).is_distinct_from(actor.id))
        .where(_mine(actor, Removal.space_id))
        .order_by(col(Removal.appealed_at))
        .limit(limit)
    )  # fmt: skip
    return session.execute(found).all()


def suspensions(session: Session, *, actor: Actor, limit: int = 50) -> Sequence[Any]:
    """Those that this actor oversees or undergoes, newest first."""
    found = (
        select(
            *columns(
                Suspension.id, Suspension.member_id, Suspension.by_id, Suspension.reason,
                Suspension.until, Suspension.appeal, Suspension.appealed_at, Suspension.upheld,
                Member.name,
            )
        )
        .join(Member, col(Suspension.member_id) == col(Member.id))
        .where(or_(col(Suspension.member_id) == actor.id, _mine(actor, Suspension.space_id)))
        .order_by(col(Suspension.id).desc())
        .limit(limit)
    )  # fmt: skip
    return session.execute(found).all()


def waiting(session: Session, actor: Actor, *, now: datetime, limit: int) -> list[Waiting]:
    """Reported messages, for those who moderate their space."""
    if not (actor.is_admin or moderated_spaces(actor)):
        return []
    return [
        Waiting(
            endpoint="deliberation.flagged",
            id=row.proposal_id,
            title=row.title,
            values={"comment_id": row.id},
            kind=N_("Moderation"),
            message=N_("A message was reported."),
            button=N_("Look at it"),
        )
        for row in flagged(session, actor=actor, limit=limit)
    ]
