"""Belonging to an organisation: joining it, being named on its page, leaving; and what its
administrators do with their own people."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.members.facts import MemberLeft
from civic.members.models import CommunityRole, Member, MemberState
from civic.organisations import policies
from civic.organisations.actions import belonging
from civic.organisations.facts import (
    PeopleExported,
    PersonDeactivated,
    PersonJoined,
    PersonReactivated,
)
from civic.organisations.models import Organisation, OrganisationMembership


@dataclass(frozen=True, kw_only=True)
class Person:
    """One of an organisation's own people, as the rules see them."""

    organisation: Organisation
    member: Member
    membership: OrganisationMembership


def person(
    session: Session, organisation: Organisation, member_id: int, *, lock: bool = False
) -> Person | None:
    """None for whoever never belonged to this organisation, and for who was erased."""
    membership = session.get(
        OrganisationMembership, (organisation.id, member_id), with_for_update=lock or None
    )
    member = session.get(Member, member_id)
    if membership is None or member is None or member.erased_at:
        return None
    return Person(organisation=organisation, member=member, membership=membership)


def admit(
    session: Session, *, organisation_id: int, member: Member, brought_in: bool
) -> OrganisationMembership:
    """Through one of its doors: by an invitation, or by its own sign-in. ``brought_in``: they were
    no member of the community before."""
    known = session.get(OrganisationMembership, (organisation_id, member.id))
    if known and known.ended_at is None:
        return known
    membership = belonging(session, organisation_id, member.id)
    membership.brought_in = membership.brought_in or brought_in
    tell(
        session,
        PersonJoined(actor_id=member.id, organisation_id=organisation_id, member_id=member.id),
    )
    return membership


def be_listed(session: Session, *, organisation: Organisation, actor: Actor, listed: bool) -> None:
    policies.BELONG.check(actor, organisation)
    membership = session.get_one(OrganisationMembership, (organisation.id, actor.id))
    membership.is_listed = listed
    session.add(membership)


def leave(session: Session, *, organisation: Organisation, actor: Actor) -> None:
    """Of one's own will: one stays a member of the community, and signed in."""
    policies.BELONG.check(actor, organisation)
    session.delete(session.get_one(OrganisationMembership, (organisation.id, actor.id)))


def closes_account(session: Session, one: Person) -> bool:
    """Whether ending it takes somebody out of the community, too: they came by this organisation,
    belong to no other, and have no duty in the community."""
    others = select(OrganisationMembership.member_id).where(
        OrganisationMembership.member_id == one.member.id,
        OrganisationMembership.organisation_id != one.organisation.id,
        col(OrganisationMembership.ended_at).is_(None),
    )
    return (
        one.membership.brought_in
        and one.member.role == CommunityRole.MEMBER
        and one.member.state == MemberState.ACTIVE
        and session.exec(others.limit(1)).first() is None
    )


def deactivate(session: Session, *, actor: Actor, one: Person) -> None:
    """Sessions end at once: who hears the fact sees to it."""
    policies.END.check(actor, one)
    closing = closes_account(session, one)
    if closing:
        one.member.state, one.member.left_at = MemberState.LEFT, now()
        session.add(one.member)
        tell(session, MemberLeft(actor_id=actor.id, member=one.member.pseudonym))
    one.membership.ended_at, one.membership.closes_account = now(), closing
    one.membership.is_listed = False
    session.add(one.membership)
    tell(
        session,
        PersonDeactivated(
            actor_id=actor.id,
            organisation_id=one.organisation.id,
            member=one.member.pseudonym,
        ),
    )


def reactivate(session: Session, *, actor: Actor, one: Person) -> None:
    """Whom an administrator of the community took out stays out of it."""
    policies.END.check(actor, one)
    if one.membership.closes_account and one.member.state == MemberState.LEFT:
        one.member.state, one.member.left_at = MemberState.ACTIVE, None
        session.add(one.member)
    belonging(session, one.organisation.id, one.member.id)
    tell(
        session,
        PersonReactivated(
            actor_id=actor.id,
            organisation_id=one.organisation.id,
            member=one.member.pseudonym,
        ),
    )


def export(session: Session, *, organisation: Organisation, actor: Actor, names: int) -> None:
    """That the names left the house is known to everybody."""
    policies.EXPORT.check(actor, organisation)
    tell(
        session,
        PeopleExported(actor_id=actor.id, organisation_id=organisation.id, added=names),
    )
