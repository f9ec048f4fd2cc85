"""Changing members. How they sign in is up to civic.sign_in."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.members import policies
from civic.members.facts import (
    MemberAdmitted,
    MemberLeft,
    MembersImported,
    RepresentativeNamed,
    RoleGranted,
)
from civic.members.models import CommunityRole, Member, MemberState
from civic.members.queries import is_last_administrator
from civic.members.tables import Line


class LastAdministrator(ValueError):
    """The community would have nobody left who administers it."""


class TakesTwo(ValueError):
    """Nobody gives an office alone, or takes another's away: civic.joint asks for it."""


class Erased(ValueError):
    """Nobody is left to be changed: the row is only what votes and debates point at."""


def add(session: Session, *, actor: Actor, values: Mapping[str, Any]) -> Member:
    """Raises TakesTwo."""
    policies.MANAGE.check(actor, None)
    if values.get("role", CommunityRole.MEMBER) != CommunityRole.MEMBER:
        raise TakesTwo
    member = Member(**values)
    session.add(member)
    session.flush()
    tell(session, MemberAdmitted(actor_id=actor.id, member=member.pseudonym))
    return member


def prefer(session: Session, *, actor: Actor, **values: str | None) -> None:
    """The actor's own language or theme, on every device and in mails."""
    member = session.get_one(Member, actor.id)
    for name in values.keys() & {"locale", "theme"}:
        setattr(member, name, values[name])
    session.add(member)


def change(
    session: Session,
    *,
    actor: Actor,
    member: Member,
    values: Mapping[str, Any],
    by_two: bool = False,
) -> None:
    """``by_two``: two people have agreed, or the host says so. Who leaves loses their role with
    it. One's own office one lays down alone. Raises LastAdministrator, TakesTwo, Erased."""
    policies.MANAGE.check(actor, member)
    if member.erased_at:
        raise Erased
    if values.get("state") == MemberState.LEFT:
        values = {**values, "role": CommunityRole.MEMBER}
    if (role := values.get("role", member.role)) != member.role:
        _check_role(session, actor, member, role, by_two=by_two)
        member.role_until = None  # a mandate is of one office
        tell(session, RoleGranted(actor_id=actor.id, member=member.pseudonym, role=str(role)))
    if values.get("state") == MemberState.LEFT and member.state != MemberState.LEFT:
        tell(session, MemberLeft(actor_id=actor.id, member=member.pseudonym))
    represented_by = member.represented_by_id
    if "state" in values:
        member.left_at = now() if values["state"] == MemberState.LEFT else None
    for name, value in values.items():
        setattr(member, name, value)
    session.add(member)
    if member.represented_by_id != represented_by:
        tell(session, RepresentativeNamed(actor_id=actor.id, member=member.pseudonym))


def _check_role(
    session: Session, actor: Actor, member: Member, role: CommunityRole, *, by_two: bool
) -> None:
    """Raises LastAdministrator, TakesTwo."""
    if is_last_administrator(session, member, lock=True):
        raise LastAdministrator
    if (role != CommunityRole.MEMBER or actor.id != member.id) and not by_two:
        raise TakesTwo


def take_in(session: Session, *, actor: Actor, lines: Sequence[Line]) -> int:
    """The good lines of a table, as ``tables.recognise`` has matched them; how many are new. What
    a line does not speak of stays as it is."""
    policies.MANAGE.check(actor, None)
    added = 0
    for line in lines:
        if line.member_id is None:
            session.add(Member(**line.values))
            added += 1
            continue
        known = session.get_one(Member, line.member_id)
        for name, value in line.values.items():
            setattr(known, name, value)
        session.add(known)
    tell(session, MembersImported(actor_id=actor.id, added=added))
    return added
