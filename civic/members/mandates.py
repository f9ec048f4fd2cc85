"""The end of a term: an office with a last day ends by itself, with notice beforehand."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.words import N_
from civic.members import policies
from civic.members.facts import MandateEndsSoon, MandateLimited, RoleGranted
from civic.members.models import CommunityRole, Member, MemberState
from civic.members.queries import is_last_administrator

TOLD_BEFORE = timedelta(days=30)


class NoOffice(ValueError):
    """Only an office has a mandate."""


class TooSoon(ValueError):
    """Nobody takes another's office away by letting it end before everybody was told."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "A month from now at the earliest, so that everybody is told before. Sooner takes "
                "two people: change the role."
            )
        )


class OwnMandate(ValueError):
    """Nobody lengthens their own mandate."""

    def __init__(self) -> None:
        super().__init__(N_("Your own mandate is extended by another administrator."))


def limit(session: Session, *, actor: Actor, member: Member, until: datetime | None) -> None:
    """Until when somebody administers or audits; None: until somebody ends it. Raises NoOffice,
    TooSoon, OwnMandate."""
    policies.MANAGE.check(actor, member)
    if member.role == CommunityRole.MEMBER or member.erased_at:
        raise NoOffice
    if until and actor.id != member.id and until < now() + TOLD_BEFORE:
        raise TooSoon
    if actor.id == member.id and member.role_until and (not until or until > member.role_until):
        raise OwnMandate
    member.role_until, member.role_told = until, False
    session.add(member)
    day = until.date().isoformat() if until else None
    tell(session, MandateLimited(actor_id=actor.id, member=member.pseudonym, until=day))


def end(session: Session, *, at: datetime) -> int:
    """Take the offices away whose time is over. The last administrator keeps theirs until somebody
    else administers: a community without any could do nothing."""
    over = (
        select(Member)
        .where(col(Member.role_until) <= at, Member.role != CommunityRole.MEMBER)
        .order_by(col(Member.role_until), col(Member.id))
        .limit(100)
        .with_for_update()
    )
    ended = 0
    for member in session.exec(over).all():
        if is_last_administrator(session, member, lock=True):
            continue
        member.role, member.role_until = CommunityRole.MEMBER, None
        session.add(member)
        session.flush()
        role = str(CommunityRole.MEMBER)
        tell(session, RoleGranted(actor_id=None, member=member.pseudonym, role=role))
        ended += 1
    return ended


def tell_beforehand(session: Session, *, at: datetime) -> int:
    """Once, when a month is left, to whoever holds the office and to all administrators."""
    soon = (
        select(Member)
        .where(
            col(Member.role_until) > at,
            col(Member.role_until) <= at + TOLD_BEFORE,
            col(Member.role_told).is_(False),
            Member.role != CommunityRole.MEMBER,
            Member.state == MemberState.ACTIVE,
        )
        .limit(100)
    )
    found = session.exec(soon).all()
    for member in found:
        member.role_told = True
        session.add(member)
        tell(session, MandateEndsSoon(actor_id=None, member_id=member.id))
    return len(found)


def concerned(session: Session, fact: Any, after: int, limit: int) -> Sequence[int]:
    """Whoever holds the office, and those who administer the community."""
    offices = col(Member.role) == CommunityRole.ADMINISTRATOR
    found = select(Member.id).where(
        offices | (col(Member.id) == fact.member_id),
        Member.state == MemberState.ACTIVE,
        col(Member.id) > after,
    )
    return list(session.exec(found.order_by(col(Member.id)).limit(limit)))


def in_words(session: Session, fact: MandateEndsSoon) -> dict[str, Any]:
    member = session.get(Member, fact.member_id)
    base = session.info["config"].base_url
    return {
        "name": member.name if member else "?",
        "until": member.role_until if member else None,
        "last": member is not None and is_last_administrator(session, member),
        "link": f"{base}/members/{fact.member_id}",
    }
