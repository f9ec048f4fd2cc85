"""An organisation's administrators invite their own people."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.mail import NORMAL
from civic.core.pagination import Page
from civic.core.words import N_
from civic.members.models import Member
from civic.members.tables import Table
from civic.organisations.models import Organisation, OrganisationMembership
from civic.organisations.policies import BRING_IN
from civic.sign_in import tokens
from civic.sign_in.actions import Letter, post_secret
from civic.sign_in.joining import TooManyInvitations, newest
from civic.sign_in.models import OneTimeToken, Purpose

MOST_PENDING = 5_000
"""Invitations that one organisation may have under way."""


def invite(
    session: Session,
    *,
    actor: Actor,
    organisation: Organisation,
    people: Sequence[tuple[str | None, str]],
    letter: Letter,
    base_url: str,
) -> None:
    """Name, if there is one, and address of each. Single use, bound to the address, for 14 days; a
    newer one replaces it. Raises TooManyInvitations."""
    BRING_IN.check(actor, organisation)
    if len(people) > MOST_PENDING:
        raise TooManyInvitations
    addresses = [address.casefold() for _name, address in people]
    for old in session.exec(_pending(organisation).where(col(OneTimeToken.address).in_(addresses))):
        session.delete(old)
    session.flush()
    if count_pending(session, organisation) + len(people) > MOST_PENDING:
        raise TooManyInvitations
    for (name, _address), address in zip(people, addresses, strict=True):
        about: dict[str, Any] = {"name": name, "organisation_id": organisation.id}
        secret = tokens.make(session, Purpose.INVITATION, address=address, **about)
        link = f"{base_url}/sign-in/join/{secret}"
        post_secret(session, address, letter, link, secret, priority=NORMAL)


def pending(session: Session, organisation: Organisation, *, before: int = 0) -> Page[OneTimeToken]:
    """Invitations that still work, the newest first."""
    return newest(session, _pending(organisation), before=before)


def count_pending(session: Session, organisation: Organisation) -> int:
    under_way = _pending(organisation).limit(MOST_PENDING + 1).subquery()
    return session.exec(select(func.count()).select_from(under_way)).one()


def withdraw(
    session: Session, *, actor: Actor, organisation: Organisation, token_id: int
) -> OneTimeToken | None:
    """The invitation, which no longer works; None when this organisation has none so numbered."""
    BRING_IN.check(actor, organisation)
    found = session.exec(_pending(organisation).where(OneTimeToken.id == token_id)).first()
    if found:
        session.delete(found)
    return found


def recognise(session: Session, organisation: Organisation, table: Table) -> None:
    """Note on each good line why nobody would be invited by it. Whether somebody is a member of
    the community, or belongs to another organisation, is not told."""
    ours = select(Member.email).join(OrganisationMembership)
    present = ours.where(
        OrganisationMembership.organisation_id == organisation.id,
        col(OrganisationMembership.ended_at).is_(None),
    )
    belong = set(session.exec(present))
    waiting = {token.address for token in session.exec(_pending(organisation))}
    above: set[str] = set()
    for line in table.good:
        address = line.values.get("email")
        if not address:
            line.problems.append(N_("An invitation needs an e-mail address."))
        elif address in belong:
            line.problems.append(N_("Somebody with this address belongs to the organisation."))
        elif address in waiting:
            line.problems.append(N_("An invitation to this address waits for an answer."))
        elif address in above:
            line.problems.append(N_("The same address stands above already."))
        above.add(address or "")


def _pending(organisation: Organisation) -> SelectOfScalar[OneTimeToken]:
    return select(OneTimeToken).where(
        OneTimeToken.organisation_id == organisation.id,
        OneTimeToken.purpose == Purpose.INVITATION,
        col(OneTimeToken.used_at).is_(None),
        OneTimeToken.expires_at > now(),
    )
