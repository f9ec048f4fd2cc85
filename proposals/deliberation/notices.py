"""Who is told what, and once: those whom a message answers or names, those who follow, those who
decide on a report or an appeal, and those whom the decision concerns."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, func, select, union

from civic.core.actor import Actor
from civic.core.facts import Fact
from civic.core.markdown import plain
from civic.feature import Notice
from civic.members.models import CommunityRole, Member, MemberState
from civic.spaces.models import Membership, Role
from proposals.deliberation import following, policies
from proposals.deliberation.facts import (
    AppealDecided,
    CommentAdded,
    CommentFact,
    CommentFlagged,
    CommentRemoved,
    CommentThanked,
    FlagsSettled,
    MemberSuspended,
    RemovalAppealed,
    SummaryQuestioned,
    SuspensionAppealed,
    SuspensionDecided,
    SuspensionFact,
)
from proposals.deliberation.models import (
    Comment,
    CommentState,
    Flag,
    Follow,
    Mention,
    Removal,
    Suspension,
    Thanks,
)
from proposals.facts import FollowersLedOn
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
    """Still there, and still theirs to read."""
    comment = session.get(Comment, fact.comment_id)
    return (
        comment is not None
        and comment.state == CommentState.SHOWN
        and policies.READ.allows(actor, comment.proposal)
    )


def _reads(session: Session, actor: Actor, fact: Any) -> bool:
    proposal = session.get(Proposal, fact.proposal_id)
    return proposal is not None and policies.READ.allows(actor, proposal)


def _deciders(session: Session, space_id: int, but: int | None, after: int, limit: int) -> Any:
    """The space's facilitators other than ``but``; where there is none, the administrators."""
    facilitators = select(Membership.member_id).where(
        Membership.space_id == space_id,
        Membership.role == Role.FACILITATOR,
        col(Membership.member_id).is_distinct_from(but),
    )
    administrators = select(Member.id).where(
        Member.role == CommunityRole.ADMINISTRATOR,
        Member.state == MemberState.ACTIVE,
        col(Member.id).is_distinct_from(but),
    )
    nobody = session.exec(facilitators.limit(1)).first() is None
    found = administrators if nobody else facilitators
    column = next(iter(found.selected_columns))
    return list(session.exec(found.where(column > after).order_by(column).limit(limit)))


def _moderators(session: Session, fact: CommentFact, after: int, limit: int) -> Sequence[int]:
    """Nobody decides on reports about what they wrote themselves."""
    wrote = session.exec(select(Comment.author_id).where(Comment.id == fact.comment_id)).first()
    return list(_deciders(session, fact.space_id, wrote, after, limit))


def _others_than_remover(
    session: Session, fact: CommentFact, after: int, limit: int
) -> Sequence[int]:
    by = session.exec(select(Removal.by_id).where(Removal.comment_id == fact.comment_id)).first()
    return list(_deciders(session, fact.space_id, by, after, limit))


def _others_than_suspender(
    session: Session, fact: SuspensionFact, after: int, limit: int
) -> Sequence[int]:
    by = session.exec(select(Suspension.by_id).where(Suspension.id == fact.suspension_id)).first()
    return list(_deciders(session, fact.space_id, by, after, limit))


def _facilitators(
    session: Session, fact: SummaryQuestioned, after: int, limit: int
) -> Sequence[int]:
    return list(_deciders(session, fact.space_id, None, after, limit))


def _reporters(session: Session, fact: FlagsSettled, after: int, limit: int) -> Sequence[int]:
    """Of the reports that were settled last: earlier ones were answered then."""
    mine = Flag.comment_id == fact.comment_id
    last = select(func.max(Flag.settled_at)).where(mine).scalar_subquery()
    found = (
        select(Flag.member_id)
        .where(mine, col(Flag.settled_at) == last, col(Flag.member_id) > after)
        .order_by(col(Flag.member_id))
        .limit(limit)
    )
    return list(session.exec(found))


def _author(session: Session, fact: CommentFact, after: int, limit: int) -> Sequence[int]:
    found = select(Comment.author_id).where(
        Comment.id == fact.comment_id, col(Comment.author_id) > after
    )
    return [id for id in session.exec(found.limit(limit)) if id]


def _is_thanked(session: Session, actor: Actor, fact: CommentThanked) -> bool:
    """Unless it was taken back before the mail left."""
    return session.get(Thanks, fact.comment_id) is not None and allowed(session, actor, fact)


def _suspended(session: Session, fact: SuspensionFact, after: int, limit: int) -> Sequence[int]:
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


def _suspension(session: Session, fact: SuspensionFact) -> dict[str, Any]:
    base = session.info["config"].base_url
    suspension = session.get_one(Suspension, fact.suspension_id)
    return {
        "reason": suspension.reason,
        "until": suspension.until,
        "answer": suspension.answer,
        "title": suspension.space.title,
        "link": f"{base}/proposals/moderation",
    }


def _summary(session: Session, fact: SummaryQuestioned) -> dict[str, Any]:
    base = session.info["config"].base_url
    proposal = session.get_one(Proposal, fact.proposal_id)
    return {"title": proposal.title, "link": f"{base}/proposals/{proposal.id}/summaries"}


def _notice(
    recipients: Any, name: str, choice: str, about: Any = context, allowed: Any = None
) -> Notice:
    more = {"allowed": allowed} if allowed else {}
    return Notice(
        recipients=recipients,
        context=about,
        template=f"proposals/deliberation/notices/{name}.txt",
        choice=choice,
        **more,
    )


NOTICES: dict[type[Fact], Sequence[Notice]] = {
    CommentAdded: [
        _notice(_addressed, "addressed", "mine", allowed=allowed),
        _notice(_followers, "followed", "followed", allowed=allowed),
    ],
    CommentThanked: [_notice(_author, "thanked", "mine", allowed=_is_thanked)],
    CommentFlagged: [_notice(_moderators, "flagged", "duties")],
    FlagsSettled: [_notice(_reporters, "settled", "mine", _decision, _reads)],
    CommentRemoved: [_notice(_author, "removed", "mine", _decision)],
    RemovalAppealed: [_notice(_others_than_remover, "appealed", "duties")],
    AppealDecided: [_notice(_author, "decided", "mine", _decision)],
    FollowersLedOn: [
        _notice(following.followers, "led_on", "followed", following.context, following.allowed)
    ],
    SummaryQuestioned: [_notice(_facilitators, "questioned", "duties", _summary, _reads)],
    MemberSuspended: [_notice(_suspended, "suspended", "mine", _suspension)],
    SuspensionAppealed: [
        _notice(_others_than_suspender, "suspension_appealed", "duties", _suspension)
    ],
    SuspensionDecided: [_notice(_suspended, "suspension_decided", "mine", _suspension)],
}
