"""Reading of one proposal: who stands behind it, its versions, its answer, its files."""

from dataclasses import dataclass

from sqlalchemy import select as pick
from sqlmodel import Session, col, func, select

from civic.core.pagination import COUNT_LIMIT
from civic.core.tables import columns
from civic.members.models import Member
from proposals.models import (
    Attachment,
    FormerAnswer,
    OfficialAnswer,
    Proposal,
    ProposalRound,
    ProposalVersion,
    Support,
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who stands behind a proposal, and how the reader does."""

    author: str | None
    supported: int | None
    """The version that the reader supports."""
    earlier: int
    """Supporters of an earlier version, up to a thousand and one."""


def standing(session: Session, proposal: Proposal, *, viewer_id: int) -> Standing:
    """In one query."""
    author = select(Member.name).where(Member.id == proposal.author_id).scalar_subquery()
    mine = (
        select(Support.version)
        .where(Support.proposal_id == proposal.id, Support.member_id == viewer_id)
        .scalar_subquery()
    )
    some = (
        select(Support.member_id)
        .where(Support.proposal_id == proposal.id, Support.version < proposal.version)
        .limit(COUNT_LIMIT + 1)
        .subquery()
    )
    earlier = select(func.count()).select_from(some).scalar_subquery()
    row = session.execute(pick(author, mine, earlier)).one()
    return Standing(author=row[0], supported=row[1], earlier=row[2])


def supporters_by_version(session: Session, proposal_id: int) -> dict[int, int]:
    rows = session.exec(
        select(Support.version, func.count())
        .where(Support.proposal_id == proposal_id)
        .group_by(col(Support.version))
    )
    return dict(rows.all())


def versions(session: Session, proposal_id: int) -> list[ProposalVersion]:
    """The newest hundred."""
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


def former_answers(session: Session, proposal_id: int) -> list[tuple[FormerAnswer, str | None]]:
    """What the official answer said before, newest first."""
    rows = session.exec(
        select(FormerAnswer, Member.name)
        .join(OfficialAnswer, col(FormerAnswer.answer_id) == OfficialAnswer.id)
        .outerjoin(Member, col(Member.id) == FormerAnswer.author_id)
        .where(OfficialAnswer.proposal_id == proposal_id)
        .order_by(col(FormerAnswer.id).desc())
        .limit(50)
    )
    return [(answer, name) for answer, name in rows]


@dataclass(frozen=True)
class File:
    """An attachment without its content."""

    id: int
    name: str
    kind: str
    size: int
    alt: str

    @property
    def is_picture(self) -> bool:
        return self.kind.startswith("image/")


def attachments(session: Session, proposal_id: int) -> list[File]:
    rows = session.execute(
        pick(
            *columns(
                Attachment.id, Attachment.name, Attachment.kind, Attachment.size, Attachment.alt
            )
        )
        .where(col(Attachment.proposal_id) == proposal_id)
        .order_by(col(Attachment.id))
    )
    return [File(*row) for row in rows]


def rounds_of(session: Session, proposal_id: int) -> list[int]:
    found = select(ProposalRound.round_id).where(ProposalRound.proposal_id == proposal_id)
    return list(session.exec(found))
