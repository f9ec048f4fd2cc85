"""Reading. Nothing here writes, and nothing here knows about HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as pick
from sqlmodel import Session, col, func, or_, select

from civic.core.actor import Actor
from civic.core.audience import readable
from civic.core.links import Link
from civic.core.markdown import plain
from civic.core.pagination import COUNT_LIMIT, Page
from civic.core.tables import columns
from civic.feature import OfferedOption
from civic.members.models import Member
from civic.spaces.models import Space
from proposals import lifecycle
from proposals.models import (
    Attachment,
    OfficialAnswer,
    Proposal,
    ProposalRound,
    ProposalTag,
    ProposalVersion,
    Stage,
    Support,
    Verdict,
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a list of proposals."""

    id: int
    title: str
    language: str
    stage: Stage
    verdict: Verdict | None
    support_count: int
    comment_count: int
    imported_supports: int | None
    imported_comments: int | None
    opened_at: datetime | None
    author: str | None
    space_id: int
    space_title: str
    threshold: int


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the address of a list asks for."""

    stage: Stage | None = None
    space_id: int | None = None
    tag: str | None = None
    mine: int | None = None
    """A member's id."""
    by_support: bool = False


def _matching(actor: Actor | None, filters: Filters) -> Any:
    visible = readable(actor, audience=Space.audience, space_id=Space.id)
    found = pick(*columns(Proposal.id)).join(Space).where(visible)
    if filters.mine:
        found = found.where(col(Proposal.author_id) == filters.mine)
    else:
        found = found.where(col(Proposal.stage) != Stage.DRAFT)
    if filters.stage:
        found = found.where(col(Proposal.stage) == filters.stage)
    if filters.space_id:
        found = found.where(col(Proposal.space_id) == filters.space_id)
    if filters.tag:
        found = found.join(ProposalTag).where(col(ProposalTag.tag) == filters.tag)
    return found


def proposals(
    session: Session, *, actor: Actor | None, filters: Filters, size: int, after: str = ""
) -> Page[Row]:
    """A page of proposals, the newest or the most supported first, paged by key."""
    found = (
        _matching(actor, filters)
        .with_only_columns(
            *columns(
                Proposal.id,
                Proposal.title,
                Proposal.language,
                Proposal.stage,
                Proposal.verdict,
                Proposal.support_count,
                Proposal.comment_count,
                Proposal.imported_supports,
                Proposal.imported_comments,
                Proposal.opened_at,
                Member.name,
                Space.id,
                Space.title,
                Space.support_threshold,
            )
        )
        .outerjoin(Member, col(Member.id) == Proposal.author_id)
        .limit(size + 1)
    )
    supports, last = _position(after)
    if filters.by_support:
        found = found.order_by(col(Proposal.support_count).desc(), col(Proposal.id).desc())
        if last:
            found = found.where(
                or_(
                    col(Proposal.support_count) < supports,
                    (col(Proposal.support_count) == supports) & (col(Proposal.id) < last),
                )
            )
    else:
        found = found.order_by(col(Proposal.id).desc())
        if last:
            found = found.where(col(Proposal.id) < last)
    rows = [
        Row(
            id=row[0], title=row[1], language=row[2], stage=row[3], verdict=row[4],
            support_count=row[5], comment_count=row[6], imported_supports=row[7],
            imported_comments=row[8], opened_at=row[9], author=row[10], space_id=row[11],
            space_title=row[12], threshold=row[13],
        )
        for row in session.execute(found)
    ]  # fmt: skip
    end = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], next=f"{end.support_count}-{end.id}" if end else None)


def count(session: Session, *, actor: Actor | None, filters: Filters) -> int:
    """How many there are, up to a thousand and one."""
    some = _matching(actor, filters).limit(COUNT_LIMIT + 1).subquery()
    return int(session.execute(pick(func.count()).select_from(some)).scalar_one())


def _position(after: str) -> tuple[int, int]:
    supports, _dash, last = after.partition("-")
    fits = all(part.isascii() and part.isdigit() and len(part) < 16 for part in (supports, last))
    return (int(supports), int(last)) if fits else (0, 0)


def links(session: Session, ids: Sequence[int]) -> list[Link]:
    found = select(Proposal.id, Proposal.title, Proposal.language, Proposal.body)
    return [
        Link(
            endpoint="proposals.show",
            id=id,
            title=title,
            language=language,
            excerpt=plain(body, 4_000),
        )
        for id, title, language, body in session.exec(found.where(col(Proposal.id).in_(ids)))
    ]


def author_name(session: Session, proposal: Proposal) -> str | None:
    return session.exec(select(Member.name).where(Member.id == proposal.author_id)).first()


def has_support_from(session: Session, proposal_ids: Sequence[int], member_id: int) -> set[int]:
    found = select(Support.proposal_id).where(
        Support.member_id == member_id, col(Support.proposal_id).in_(proposal_ids)
    )
    return set(session.exec(found))


def tags(session: Session, proposal_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {id: [] for id in proposal_ids}
    rows = session.exec(
        select(ProposalTag.proposal_id, ProposalTag.tag)
        .where(col(ProposalTag.proposal_id).in_(proposal_ids))
        .order_by(col(ProposalTag.tag))
    )
    for id, tag in rows:
        found[id].append(tag)
    return found


def versions(session: Session, proposal_id: int) -> list[ProposalVersion]:
    found = select(ProposalVersion).where(ProposalVersion.proposal_id == proposal_id)
    return list(session.exec(found.order_by(col(ProposalVersion.version).desc()).limit(100)))


def answers(session: Session, proposal_id: int) -> list[tuple[OfficialAnswer, str | None]]:
    rows = session.exec(
        select(OfficialAnswer, Member.name)
        .outerjoin(Member, col(Member.id) == OfficialAnswer.author_id)
        .where(OfficialAnswer.proposal_id == proposal_id)
        .order_by(col(OfficialAnswer.id))
    )
    return [(answer, name) for answer, name in rows]


@dataclass(frozen=True)
class File:
    """An attachment without its content."""

    id: int
    name: str
    kind: str
    size: int


def attachments(session: Session, proposal_id: int) -> list[File]:
    rows = session.execute(
        pick(*columns(Attachment.id, Attachment.name, Attachment.kind, Attachment.size)).where(
            col(Attachment.proposal_id) == proposal_id
        )
    )
    return [File(id, name, kind, size) for id, name, kind, size in rows]


def rounds_of(session: Session, proposal_id: int) -> list[int]:
    found = select(ProposalRound.round_id).where(ProposalRound.proposal_id == proposal_id)
    return list(session.exec(found))


def on_offer(session: Session, actor: Actor, space_id: int) -> Mapping[int, OfferedOption]:
    """The living proposals of a space, as options for a round, newest 200."""
    rows = session.exec(
        select(Proposal.id, Proposal.title, Proposal.language)
        .where(Proposal.space_id == space_id, col(Proposal.stage).in_(list(lifecycle.ALIVE)))
        .order_by(col(Proposal.id).desc())
        .limit(200)
    )
    return {id: OfferedOption(title=title, language=language) for id, title, language in rows}


def newest_in_spaces(
    session: Session, actor: Actor | None, space_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """For the pages of spaces: the newest proposals of each."""
    shown = {}
    for space_id in space_ids:
        filters = Filters(space_id=space_id)
        shown[space_id] = {
            "page": proposals(session, actor=actor, filters=filters, size=5),
            "space_id": space_id,
        }
    return shown
