"""Bringing members of the community into a space, many at once: an assembly is of everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, literal
from sqlalchemy import select as pick
from sqlmodel import Session, col, delete, func, select

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.db import insert
from civic.core.facts import tell
from civic.core.tables import columns
from civic.members.models import Member, MemberState
from civic.organisations.models import OrganisationMembership
from civic.spaces import policies
from civic.spaces.facts import MembersBroughtIn
from civic.spaces.models import JoinRequest, Membership, Role, Space


@dataclass(frozen=True, kw_only=True)
class Whom:
    """Who of the community's active members is meant; empty narrows nothing."""

    categories: Sequence[str] = ()
    colleges: Sequence[str] = ()
    paid_up_on: date | None = None


EVERYBODY = Whom()


def count_outside(session: Session, space: Space, whom: Whom = EVERYBODY) -> int:
    """How many of them do not belong to the space."""
    found = select(func.count()).select_from(Member).where(*_outside(space, whom))
    return session.exec(found).one()


def names_outside(session: Session, space: Space, whom: Whom, *, limit: int) -> list[str]:
    found = select(Member.name).where(*_outside(space, whom))
    return list(session.exec(found.order_by(col(Member.sort_name), col(Member.id)).limit(limit)))


def bring_in(session: Session, *, space: Space, actor: Actor, whom: Whom) -> int:
    """All of them who do not belong yet, as members of the space; how many that were. Who asked to
    join has been answered by it."""
    policies.BRING_IN.check(actor, space)
    table = Membership.__table__.c  # type: ignore[attr-defined]
    values = (
        *columns(Member.id),
        literal(space.id),
        literal(Role.MEMBER, table.role.type),
        literal(False),
        literal(now(), table.joined_at.type),
    )
    names = ("member_id", "space_id", "role", "role_told", "joined_at")
    chosen = pick(*values).where(*_outside(space, whom))
    statement = insert(session, Membership).from_select(names, chosen).on_conflict_do_nothing()
    done: Any = session.execute(statement, execution_options={"preserve_rowcount": True})
    number = int(done.rowcount)  # without those who join at this very moment
    if not number:
        return 0
    belong = select(Membership.member_id).where(Membership.space_id == space.id)
    asked = col(JoinRequest.space_id) == space.id
    session.exec(delete(JoinRequest).where(asked, col(JoinRequest.member_id).in_(belong)))
    tell(session, MembersBroughtIn(space_id=space.id, actor_id=actor.id, number=number))
    return number


def _outside(space: Space, whom: Whom) -> Sequence[ColumnElement[bool]]:
    """Of a partner organisation's space, only that organisation's people are meant."""
    belongs = select(Membership.member_id).where(
        Membership.space_id == space.id, Membership.member_id == Member.id
    )
    kept: list[Any] = [Member.state == MemberState.ACTIVE, ~belongs.exists()]
    if whom.categories:
        kept.append(col(Member.category).in_(whom.categories))
    if whom.colleges:
        kept.append(col(Member.college).in_(whom.colleges))
    if whom.paid_up_on:
        kept.append(col(Member.paid_up_until) >= whom.paid_up_on)
    if space.organisation_id:
        theirs = select(OrganisationMembership.member_id).where(
            OrganisationMembership.organisation_id == space.organisation_id,
            OrganisationMembership.member_id == Member.id,
            col(OrganisationMembership.ended_at).is_(None),
        )
        kept.append(theirs.exists())
    return kept
