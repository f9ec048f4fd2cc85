"""What was written since somebody was last here."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func
from sqlmodel import Session, col, select

from civic.core import db
from civic.core.actor import Actor
from civic.core.links import News
from civic.core.tables import columns
from civic.core.words import N_n
from civic.members.models import Member
from proposals.deliberation.models import Comment, CommentState
from proposals.models import Proposal

NEWEST = 1_000
"""At most this many messages are read, whatever has happened in the meantime."""


def news(session: Session, actor: Actor, *, since: datetime, limit: int) -> list[News]:
    """Messages of others in the actor's spaces, counted by proposal."""
    spaces = list(actor.spaces)
    about = {"spaces": spaces, "member_id": actor.id, "since": since, "limit": limit}
    return [
        News(
            endpoint="proposals.show",
            id=id,
            title=title,
            language=language,
            at=at,
            sentence=N_n("%(num)s message", "%(num)s messages"),
            count=number,
            who=who,
        )
        for id, title, language, number, at, who in db.look(session, _news(), about)
    ]


@cache
def _news() -> Select[Any]:
    """Put together once, as it stands on everybody's first page."""
    newest = (
        select(
            *columns(
                Comment.id, Comment.proposal_id, Comment.author_id, Comment.state,
                Comment.created_at, Comment.imported_key,
            )
        )
        .order_by(col(Comment.id).desc())
        .limit(NEWEST)
        .subquery()
        .c
    )  # fmt: skip
    last = func.max(newest.id)
    told = (
        select(func.count().label("number"), last.label("last"))
        .select_from(newest.id.table)
        .join(Proposal, newest.proposal_id == col(Proposal.id))
        .where(
            col(Proposal.space_id).in_(bindparam("spaces", expanding=True)),
            newest.created_at > bindparam("since"),
            newest.state == CommentState.SHOWN,
            newest.author_id.is_distinct_from(bindparam("member_id")),
            newest.imported_key.is_(None),
        )
        .group_by(newest.proposal_id)
        .order_by(last.desc())
        .limit(bindparam("limit"))
        .subquery()
    )
    found: Select[Any] = (
        select(
            *columns(
                Proposal.id, Proposal.title, Proposal.language, told.c.number, Comment.created_at,
                Member.name,
            )
        )
        .select_from(told)
        .join(Comment, col(Comment.id) == told.c.last)
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .outerjoin(Member, col(Comment.author_id) == col(Member.id))
        .order_by(told.c.last.desc())
    )  # fmt: skip
    return found
