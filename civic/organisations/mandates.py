"""The end of the mandate of an organisation's administrator."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from civic.core import db
from civic.core.clock import now
from civic.core.facts import tell
from civic.members.mandates import TOLD_BEFORE
from civic.members.models import Member
from civic.organisations.facts import OrganisationMandateEndsSoon, OrganisationRoleGiven
from civic.organisations.models import Organisation, OrganisationMembership, OrganisationRole


def run() -> None:
    """Mandates that end, and those that soon will."""
    with db.writing() as session:
        end(session, at=now())
        tell_beforehand(session, at=now())


def end(session: Session, *, at: datetime) -> int:
    over = (
        select(OrganisationMembership, Member.pseudonym)
        .join(Member)
        .where(col(OrganisationMembership.role_until) <= at)
        .limit(100)
        .with_for_update(of=OrganisationMembership)
    )
    found = session.exec(over).all()
    for membership, pseudonym in found:
        membership.role, membership.role_until = OrganisationRole.MEMBER, None
        session.add(membership)
        tell(
            session,
            OrganisationRoleGiven(
                actor_id=None,
                organisation_id=membership.organisation_id,
                member=pseudonym,
                role=OrganisationRole.MEMBER.value,
            ),
        )
    return len(found)


def tell_beforehand(session: Session, *, at: datetime) -> int:
    """Once, to whoever holds the office and to the community's administrators."""
    soon = (
        select(OrganisationMembership)
        .where(
            col(OrganisationMembership.role_until) > at,
            col(OrganisationMembership.role_until) <= at + TOLD_BEFORE,
            col(OrganisationMembership.role_told).is_(False),
            col(OrganisationMembership.ended_at).is_(None),
        )
        .limit(100)
    )
    found = session.exec(soon).all()
    for membership in found:
        membership.role_told = True
        session.add(membership)
        tell(
            session,
            OrganisationMandateEndsSoon(
                actor_id=None,
                organisation_id=membership.organisation_id,
                member_id=membership.member_id,
            ),
        )
    return len(found)


def in_words(session: Session, fact: OrganisationMandateEndsSoon) -> dict[str, Any]:
    key = (fact.organisation_id, fact.member_id)
    membership = session.get(OrganisationMembership, key)
    member = session.get(Member, fact.member_id)
    organisation = session.get(Organisation, fact.organisation_id)
    base = session.info["config"].base_url
    return {
        "name": member.name if member else "?",
        "organisation": organisation.name if organisation else "?",
        "until": membership.role_until if membership else None,
        "link": f"{base}/organisations/{fact.organisation_id}",
    }
