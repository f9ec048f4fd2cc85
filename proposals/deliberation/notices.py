"""Who is told of a new message: those it answers, names, or who follow; each of them once."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select, union

from civic.core.actor import Actor
from civic.core.facts import Fact
from civic.core.markdown import plain
from civic.feature import Notice
from civic.members.models import Member
from civic.spaces.models import Membership, Role
from proposals.deliberation import policies
from proposals.deliberation.facts import (
    AppealDecided,
    CommentAdded,
    CommentFact,
    CommentFlagged,
    CommentRemoved,
    MemberSuspended,
    RemovalAppealed,
)
from proposals.deliberation.models import Comment, Follow, Mention, Removal, Suspension
from proposals.models import Proposal


def _addressed(session: Session, fact: CommentAdded, after: int, limit: int) -> Sequence[int]:
    """The author of the message that is answered, and whoever is named in this one."""
    parents = select(Comment.parent_id).where(Comment.id == fact.comment_id)
    answered: Any = select(col(Comment.author_id).label("id")).where(col(Comment.id).in_(parents))
    named: Any = select(col(Mention.member_id).label("id")).where(
        Mention.comment_id == fact.comment_id
    )
    both = union(answered, named).subquery()
    found = (
        select(both.c.id)
        .where(both.c.id > after, both.c.id != (fact.actor_id or 0))
        .order_by(both.c.id)
        .limit(limit)
    )
    return list(session.exec(found))


def _followers(session: Session, fact: CommentAdded, after: int, limit: int) -> Sequence[int]:
    """Those who follow the proposal and are not addressed, who are told of it already."""
    addressed = _addressed(session, fact, 0, 100)
    found = (
        select(Follow.member_id)
        .where(Follow.proposal_id == fact.proposal_id, col(Follow.member_id) > after)
        .where(col(Follow.member_id).not_in([*addressed, fact.actor_id or 0]))
        .order_by(col(Follow.member_id))
        .limit(limit)
    )
    return list(session.exec(found))


def context(session: Session, fact: CommentFact) -> dict[str, Any]:
    comment = session.get_one(Comment, fact.comment_id)
    author = session.get(Member, comment.author_id) if comment.author_id else None
    base = session.info["config"].base_url
    return {
        "title": comment.proposal.title,
        "author": author.name if author else "",
        "excerpt": plain(comment.body, 300) if comment.state == "shown" else "",
        "link": f"{base}/proposals/{comment.proposal_id}/comments/{comment.id}",
    }


def allowed(session: Session, actor: Actor, fact: CommentFact) -> bool:
    proposal = session.get(Proposal, fact.proposal_id)
    return proposal is not None and policies.READ.allows(actor, proposal)


def _moderators(session: Session, fact: CommentFact, after: int, limit: int) -> Sequence[int]:
    found = (
        select(Membership.member_id)
        .where(Membership.space_id == fact.space_id, Membership.role == Role.FACILITATOR)
        .where(col(Membership.member_id) > after)
        .order_by(col(Membership.member_id))
        .limit(limit)
    )
    return list(session.exec(found))


def _author(session: Session, fact: CommentFact, after: int, limit: int) -> Sequence[int]:
    found = select(Comment.author_id).where(
        Comment.id == fact.comment_id, col(Comment.author_id) > after
    )
    return [id for id in session.exec(found.limit(limit)) if id]


def _suspended(session: Session, fact: MemberSuspended, after: int, limit: int) -> Sequence[int]:
    found = select(Suspension.member_id).where(
        Suspension.id == fact.suspension_id, col(Suspension.member_id) > after
    )
    return list(session.exec(found.limit(limit)))


def _decision(session: Session, fact: CommentFact) -> dict[str, Any]:
    removal = session.get(Removal, fact.comment_id)
    return context(session, fact) | {
        "reason": removal.reason if removal else "",
        "answer": removal.answer if removal else "",
    }


def _suspension(session: Session, fact: MemberSuspended) -> dict[str, Any]:
    base = session.info["config"].base_url
    suspension = session.get_one(Suspension, fact.suspension_id)
    return {
        "reason": suspension.reason,
        "until": suspension.until,
        "link": f"{base}/proposals/moderation",
    }


def _notice(recipients: Any, name: str, choice: str, about: Any = context) -> Notice:
    return Notice(
        recipients=recipients,
        context=about,
        template=f"proposals/deliberation/notices/{name}.txt",
        choice=choice,
    )


NOTICES: dict[type[Fact], Sequence[Notice]] = {
    CommentAdded: [
        Notice(
            recipients=_addressed,
            context=context,
            template="proposals/deliberation/notices/addressed.txt",
            choice="mine",
            allowed=allowed,
        ),
        Notice(
            recipients=_followers,
            context=context,
            template="proposals/deliberation/notices/followed.txt",
            choice="followed",
            allowed=allowed,
        ),
    ],
    CommentFlagged: [_notice(_moderators, "flagged", "duties")],
    RemovalAppealed: [_notice(_moderators, "appealed", "duties")],
    CommentRemoved: [_notice(_author, "removed", "mine", _decision)],
    AppealDecided: [_notice(_author, "decided", "mine", _decision)],
    MemberSuspended: [_notice(_suspended, "suspended", "mine", _suspension)],
}
