"""The end of the mandate of somebody who facilitates a space."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from civic.core.facts import tell
from civic.members.mandates import TOLD_BEFORE
from civic.members.models import CommunityRole, Member, MemberState
from civic.spaces.facts import FacilitatorMandateEndsSoon, RoleGiven
from civic.spaces.models import Membership, Role, Space
from civic.spaces.queries import is_last_facilitator


def end(session: Session, *, at: datetime) -> int:
    """Take the duty away whose time is over; how many. Of a space without any other facilitator
    the last one keeps it, until somebody else has it."""
    over = (
        select(Membership, Member.pseudonym)
        .join(Member)
        .where(col(Membership.role_until) <= at, Membership.role == Role.FACILITATOR)
        .order_by(col(Membership.role_until), col(Membership.member_id))
        .limit(100)
        .with_for_update(of=Membership)
    )
    ended = 0
    for membership, pseudonym in session.exec(over).all():
        if is_last_facilitator(session, membership.space_id, membership.member_id, lock=True):
            continue
        membership.role, membership.role_until = Role.MEMBER, None
        session.add(membership)
        session.flush()
        tell(
            session,
            RoleGiven(
                actor_id=None,
                space_id=membership.space_id,
                member=pseudonym,
                role=Role.MEMBER.value,
            ),
        )
        ended += 1
    return ended


def tell_beforehand(session: Session, *, at: datetime) -> int:
    """Once, when a month is left, to whoever has the duty and to those who can give it."""
    soon = select(Membership).where(
        col(Membership.role_until) > at,
        col(Membership.role_until) <= at + TOLD_BEFORE,
        col(Membership.role_told).is_(False),
        Membership.role == Role.FACILITATOR,
    )
    found = session.exec(soon.limit(100)).all()
    for membership in found:
        membership.role_told = True
        session.add(membership)
        about = {"space_id": membership.space_id, "member_id": membership.member_id}
        tell(session, FacilitatorMandateEndsSoon(actor_id=None, **about))
    return len(found)


def concerned(
    session: Session, fact: FacilitatorMandateEndsSoon, after: int, limit: int
) -> Sequence[int]:
    """Those who facilitate the space, and those who administer the community."""
    there = select(Membership.member_id).where(
        Membership.space_id == fact.space_id, Membership.role == Role.FACILITATOR
    )
    found = select(Member.id).where(
        or_(col(Member.id).in_(there), Member.role == CommunityRole.ADMINISTRATOR),
        Member.state == MemberState.ACTIVE,
        col(Member.id) > after,
    )
    return list(session.exec(found.order_by(col(Member.id)).limit(limit)))


def in_words(session: Session, fact: FacilitatorMandateEndsSoon) -> dict[str, Any]:
    membership = session.get(Membership, (fact.space_id, fact.member_id))
    member = session.get(Member, fact.member_id)
    base = session.info["config"].base_url
    return {
        "name": member.name if member else "?",
        "title": session.get_one(Space, fact.space_id).title,
        "until": membership.role_until if membership else None,
        "last": is_last_facilitator(session, fact.space_id, fact.member_id),
        "link": f"{base}/spaces/{fact.space_id}/members",
    }
