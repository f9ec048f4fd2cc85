"""Deeds with members. What lets them in is civic.sign_in's affair."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, func, select

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.members import policies
from civic.members.facts import MembersImported, RoleGranted
from civic.members.models import CommunityRole, Member, MemberState
from civic.members.tables import Line


class LastAdministrator(ValueError):
    """The community would have nobody left who administers it."""


def add(session: Session, *, actor: Actor, values: Mapping[str, Any]) -> Member:
    policies.MANAGE.check(actor, None)
    member = Member(**values)
    session.add(member)
    session.flush()
    return member


def prefer(session: Session, *, actor: Actor, **values: str | None) -> None:
    """The actor's own language or theme, on every device and in mails."""
    member = session.get_one(Member, actor.id)
    for name in values.keys() & {"locale", "theme"}:
        setattr(member, name, values[name])
    session.add(member)


def change(session: Session, *, actor: Actor, member: Member, values: Mapping[str, Any]) -> None:
    """Raises LastAdministrator."""
    policies.MANAGE.check(actor, member)
    role = values.get("role", member.role)
    loses = member.role == CommunityRole.ADMINISTRATOR and (
        role != CommunityRole.ADMINISTRATOR or values.get("state", member.state) == MemberState.LEFT
    )
    if loses and _administrators(session) == 1:
        raise LastAdministrator
    if role != member.role:
        tell(session, RoleGranted(actor_id=actor.id, member=member.pseudonym, role=str(role)))
    for name, value in values.items():
        setattr(member, name, value)
    session.add(member)


def take_in(session: Session, *, actor: Actor, lines: list[Line]) -> int:
    """The good lines of a table; who has the same name and address already is changed."""
    policies.MANAGE.check(actor, None)
    added = 0
    for line in lines:
        known = session.exec(
            select(Member).where(
                Member.name == line.values["name"],
                col(Member.email).is_not_distinct_from(line.values.get("email")),
            )
        ).first()
        if known is None:
            session.add(Member(**line.values))
            added += 1
        else:
            for name, value in line.values.items():
                setattr(known, name, value)
            session.add(known)
    tell(session, MembersImported(actor_id=actor.id, added=added))
    return added


def _administrators(session: Session) -> int:
    found = select(func.count()).select_from(Member)
    return session.exec(
        found.where(Member.role == CommunityRole.ADMINISTRATOR, Member.state == MemberState.ACTIVE)
    ).one()
