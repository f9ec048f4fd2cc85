"""Deeds of moderation: report, remove with a public reason, suspend, appeal, answer."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, func, select, update

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.members.models import Member
from civic.search import actions as search
from proposals.deliberation import policies
from proposals.deliberation.facts import (
    AppealDecided,
    CommentFact,
    CommentFlagged,
    CommentRemoved,
    FlagsSettled,
    MemberSuspended,
    RemovalAppealed,
    SuspensionAppealed,
    SuspensionDecided,
    SuspensionFact,
)
from proposals.deliberation.models import (
    Comment,
    CommentState,
    Flag,
    FlagReason,
    Removal,
    Suspension,
)


def _about(kind: type[CommentFact], *, actor: Actor, comment: Comment, **more: bool) -> CommentFact:
    return kind(
        actor_id=actor.id,
        comment_id=comment.id,
        proposal_id=comment.proposal_id,
        space_id=comment.space.id,
        **more,
    )


def _locked(session: Session, comment_id: int) -> Comment:
    return session.exec(
        select(Comment)
        .where(Comment.id == comment_id)
        .with_for_update(of=Comment)
        .execution_options(populate_existing=True)
    ).one()


def flag(
    session: Session,
    *,
    actor: Actor,
    comment_id: int,
    reason: FlagReason,
    note: str,
    now: datetime,
) -> None:
    """One report a member; reporting again changes nothing, and tells nobody again."""
    comment = _locked(session, comment_id)
    policies.FLAG.check(actor, comment)
    if session.get(Flag, (comment.id, actor.id)):
        return
    session.add(Flag(comment_id=comment.id, member_id=actor.id, reason=reason, note=note, at=now))
    tell(session, _about(CommentFlagged, actor=actor, comment=comment))


def dismiss(session: Session, *, actor: Actor, comment: Comment, now: datetime) -> None:
    """The message stays: the reports are settled."""
    policies.DISMISS.check(actor, comment)
    _settle(session, actor=actor, comment=comment, removed=False, now=now)


def remove(
    session: Session, *, actor: Actor, comment_id: int, reason: str, now: datetime
) -> Removal:
    """The words are hidden and the reason takes their place; replies stay."""
    comment = _locked(session, comment_id)
    policies.REMOVE.check(actor, comment)
    comment.state = CommentState.REMOVED
    session.add(comment)
    removal = session.get(Removal, comment.id)
    if removal is not None:  # put back on appeal, and removed again: the last decision stands
        session.delete(removal)
        session.flush()
    removal = Removal(
        comment_id=comment.id, space_id=comment.space.id, by_id=actor.id, reason=reason, at=now
    )
    session.add(removal)
    search.forget(session, kind="comment", subject_id=comment.id)
    _settle(session, actor=actor, comment=comment, removed=True, now=now)
    tell(session, _about(CommentRemoved, actor=actor, comment=comment))
    return removal


def _settle(
    session: Session, *, actor: Actor, comment: Comment, removed: bool, now: datetime
) -> None:
    """Those who reported it learn what became of it."""
    settled = session.exec(
        update(Flag)
        .where(col(Flag.comment_id) == comment.id, col(Flag.settled_at).is_(None))
        .values(settled_at=now, upheld=removed)
    )
    if settled.rowcount:
        tell(session, _about(FlagsSettled, actor=actor, comment=comment, removed=removed))


def appeal(session: Session, *, actor: Actor, comment_id: int, text: str, now: datetime) -> Removal:
    comment = _locked(session, comment_id)
    policies.APPEAL.check(actor, comment)
    removal = session.get_one(Removal, comment.id)
    policies.APPEAL_ONCE.check(actor, removal)
    removal.appeal, removal.appealed_at = text, now
    session.add(removal)
    tell(session, _about(RemovalAppealed, actor=actor, comment=comment))
    return removal


def answer_appeal(
    session: Session,
    *,
    actor: Actor,
    comment_id: int,
    upheld: bool,
    answer: str,
    now: datetime,
) -> Removal:
    """By somebody other than who removed it. Not upheld: the message is shown again."""
    comment = _locked(session, comment_id)
    removal = session.get_one(Removal, comment.id)
    policies.ANSWER_APPEAL.check(actor, removal)
    removal.upheld, removal.answer, removal.answered_at = upheld, answer, now
    removal.answered_by_id = actor.id
    session.add(removal)
    if not upheld:
        comment.state = CommentState.SHOWN
        session.add(comment)
        search.index(
            session,
            kind="comment",
            subject_id=comment.id,
            space_id=comment.space.id,
            language=comment.language,
            title="",
            text=comment.body,
        )
    tell(session, _about(AppealDecided, actor=actor, comment=comment, upheld=upheld))
    return removal


def suspend(
    session: Session, *, actor: Actor, comment: Comment, reason: str, days: int, now: datetime
) -> Suspension:
    """Until then the author of a message reads and votes in this space, but neither proposes
    nor debates there."""
    policies.SUSPEND.check(actor, comment)
    assert comment.author_id is not None
    until = now + timedelta(days=days)
    suspension = Suspension(
        member_id=comment.author_id,
        space_id=comment.space.id,
        by_id=actor.id,
        reason=reason,
        at=now,
        until=until,
    )
    session.add(suspension)
    session.flush()
    _keep_end(session, suspension, now=now)
    tell(session, _on(MemberSuspended, actor=actor, suspension=suspension))
    return suspension


def _on(
    kind: type[SuspensionFact], *, actor: Actor, suspension: Suspension, **more: bool
) -> SuspensionFact:
    return kind(
        actor_id=actor.id, suspension_id=suspension.id, space_id=suspension.space_id, **more
    )


def _keep_end(session: Session, suspension: Suspension, *, now: datetime) -> None:
    """On the member, the end of the longest suspension that stands in this space."""
    standing = select(func.max(Suspension.until)).where(
        Suspension.member_id == suspension.member_id,
        Suspension.space_id == suspension.space_id,
        col(Suspension.upheld).is_not(False),
        col(Suspension.until) > now,
    )
    member = session.get_one(Member, suspension.member_id, with_for_update=True)
    ends = dict(member.suspended_in)
    ends.pop(str(suspension.space_id), None)
    if until := session.exec(standing).one():
        ends[str(suspension.space_id)] = until.astimezone(UTC).isoformat()
    member.suspended_in = ends
    session.add(member)


def appeal_suspension(
    session: Session, *, actor: Actor, suspension: Suspension, text: str, now: datetime
) -> None:
    policies.APPEAL_SUSPENSION.check(actor, suspension)
    suspension.appeal, suspension.appealed_at = text, now
    session.add(suspension)
    tell(session, _on(SuspensionAppealed, actor=actor, suspension=suspension))


def answer_suspension(
    session: Session,
    *,
    actor: Actor,
    suspension: Suspension,
    upheld: bool,
    answer: str,
    now: datetime,
) -> None:
    """By somebody other than who decided it. Not upheld: the suspension ends now."""
    policies.ANSWER_SUSPENSION.check(actor, suspension)
    suspension.upheld, suspension.answer = upheld, answer
    suspension.answered_by_id = actor.id
    session.add(suspension)
    session.flush()
    _keep_end(session, suspension, now=now)
    tell(session, _on(SuspensionDecided, actor=actor, suspension=suspension, upheld=upheld))
