"""Changing organisations: adding one, editing it, and naming who administers its people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.members.models import Member
from civic.organisations import policies
from civic.organisations.facts import (
    OrganisationArchived,
    OrganisationChanged,
    OrganisationRoleGiven,
    OrganisationTakenIn,
)
from civic.organisations.models import (
    Organisation,
    OrganisationDomain,
    OrganisationMembership,
    OrganisationRole,
)


def take_in(
    session: Session, *, actor: Actor, values: Mapping[str, Any], domains: Sequence[str]
) -> Organisation:
    policies.CREATE.check(actor, None)
    organisation = Organisation(**values)
    session.add(organisation)
    session.flush()
    _keep_domains(session, organisation, domains)
    tell(session, OrganisationTakenIn(actor_id=actor.id, organisation_id=organisation.id))
    return organisation


def change(
    session: Session,
    *,
    organisation: Organisation,
    actor: Actor,
    values: Mapping[str, Any],
    domains: Sequence[str],
) -> None:
    policies.EDIT.check(actor, organisation)
    for name, value in values.items():
        setattr(organisation, name, value)
    session.add(organisation)
    _keep_domains(session, organisation, domains)
    tell(session, OrganisationChanged(actor_id=actor.id, organisation_id=organisation.id))


def archive(session: Session, *, organisation: Organisation, actor: Actor, archived: bool) -> None:
    """Its people stay members of the community; nobody is brought in by it any more."""
    policies.EDIT.check(actor, organisation)
    organisation.archived_at = now() if archived else None
    session.add(organisation)
    fact = OrganisationArchived(
        actor_id=actor.id, organisation_id=organisation.id, archived=archived
    )
    tell(session, fact)


def name_administrator(
    session: Session,
    *,
    organisation: Organisation,
    actor: Actor,
    member: Member,
    until: datetime | None,
) -> None:
    """Who does not belong to the organisation yet belongs to it from now on."""
    policies.EDIT.check(actor, organisation)
    membership = belonging(session, organisation.id, member.id)
    membership.role, membership.role_until = OrganisationRole.ADMINISTRATOR, until
    membership.role_told = False
    session.add(membership)
    _tell_role(session, organisation, actor, member, OrganisationRole.ADMINISTRATOR)


def relieve_administrator(
    session: Session, *, organisation: Organisation, actor: Actor, member: Member
) -> bool:
    """They stay in the organisation. False: it was none of its administrators."""
    policies.EDIT.check(actor, organisation)
    membership = session.get(OrganisationMembership, (organisation.id, member.id))
    if membership is None or membership.role != OrganisationRole.ADMINISTRATOR:
        return False
    membership.role, membership.role_until = OrganisationRole.MEMBER, None
    session.add(membership)
    _tell_role(session, organisation, actor, member, OrganisationRole.MEMBER)
    return True


def belonging(session: Session, organisation_id: int, member_id: int) -> OrganisationMembership:
    """The row that says so, made or brought back to life."""
    found = session.get(OrganisationMembership, (organisation_id, member_id))
    found = found or OrganisationMembership(organisation_id=organisation_id, member_id=member_id)
    found.ended_at, found.closes_account = None, False
    session.add(found)
    return found


def _keep_domains(session: Session, organisation: Organisation, domains: Sequence[str]) -> None:
    ours = col(OrganisationDomain.organisation_id) == organisation.id
    session.exec(delete(OrganisationDomain).where(ours))
    session.add_all(
        OrganisationDomain(domain=domain, organisation_id=organisation.id) for domain in domains
    )


def _tell_role(
    session: Session,
    organisation: Organisation,
    actor: Actor,
    member: Member,
    role: OrganisationRole,
) -> None:
    tell(
        session,
        OrganisationRoleGiven(
            actor_id=actor.id,
            organisation_id=organisation.id,
            member=member.pseudonym,
            role=role.value,
        ),
    )
