"""Messages of a debate as they are shown: with their authors, what they answer, and what the reader
has to do with them."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from civic.core import db
from civic.core.tables import columns
from civic.members.models import Member
from proposals.deliberation.models import (
    Alignment,
    ArgumentWeight,
    Comment,
    CommentState,
    Flag,
    Mention,
    Removal,
)


class Post(NamedTuple):
    """A message as one reader finds it, in the order in which ``every_post`` reads it."""

    id: int
    proposal_id: int
    root_id: int | None
    parent_id: int | None
    place: int
    author_id: int | None
    alignment: Alignment | None
    body: str
    language: str
    state: CommentState
    created_at: datetime
    edited_at: datetime | None
    reply_count: int
    weight_count: int
    imported_likes: int | None
    imported_dislikes: int | None
    author: str | None
    parent_body: str | None
    parent_state: CommentState | None
    parent_author: str | None
    removal_reason: str | None
    appealed_at: datetime | None
    weighed: int | None
    """The reader's id where it counts for them."""
    names_me: int | None
    my_report: datetime | None


def posts(session: Session, found: Select[Any], *, viewer_id: int, **values: object) -> list[Post]:
    """Of a statement made of ``every_post``."""
    rows = db.look(session, found, {"viewer_id": viewer_id, **values}).all()
    return [Post._make(row) for row in rows]


@cache
def every_post() -> Select[Any]:
    """Put together once: building it costs more than running it."""
    viewer_id: Any = bindparam("viewer_id")
    parent, parent_author = aliased(Comment), aliased(Member)
    found: Select[Any] = (
        select(
            *columns(
                Comment.id, Comment.proposal_id, Comment.root_id, Comment.parent_id, Comment.place,
                Comment.author_id, Comment.alignment, Comment.body, Comment.language,
                Comment.state, Comment.created_at, Comment.edited_at, Comment.reply_count,
                Comment.weight_count, Comment.imported_likes, Comment.imported_dislikes,
                col(Member.name).label("author"),
                col(parent.body).label("parent_body"), col(parent.state).label("parent_state"),
                col(parent_author.name).label("parent_author"),
                col(Removal.reason).label("removal_reason"),
                col(Removal.appealed_at).label("appealed_at"),
                col(ArgumentWeight.member_id).label("weighed"),
                col(Mention.member_id).label("names_me"), col(Flag.at).label("my_report"),
            )
        )
        .select_from(Comment)
        .outerjoin(Member, col(Comment.author_id) == col(Member.id))
        .outerjoin(parent, col(Comment.parent_id) == col(parent.id))
        .outerjoin(parent_author, col(parent.author_id) == col(parent_author.id))
        .outerjoin(Removal, col(Removal.comment_id) == col(Comment.id))
        .outerjoin(
            ArgumentWeight,
            (col(ArgumentWeight.comment_id) == col(Comment.id))
            & (col(ArgumentWeight.member_id) == viewer_id),
        )
        .outerjoin(
            Mention,
            (col(Mention.comment_id) == col(Comment.id)) & (col(Mention.member_id) == viewer_id),
        )
        .outerjoin(
            Flag, (col(Flag.comment_id) == col(Comment.id)) & (col(Flag.member_id) == viewer_id)
        )
    )  # fmt: skip
    return found
