"""Reading what texts are made from, and what became of the original proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists
from sqlalchemy import select as pick
from sqlmodel import Session, col, func, or_, select

from civic.core.actor import Actor
from civic.core.links import Link
from civic.core.pagination import COUNT_LIMIT
from civic.core.tables import columns
from civic.members.models import Member, MemberState
from civic.search.queries import matches
from civic.spaces.models import Membership, Role
from proposals import lifecycle
from proposals.lineage.consent import Source
from proposals.lineage.models import NotAgain, Origin
from proposals.models import CoAuthor, Proposal, Stage, Support
from proposals.queries import similar

OFFERED = 12


def sources(session: Session, text: Proposal, *, viewer_id: int = 0) -> list[Source]:
    """What a text is made from, in one statement."""
    stood_in = pick(col(Member.name)).where(col(Member.id) == Origin.stood_in_by_id)
    there = exists().where(
        col(Membership.space_id) == Proposal.space_id,
        col(Membership.member_id) == Proposal.author_id,
        col(Membership.role).in_([Role.MEMBER, Role.FACILITATOR]),
        col(Member.state) == MemberState.ACTIVE,
    )
    supported = exists().where(
        col(Support.proposal_id) == Proposal.id, col(Support.member_id) == viewer_id
    )
    rows = session.execute(
        pick(
            *columns(
                Proposal.id, Proposal.title, Proposal.language, Proposal.stage, Proposal.author_id,
                Member.name, there.correlate(Proposal, Member), Origin.asked_at,
                Origin.agreed_version, Origin.reason,
                stood_in.correlate(Origin).scalar_subquery(), supported.correlate(Proposal),
            )
        )
        .select_from(Origin)
        .join(Proposal, col(Proposal.id) == Origin.origin_id)
        .outerjoin(Member, col(Member.id) == Proposal.author_id)
        .where(col(Origin.proposal_id) == text.id)
        .order_by(col(Proposal.id))
    )  # fmt: skip
    return [Source(**dict(zip(Source.__dataclass_fields__, row, strict=True))) for row in rows]


def links_of_sources(session: Session, text_id: int) -> list[Link]:
    found = select(Origin.origin_id).where(Origin.proposal_id == text_id)
    return _links(session, col(Proposal.id).in_(found))


def heirs(session: Session, origin_id: int) -> list[Link]:
    """The published texts in which a proposal goes on."""
    found = select(Origin.proposal_id).where(Origin.origin_id == origin_id)
    return _links(session, col(Proposal.id).in_(found), col(Proposal.stage) != Stage.DRAFT)


def parts(session: Session, origin_id: int) -> list[Link]:
    """The drafts that are made from it."""
    found = select(Origin.proposal_id).where(Origin.origin_id == origin_id)
    return _links(session, col(Proposal.id).in_(found), col(Proposal.stage) == Stage.DRAFT)


def drafts(session: Session, origin_id: int) -> Sequence[Proposal]:
    """The same with all that says who may see them."""
    found = select(Proposal).join(Origin, col(Origin.proposal_id) == Proposal.id)
    here = found.where(Origin.origin_id == origin_id, Proposal.stage == Stage.DRAFT)
    return session.exec(here.order_by(col(Proposal.id))).unique().all()


def versions(session: Session, links: Sequence[Link]) -> dict[int, int]:
    """In which each of some texts stands now."""
    shown = select(Proposal.id, Proposal.version)
    found = shown.where(col(Proposal.id).in_([link.id for link in links]))
    return dict(session.exec(found).all())


def _links(session: Session, *which: Any) -> list[Link]:
    rows = session.execute(
        pick(*columns(Proposal.id, Proposal.title, Proposal.language))
        .where(*which)
        .order_by(col(Proposal.id))
    )
    return [
        Link(endpoint="proposals.show", id=id, title=title, language=language)
        for id, title, language in rows
    ]


@dataclass(frozen=True)
class Again:
    """Of those who supported the original proposals, how many support what came of them; both up
    to a thousand and one."""

    first: int
    again: int
    answered: bool
    """Whether the reader supports them, too, or said that they do not."""


def supported_again(session: Session, text: Proposal, *, viewer_id: int) -> Again:
    """In one statement. Who signs the text stands behind it without supporting it."""
    signers = [signer.member_id for signer in text.co_authors if signer.accepted_at]
    first = (
        pick(col(Support.member_id))
        .where(
            col(Support.proposal_id).in_(
                select(Origin.origin_id).where(Origin.proposal_id == text.id)
            ),
            col(Support.member_id).not_in([*signers, text.author_id or 0]),
        )
        .distinct()
        .limit(COUNT_LIMIT + 1)
        .subquery()
    )
    answered = or_(
        *(
            exists().where(col(table.proposal_id) == text.id, col(table.member_id) == viewer_id)
            for table in (Support, NotAgain)
        )
    )
    row = session.execute(
        pick(func.count(), func.count(col(Support.member_id)), pick(answered).scalar_subquery())
        .select_from(first)
        .outerjoin(
            Support,
            and_(col(Support.proposal_id) == text.id, col(Support.member_id) == first.c.member_id),
        )
    ).one()
    return Again(*row)


def candidates(session: Session, proposal: Proposal, *, actor: Actor, words: str) -> Sequence[Any]:
    """Proposals of the same space that could be joined with it: those found by words, else those
    that seem to want the same, then the newest."""
    hits = matches(session, words=words, kind="proposal", actor=actor) if words else None
    alike = (
        []
        if words
        else similar(
            session, actor=actor, title=proposal.title, body=proposal.body, but=proposal.id
        )
    )
    found = (
        pick(
            *columns(
                Proposal.id, Proposal.title, Proposal.language, Member.name, Proposal.support_count
            )
        )
        .outerjoin(Member, col(Member.id) == Proposal.author_id)
        .where(
            col(Proposal.space_id) == proposal.space_id,
            col(Proposal.stage).in_(list(lifecycle.ALIVE)),
            col(Proposal.id) != proposal.id,
        )
        .order_by(col(Proposal.id).in_([link.id for link in alike]).desc(), col(Proposal.id).desc())
        .limit(OFFERED)
    )
    if words and hits is None:
        return []
    return session.execute(found if hits is None else found.where(col(Proposal.id).in_(hits))).all()


def is_being_continued(session: Session, origin_ids: Sequence[int]) -> bool:
    """Whether a draft is made from one of them already."""
    drafts = select(Origin.origin_id).join(Proposal, col(Proposal.id) == Origin.proposal_id)
    found = drafts.where(col(Origin.origin_id).in_(origin_ids), col(Proposal.stage) == Stage.DRAFT)
    return session.exec(found.limit(1)).first() is not None


def kin(session: Session, text_id: int) -> list[int]:
    """A text, what it is made from, and what else is made from these."""
    of = select(Origin.origin_id).where(Origin.proposal_id == text_id)
    found = session.exec(
        select(Origin.proposal_id, Origin.origin_id).where(
            or_(col(Origin.proposal_id) == text_id, col(Origin.origin_id).in_(of))
        )
    )
    return sorted({text_id, *(id for both in found for id in both)})


def signers(session: Session, proposal_ids: Sequence[int]) -> list[int]:
    """Everybody who signs one of them."""
    authors = select(Proposal.author_id).where(col(Proposal.id).in_(proposal_ids))
    others = select(CoAuthor.member_id).where(
        col(CoAuthor.proposal_id).in_(proposal_ids), col(CoAuthor.accepted_at).is_not(None)
    )
    return sorted({id for id in [*session.exec(authors), *session.exec(others)] if id is not None})
