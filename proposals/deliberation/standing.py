"""How a debate stands for one reader: what is new, how many arguments, the newest summary."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, literal
from sqlmodel import Session, col, select

from civic.core.pagination import COUNT_LIMIT
from civic.core.tables import columns
from civic.members.models import Member
from proposals.deliberation.models import Alignment, Comment, Follow, Seen, Summary


@dataclass(frozen=True)
class Standing:
    """How a debate looks to one reader."""

    seen_until: datetime | None
    last_at: datetime | None
    follows: bool
    arguments_for: int
    arguments_against: int
    new: int
    """Messages since the last visit; counting stops at COUNT_LIMIT."""
    summary: Any
    """The newest, or None."""


SUMMARY = columns(
    Summary.id, Summary.version, Summary.agreed, Summary.discussed, Summary.missing,
    Summary.covers_until, Summary.omission_count, Summary.at, col(Member.name).label("author"),
)  # fmt: skip


def standing(session: Session, *, proposal_id: int, viewer_id: int) -> Standing:
    """What the reader has seen and follows, how many arguments there are, and the newest
    summary, in one query."""
    found = session.execute(_standing().params(proposal_id=proposal_id, viewer_id=viewer_id)).one()
    return Standing(
        seen_until=found[0],
        last_at=found[1],
        follows=bool(found[2]),
        arguments_for=found[3],
        arguments_against=found[4],
        new=found[5],
        summary=found if found.version else None,
    )


@cache
def _standing() -> Select[Any]:
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
    new = limited(
        select(Comment.id).where(
            Comment.proposal_id == proposal_id,
            col(Comment.created_at) > seen_until,
            col(Comment.author_id).is_distinct_from(viewer_id),
        )
    ).scalar_subquery()
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
        select(*columns(Seen.seen_until, Seen.last_at, following, *sides, new, *SUMMARY))
        .select_from(one)
        .outerjoin(Seen, mine)
        .outerjoin(
            Summary, (col(Summary.proposal_id) == proposal_id) & (col(Summary.version) == newest)
        )
        .outerjoin(Member, col(Summary.author_id) == col(Member.id))
    )
    return found
