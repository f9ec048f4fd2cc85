"""Deeds in a debate. Each asks its permission, changes rows, and tells a fact where one is due."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select, update

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.search import actions as search
from proposals.deliberation import mentions, policies
from proposals.deliberation.facts import CommentAdded
from proposals.deliberation.models import (
    Alignment,
    ArgumentWeight,
    Comment,
    CommentState,
    CommentVersion,
    Follow,
    Mention,
    Seen,
)
from proposals.models import Proposal

MOST_AN_HOUR = 60
BETWEEN_LOOKS = timedelta(minutes=5)
NEW_VISIT = timedelta(minutes=30)


class TooMany(ValueError):
    """The member has written MOST_AN_HOUR messages within the hour."""


def write(
    session: Session,
    *,
    actor: Actor,
    proposal: Proposal,
    body: str,
    language: str,
    now: datetime,
    alignment: Alignment | None = None,
    parent: Comment | None = None,
) -> Comment:
    """A message, an argument, or a reply. Raises TooMany."""
    policies.WRITE.check(actor, proposal)
    if parent is not None:
        policies.REPLY.check(actor, parent)
    _keep_measure(session, actor=actor, now=now)
    session.exec(  # locks the proposal's row: what follows is one at a time in a thread
        update(Proposal)
        .where(col(Proposal.id) == proposal.id)
        .values(comment_count=Proposal.comment_count + 1)
    )
    comment = Comment(
        proposal_id=proposal.id,
        author_id=actor.id,
        body=body,
        language=language,
        alignment=alignment if parent is None else None,
        parent_id=parent.id if parent else None,
        root_id=parent.thread_id if parent else None,
        place=_next_place(session, parent.thread_id) if parent else 0,
        created_at=now,
    )
    session.add(comment)
    session.merge(Follow(proposal_id=proposal.id, member_id=actor.id))
    session.flush()
    mentions.note(session, comment=comment, space_id=proposal.space_id)
    make_findable(session, comment=comment, proposal=proposal)
    tell(
        session,
        CommentAdded(
            actor_id=actor.id,
            comment_id=comment.id,
            proposal_id=proposal.id,
            space_id=proposal.space_id,
        ),
    )
    return comment


def _keep_measure(session: Session, *, actor: Actor, now: datetime) -> None:
    recent = select(func.count()).select_from(Comment)
    recent = recent.where(
        Comment.author_id == actor.id, col(Comment.created_at) > now - timedelta(hours=1)
    )
    if session.exec(recent).one() >= MOST_AN_HOUR:
        raise TooMany


def _next_place(session: Session, root_id: int) -> int:
    counted = session.exec(
        update(Comment)
        .where(col(Comment.id) == root_id)
        .values(reply_count=Comment.reply_count + 1)
        .returning(col(Comment.reply_count))
        .execution_options(synchronize_session=False)
    )
    return int(counted.scalar_one())


def edit(session: Session, *, actor: Actor, comment: Comment, body: str, now: datetime) -> None:
    policies.EDIT.check(actor, comment)
    if body == comment.body:
        return
    session.add(CommentVersion(comment_id=comment.id, replaced_at=now, body=comment.body))
    comment.body, comment.edited_at = body, now
    session.add(comment)
    mentions.note(session, comment=comment, space_id=comment.space.id)
    make_findable(session, comment=comment, proposal=comment.proposal)


def erase(session: Session, *, actor: Actor, comment: Comment) -> None:
    """The words and their history go; a line that says so stays, and the replies with it."""
    policies.DELETE.check(actor, comment)
    comment.body, comment.state = "", CommentState.DELETED
    session.add(comment)
    session.exec(delete(CommentVersion).where(col(CommentVersion.comment_id) == comment.id))
    session.exec(delete(Mention).where(col(Mention.comment_id) == comment.id))
    search.forget(session, kind="comment", subject_id=comment.id)


def weigh(session: Session, *, actor: Actor, comment_id: int, counts: bool) -> Comment:
    """ "This argument counts for me", or no longer. Saying it twice changes nothing."""
    comment = session.exec(
        select(Comment)
        .where(Comment.id == comment_id)
        .with_for_update(of=Comment)
        .execution_options(populate_existing=True)
    ).one()
    policies.WEIGH.check(actor, comment)
    mine = session.get(ArgumentWeight, (comment.id, actor.id))
    if counts and mine is None:
        session.add(ArgumentWeight(comment_id=comment.id, member_id=actor.id))
        comment.weight_count += 1
    elif not counts and mine is not None:
        session.delete(mine)
        comment.weight_count -= 1
    session.add(comment)
    return comment


def follow(session: Session, *, actor: Actor, proposal: Proposal, wanted: bool) -> None:
    policies.FOLLOW.check(actor, proposal)
    session.exec(select(Proposal.id).where(Proposal.id == proposal.id).with_for_update(of=Proposal))
    if wanted:
        session.merge(Follow(proposal_id=proposal.id, member_id=actor.id))
    else:
        session.exec(
            delete(Follow).where(
                col(Follow.proposal_id) == proposal.id, col(Follow.member_id) == actor.id
            )
        )


def is_due(last_at: datetime | None, *, now: datetime) -> bool:
    return last_at is None or now - last_at >= BETWEEN_LOOKS


def note_visit(session: Session, *, member_id: int, proposal_id: int, now: datetime) -> None:
    """Seen until now: the one thing that reading a thread writes, at most every five minutes.

    Within a visit the marker of what is new stays where it was; a visit ends after half an
    hour without a look.
    """
    seen = session.get(Seen, (member_id, proposal_id))
    if seen is None:
        session.add(Seen(member_id=member_id, proposal_id=proposal_id, seen_until=now, last_at=now))
    elif is_due(seen.last_at, now=now):
        if now - seen.last_at >= NEW_VISIT:
            seen.seen_until = seen.last_at
        seen.last_at = now
        session.add(seen)


def make_findable(session: Session, *, comment: Comment, proposal: Proposal) -> None:
    """In search; again, when its words change."""
    search.index(
        session,
        kind="comment",
        subject_id=comment.id,
        space_id=proposal.space_id,
        language=comment.language,
        title="",
        text=comment.body,
    )
