"""Reading of one proposal: who stands behind it, its versions, its answer, its files."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam
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
    about = {
        "proposal_id": proposal.id,
        "author_id": proposal.author_id,
        "version": proposal.version,
        "viewer_id": viewer_id,
    }
    row = session.execute(_standing(), about).one()
    return Standing(author=row[0], supported=row[1], earlier=row[2])


@cache
def _standing() -> Select[Any]:
    """This and those below are put together once: building them costs more than running them."""
    here = col(Support.proposal_id) == bindparam("proposal_id")
    author = select(Member.name).where(col(Member.id) == bindparam("author_id")).scalar_subquery()
    mine = select(Support.version).where(here, col(Support.member_id) == bindparam("viewer_id"))
    some = select(Support.member_id).where(here, col(Support.version) < bindparam("version"))
    earlier = select(func.count()).select_from(some.limit(COUNT_LIMIT + 1).subquery())
    return pick(author, mine.scalar_subquery(), earlier.scalar_subquery())


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
    rows = session.execute(_answers(), {"proposal_id": proposal_id})
    return [(answer, name) for answer, name in rows]


@cache
def _answers() -> Select[Any]:
    found: Select[Any] = (
        pick(*columns(OfficialAnswer, Member.name))
        .outerjoin(Member, col(Member.id) == OfficialAnswer.author_id)
        .where(col(OfficialAnswer.proposal_id) == bindparam("proposal_id"))
        .order_by(col(OfficialAnswer.id))
    )
    return found


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
    rows = session.execute(_attachments(), {"proposal_id": proposal_id})
    return [File(*row) for row in rows]


@cache
def _attachments() -> Select[Any]:
    shown = columns(
        Attachment.id, Attachment.name, Attachment.kind, Attachment.size, Attachment.alt
    )
    here = col(Attachment.proposal_id) == bindparam("proposal_id")
    found: Select[Any] = pick(*shown).where(here).order_by(col(Attachment.id))
    return found


def rounds_of(session: Session, proposal_id: int) -> list[int]:
    return list(session.scalars(_rounds_of(), {"proposal_id": proposal_id}))


@cache
def _rounds_of() -> Select[Any]:
    here = col(ProposalRound.proposal_id) == bindparam("proposal_id")
    return pick(col(ProposalRound.round_id)).where(here)
