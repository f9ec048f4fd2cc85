"""Reading a debate: a page of roots and the first replies of each, whatever its size."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from civic.core.links import Link
from civic.core.markdown import plain
from civic.core.pagination import Page
from civic.core.tables import columns
from civic.members.models import Member
from proposals.deliberation.models import (
    Alignment,
    ArgumentWeight,
    Comment,
    CommentVersion,
    Removal,
    Summary,
    SummaryOmission,
)
from proposals.deliberation.standing import SUMMARY, standing
from proposals.models import Proposal

ROOTS = 40
REPLIES = 5
"""Shown under each root of a page; the rest is one step away."""
ARGUMENTS = 5
"""Of each side, on the page of the proposal."""

Post = Row[Any]


def _posts(viewer_id: int) -> Select[Any]:
    return _every_post().params(viewer_id=viewer_id)


@cache
def _every_post() -> Select[Any]:
    """Put together once: building it costs more than running it."""
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
            & (col(ArgumentWeight.member_id) == bindparam("viewer_id")),
        )
    )  # fmt: skip
    return found


def first_replies(
    session: Session, *, root_ids: Sequence[int], viewer_id: int
) -> dict[int, list[Post]]:
    """Up to REPLIES under each root, in order of arrival."""
    found = _first_replies().params(viewer_id=viewer_id, root_ids=list(root_ids))
    under: dict[int, list[Post]] = {root_id: [] for root_id in root_ids}
    for row in session.execute(found) if root_ids else ():
        under[row.root_id].append(row)
    return under


@cache
def _first_replies() -> Select[Any]:
    under = col(Comment.root_id).in_(bindparam("root_ids", expanding=True))
    found = _every_post().where(under, col(Comment.place).between(1, REPLIES))
    return found.order_by(col(Comment.root_id), col(Comment.place))


def replies(
    session: Session, *, root_id: int, viewer_id: int, after: int = 0, size: int = ROOTS
) -> Page[Post]:
    """One conversation, paged by place."""
    found = (
        _posts(viewer_id)
        .where(col(Comment.root_id) == root_id, col(Comment.place) > after)
        .order_by(col(Comment.place))
        .limit(size + 1)
    )
    rows = session.execute(found).all()
    return Page(rows[:size], next=str(rows[size - 1].place) if len(rows) > size else None)


def post(session: Session, *, comment_id: int, viewer_id: int) -> Post:
    return session.execute(_posts(viewer_id).where(col(Comment.id) == comment_id)).one()


def beginnings(
    session: Session, *, proposal_id: int, viewer_id: int, after: int = 0, size: int = ROOTS
) -> tuple[Page[Post], dict[Alignment, list[Post]]]:
    """In one query: messages that begin a conversation, oldest first, and the weightiest
    arguments of each side."""
    found = session.execute(
        _beginnings(size).params(proposal_id=proposal_id, viewer_id=viewer_id, after=after)
    ).all()
    rows = sorted((row for row in found if row.alignment is None), key=lambda row: row.id)
    weighty = sorted(found, key=lambda row: (row.weight_count, row.id), reverse=True)
    columns_of = {side: [row for row in weighty if row.alignment == side] for side in Alignment}
    return Page(rows[:size], next=str(rows[size - 1].id) if len(rows) > size else None), columns_of


@cache
def _beginnings(size: int) -> Select[Any]:
    here = col(Comment.proposal_id) == bindparam("proposal_id")
    talk = (
        select(Comment.id)
        .where(
            here,
            Comment.place == 0,
            col(Comment.alignment).is_(None),
            col(Comment.id) > bindparam("after"),
        )
        .order_by(col(Comment.id))
        .limit(size + 1)
    )
    sides = (
        select(Comment.id)
        .where(here, Comment.alignment == side)
        .order_by(col(Comment.weight_count).desc(), col(Comment.id).desc())
        .limit(ARGUMENTS)
        for side in Alignment
    )
    ids = union_all(*(select(part.subquery().c.id) for part in (talk, *sides))).subquery()
    return _every_post().where(col(Comment.id).in_(select(ids.c.id)))


def arguments_of(
    session: Session,
    *,
    proposal_id: int,
    viewer_id: int,
    side: Alignment,
    after: str = "",
    size: int = ROOTS,
) -> Page[Post]:
    """One side whole, the weightiest first, paged by weight and id."""
    found = _posts(viewer_id).where(
        col(Comment.proposal_id) == proposal_id, col(Comment.alignment) == side
    )
    weight, _, last = after.partition("-")
    if weight.isdigit() and last.isdigit():
        found = found.where(
            (col(Comment.weight_count) < int(weight[:9]))
            | ((col(Comment.weight_count) == int(weight[:9])) & (col(Comment.id) < int(last[:18])))
        )
    found = found.order_by(col(Comment.weight_count).desc(), col(Comment.id).desc())
    rows = session.execute(found.limit(size + 1)).all()
    end = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], next=f"{end.weight_count}-{end.id}" if end else None)


def summaries(session: Session, *, proposal_id: int, limit: int = 50) -> Sequence[Any]:
    """Summaries with the names of those who signed them, newest first."""
    found = (
        select(*SUMMARY)
        .outerjoin(Member, col(Summary.author_id) == col(Member.id))
        .where(col(Summary.proposal_id) == proposal_id)
        .order_by(col(Summary.version).desc())
        .limit(limit)
    )
    return session.execute(found).all()


def omissions(session: Session, *, summary_ids: Sequence[int]) -> Sequence[Any]:
    found = (
        select(*columns(SummaryOmission.summary_id, SummaryOmission.sentence, Member.name))
        .join(Member, col(SummaryOmission.member_id) == col(Member.id))
        .where(col(SummaryOmission.summary_id).in_(summary_ids))
        .order_by(col(SummaryOmission.at))
        .limit(200)
    )
    return session.execute(found).all()


def versions(session: Session, comment_id: int) -> Sequence[CommentVersion]:
    found = select(CommentVersion).where(CommentVersion.comment_id == comment_id)
    return session.exec(found.order_by(col(CommentVersion.replaced_at).desc())).all()


def links(session: Session, ids: Sequence[int]) -> list[Link]:
    """Found messages lead to their place in the thread."""
    found = (
        select(*columns(Comment.id, Comment.body, Comment.language, Proposal.id, Proposal.title))
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .where(col(Comment.id).in_(ids))
    )
    return [
        Link(
            endpoint="deliberation.permalink",
            id=proposal_id,
            title=title,
            excerpt=plain(body, 4_000),
            language=language,
            row_id=comment_id,
            values={"comment_id": comment_id},
        )
        for comment_id, body, language, proposal_id, title in session.execute(found)
    ]


def thread(
    session: Session, *, proposal_id: int, viewer_id: int, after: int = 0
) -> Mapping[str, Any]:
    """All that the debate on the page of a proposal shows: three queries, for 20 or 20,000."""
    page, arguments = beginnings(session, proposal_id=proposal_id, viewer_id=viewer_id, after=after)
    ids = [row.id for row in page.rows]
    standing_now = standing(session, proposal_id=proposal_id, viewer_id=viewer_id)
    return {
        "page": page,
        "arguments": arguments,
        "replies": first_replies(session, root_ids=ids, viewer_id=viewer_id),
        "standing": standing_now,
        "summary": standing_now.summary,
    }
