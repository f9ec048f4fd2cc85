"""What changed because of the debate: whoever signs a proposal names the remark that led to its
newest version."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select as pick
from sqlalchemy import tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete

from civic.core import db
from civic.core.actor import Actor
from civic.core.facts import tell
from civic.core.pagination import Page
from civic.core.tables import columns
from civic.core.words import N_
from civic.members.models import Member
from proposals.deliberation import policies
from proposals.deliberation.facts import CommentThanked
from proposals.deliberation.models import Comment, CommentState, Thanks
from proposals.models import Proposal

OFFERED = 30
MOST_SHOWN = 20


class Refused(ValueError):
    """A sentence, marked for translation."""


def thank(session: Session, *, actor: Actor, proposal: Proposal, comment_id: int) -> None:
    """Its writer is told. Thanking twice changes nothing. Raises Refused."""
    policies.THANK.check(actor, proposal)
    comment = session.get(Comment, comment_id)
    if comment is None or comment.proposal_id != proposal.id or comment.state != CommentState.SHOWN:
        raise Refused(N_("Choose a message of this debate that is still there."))
    if comment.author_id == actor.id:
        raise Refused(N_("Choose a message of somebody else."))
    added = session.execute(
        db.insert(session, Thanks)
        .values(comment_id=comment.id, proposal_id=proposal.id, version=proposal.version)
        .on_conflict_do_nothing()
        .returning(col(Thanks.comment_id))
    )
    if added.first():
        tell(
            session,
            CommentThanked(
                actor_id=actor.id,
                comment_id=comment.id,
                proposal_id=proposal.id,
                space_id=proposal.space_id,
            ),
        )


def take_back(session: Session, *, actor: Actor, proposal: Proposal, comment_id: int) -> None:
    policies.THANK.check(actor, proposal)
    session.exec(
        delete(Thanks).where(
            col(Thanks.comment_id) == comment_id, col(Thanks.proposal_id) == proposal.id
        )
    )


def thanked(session: Session, proposal_id: int) -> Sequence[Any]:
    """The remarks that led to versions, the newest version first; of those that are still there."""
    found = (
        pick(*_SHOWN, *columns(Thanks.version))
        .join(Thanks, col(Thanks.comment_id) == col(Comment.id))
        .outerjoin(Member, col(Member.id) == Comment.author_id)
        .where(col(Thanks.proposal_id) == proposal_id, col(Comment.state) == CommentState.SHOWN)
        .order_by(col(Thanks.version).desc(), col(Comment.id))
        .limit(MOST_SHOWN)
    )
    return session.execute(found).all()


def offered(
    session: Session, proposal: Proposal, *, actor: Actor, before: int | None = None
) -> Page[Any]:
    """Messages of others that led to no version yet, the newest first; ``before``: the last of the
    page before, by its number."""
    found = (
        pick(*_SHOWN)
        .outerjoin(Member, col(Member.id) == Comment.author_id)
        .where(
            col(Comment.proposal_id) == proposal.id,
            col(Comment.state) == CommentState.SHOWN,
            col(Comment.author_id).is_distinct_from(actor.id),
            col(Comment.id).not_in(
                pick(col(Thanks.comment_id)).where(col(Thanks.proposal_id) == proposal.id)
            ),
        )
        .order_by(col(Comment.created_at).desc(), col(Comment.id).desc())
        .limit(OFFERED + 1)
    )
    if before is not None:
        last = aliased(Comment)
        moment = pick(col(last.created_at)).where(
            col(last.id) == before, col(last.proposal_id) == proposal.id
        )
        here = tuple_(col(Comment.created_at), col(Comment.id))
        found = found.where(here < tuple_(moment.scalar_subquery(), before))
    rows = session.execute(found).all()
    return Page(rows[:OFFERED], next=str(rows[OFFERED - 1].id) if len(rows) > OFFERED else None)


_SHOWN = columns(
    Comment.id, Comment.body, Comment.language, Comment.created_at, Comment.proposal_id, Member.name
)


def panel(
    session: Session, actor: Actor | None, ids: Sequence[int]
) -> Mapping[int, dict[str, Any]]:
    """For the page of a proposal and that of its versions."""
    found = {}
    for proposal in (session.get_one(Proposal, id) for id in ids):
        rows = thanked(session, proposal.id)
        may_thank = policies.THANK.allows(actor, proposal)
        if rows or may_thank:
            found[proposal.id] = {"rows": rows, "may_thank": may_thank, "proposal": proposal}
    return found
