"""What a member wrote in debates, on the page of all that they took part in."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam
from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.audience import readable
from civic.core.links import Link
from civic.core.tables import columns
from civic.spaces.models import Space
from proposals.deliberation.models import Comment, CommentState, Thanks
from proposals.models import Proposal

MOST = 20


def mine(session: Session, actor: Actor | None, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The newest messages and arguments, and what others made of them; nothing where there is
    none. What the author deleted is gone here, too. ``ids``: the actor's own."""
    if actor is None:
        return {}
    visible = readable(actor, audience=Space.audience, space_id=Space.id)
    about = {"member_id": actor.id, "limit": MOST}
    posts = session.execute(_written().where(visible), about).all()
    shown = [(post, _place(post)) for post in posts]
    return {id: {"posts": shown} for id in ids} if posts else {}


def _place(post: Row[Any]) -> Link:
    """Where it stands in its thread."""
    return Link(
        endpoint="deliberation.permalink",
        id=post.proposal_id,
        title=post.title,
        language=post.proposal_language,
        row_id=post.id,
        values={"comment_id": post.id},
    )


@cache
def _written() -> Select[Any]:
    found: Select[Any] = (
        select(
            *columns(
                Comment.id, Comment.body, Comment.language, Comment.alignment, Comment.state,
                Comment.created_at, Comment.reply_count, Comment.weight_count, Thanks.version,
                col(Proposal.id).label("proposal_id"), Proposal.title,
                col(Proposal.language).label("proposal_language"),
            )
        )
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .outerjoin(Thanks, col(Thanks.comment_id) == col(Comment.id))
        .join(Space, col(Space.id) == col(Proposal.space_id))
        .where(
            col(Comment.author_id) == bindparam("member_id"),
            col(Comment.state) != CommentState.DELETED,
        )
        .order_by(col(Comment.created_at).desc())
        .limit(bindparam("limit"))
    )  # fmt: skip
    return found
