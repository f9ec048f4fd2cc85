"""What a reader has seen of a debate, and where its summary stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, literal
from sqlmodel import Session, col, func, select, true

from civic.core import db
from civic.core.pagination import COUNT_LIMIT, Page, cut
from civic.core.tables import columns
from civic.members.models import Member
from proposals.deliberation.models import (
    Alignment,
    Comment,
    CommentState,
    Follow,
    Seen,
    Summary,
    SummaryOmission,
)
from proposals.models import Proposal

STALE_AFTER = 10
"""Messages since a summary, from which on it says that the debate has gone on."""


@dataclass(frozen=True)
class Standing:
    """How a debate looks to one reader."""

    seen_until: datetime | None
    last_at: datetime | None
    follows: bool
    arguments_for: int
    arguments_against: int
    new: int
    """Messages of others since the last visit; counting stops at COUNT_LIMIT."""
    first_new: int | None
    """Id of the oldest of them."""
    summary: Any
    """The newest, or None."""
    uncovered: int
    """Messages since the newest summary."""

    def is_new(self, post: Any, viewer_id: int) -> bool:
        return (
            self.seen_until is not None
            and post.created_at > self.seen_until
            and post.author_id != viewer_id
        )


SUMMARY = columns(
    Summary.id, Summary.version, Summary.agreed, Summary.discussed, Summary.missing,
    Summary.covers_until, Summary.covers_count, Summary.omission_count, Summary.at,
    col(Member.name).label("author"),
)  # fmt: skip


def standing(session: Session, *, proposal_id: int, viewer_id: int) -> Standing:
    """What the reader has seen and follows, how many arguments there are, and the newest
    summary, in one query."""
    about = {"proposal_id": proposal_id, "viewer_id": viewer_id}
    found = db.look(session, _standing(), about).one()
    return Standing(
        seen_until=found[0],
        last_at=found[1],
        follows=bool(found[2]),
        arguments_for=found[3],
        arguments_against=found[4],
        new=found[5],
        first_new=found[6],
        summary=found if found.version else None,
        uncovered=max(found[7] - found.covers_count, 0) if found.version else 0,
    )


@cache
def _standing() -> Select[Any]:
    """Put together once: building it costs more than running it."""
    proposal_id: Any = bindparam("proposal_id")
    viewer_id: Any = bindparam("viewer_id")

    def limited(found: Any) -> Any:
        return select(func.count()).select_from(found.limit(COUNT_LIMIT + 1).subquery())

    sides = [
        limited(
            select(Comment.id).where(Comment.proposal_id == proposal_id, Comment.alignment == side)
        ).scalar_subquery()
        for side in Alignment
    ]
    mine = (col(Seen.member_id) == viewer_id) & (col(Seen.proposal_id) == proposal_id)
    seen_until = select(Seen.seen_until).where(mine).scalar_subquery()
    unread = select(Comment.id).where(
        Comment.proposal_id == proposal_id,
        col(Comment.created_at) > seen_until,
        col(Comment.author_id).is_distinct_from(viewer_id),
        Comment.state == CommentState.SHOWN,
    )
    new = limited(unread).scalar_subquery()
    oldest = col(Comment.created_at), col(Comment.id)
    first_new = unread.order_by(*oldest).limit(1).scalar_subquery()
    whole = select(Proposal.comment_count).where(Proposal.id == proposal_id).scalar_subquery()
    following = (
        select(func.count())
        .select_from(Follow)
        .where(col(Follow.proposal_id) == proposal_id, col(Follow.member_id) == viewer_id)
        .scalar_subquery()
    )
    newest = (
        select(func.max(Summary.version))
        .where(Summary.proposal_id == proposal_id)
        .scalar_subquery()
    )
    one = select(literal(1).label("one")).subquery()
    found: Select[Any] = (
        select(
            *columns(
                Seen.seen_until, Seen.last_at, following, *sides, new, first_new, whole, *SUMMARY
            )
        )
        .select_from(one)
        .outerjoin(Seen, mine)
        .outerjoin(
            Summary, (col(Summary.proposal_id) == proposal_id) & (col(Summary.version) == newest)
        )
        .outerjoin(Member, col(Summary.author_id) == col(Member.id))
    )
    return found


def summaries(session: Session, *, proposal_id: int, before: int = 0, size: int = 20) -> Page[Any]:
    """Summaries with the names of those who signed them, newest first."""
    found = (
        select(*SUMMARY)
        .outerjoin(Member, col(Summary.author_id) == col(Member.id))
        .where(
            col(Summary.proposal_id) == proposal_id,
            col(Summary.version) < before if before else true(),
        )
        .order_by(col(Summary.version).desc())
        .limit(size + 1)
    )
    return cut(session.execute(found).all(), size=size, key=lambda last: last.version)


def omissions(session: Session, *, summary_ids: Sequence[int]) -> Sequence[Any]:
    found = (
        select(
            *columns(
                SummaryOmission.summary_id,
                SummaryOmission.sentence,
                SummaryOmission.at,
                SummaryOmission.member_id,
                Member.name,
            )
        )
        .join(Member, col(SummaryOmission.member_id) == col(Member.id))
        .where(col(SummaryOmission.summary_id).in_(summary_ids))
        .order_by(col(SummaryOmission.at))
        .limit(200)
    )
    return session.execute(found).all()
