"""Coming in through a provider: the way there, the way back, and what it makes of somebody.

Nothing here talks to the network: these are the short transactions before and after.
"""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from civic.core import sealing
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.forms import is_address
from civic.members.models import Member, MemberState
from civic.organisations.models import OrganisationMembership
from civic.partners import giving, policies, queries
from civic.partners.facts import PartnerArrived, PartnerLinked, PartnerRefused
from civic.partners.models import (
    ClaimGrant,
    Connection,
    PartnerAccount,
    PartnerSession,
    Terms,
)
from civic.partners.protocol.client import Identity
from civic.partners.protocol.profiles import PROFILES
from civic.partners.protocol.refusals import Reason, Refused
from civic.partners.protocol.tokens import SignedOut
from civic.partners.rules import Outcome, outcome, read
from civic.sign_in.models import Account, Passkey, SignInSession

TOKEN = "partner token"
"""What the sealed ID token is for."""


def note_refusal(session: Session, *, connection_id: int, reason: Reason) -> None:
    tell(session, PartnerRefused(actor_id=None, connection_id=connection_id, reason=reason.value))


def outcome_of(connection: Connection, terms: Terms, identity: Identity) -> Outcome:
    """Raises Refused where a required claim is missing."""
    profile = PROFILES[connection.profile]
    found = outcome(identity.claims, read(terms.rules), name_claims=profile.name_claims)
    if found.refused:
        raise Refused(Reason.REQUIRED_CLAIM, found.refused.claim)
    return found


def account_of(
    session: Session, connection: Connection, identity: Identity, *, to_link: bool = False
) -> PartnerAccount | None:
    """Who this is here, if anybody: by issuer and subject, and nothing else. Raises Refused; also
    for an account that lets nobody in, unless it is ``to_link``."""
    found = session.exec(
        select(PartnerAccount).where(
            PartnerAccount.issuer == connection.issuer, PartnerAccount.subject == identity.subject
        )
    ).first()
    if found is None:
        return None
    through = session.get_one(Connection, found.connection_id)
    if through.organisation_id != connection.organisation_id:
        raise Refused(Reason.OTHER_ORGANISATION)
    belongs = session.get(OrganisationMembership, (connection.organisation_id, found.member_id))
    has_ended = belongs is not None and belongs.ended_at is not None
    if has_ended or session.get_one(Member, found.member_id).state != MemberState.ACTIVE:
        raise Refused(Reason.NOT_ACTIVE)
    if found.held_at and not to_link:
        raise Refused(Reason.HELD)
    return found


def come_back(
    session: Session, *, account: PartnerAccount, connection: Connection, result: Outcome
) -> Member:
    """Somebody known: what their organisation says of them now is followed."""
    account.connection_id, account.last_sign_in_at = connection.id, now()
    session.add(account)
    giving.follow(session, account=account, gifts=result.gifts)
    return session.get_one(Member, account.member_id)


def welcome(
    session: Session,
    *,
    connection: Connection,
    identity: Identity,
    result: Outcome,
    name: str,
    locale: str,
) -> Member:
    """A new member, of this organisation, with what the rules give. Raises Refused when somebody
    signed in as the same person in the meantime: then signing in again finds them."""
    if account_of(session, connection, identity):
        raise Refused(Reason.NOT_YOURS)
    gift = result.gifts.get("name")
    member = Member(
        name=gift.value if gift else name, email=address_of(session, identity), locale=locale
    )
    session.add(member)
    session.flush()
    account = _account(session, connection, identity, member)
    belong(session, connection=connection, member=member, brought_in=True)
    if gift:
        session.add(
            ClaimGrant(
                account_id=account.id, place="name", value=gift.value,
                expires_at=now() + giving.LASTS,
            )
        )  # fmt: skip
        session.flush()
    giving.follow(session, account=account, gifts=result.gifts)
    tell(
        session,
        PartnerArrived(actor_id=None, connection_id=connection.id, member=member.pseudonym),
    )
    return member


def address_of(session: Session, identity: Identity) -> str | None:
    """The address that is taken over: proved by the provider (a true ``true``), and nobody's here.
    It never tells who somebody is."""
    said = identity.claims.get("email")
    if identity.claims.get("email_verified") is not True or not isinstance(said, str):
        return None
    address = said.strip().casefold()
    if not is_address(address):
        return None
    taken = session.exec(select(Member.id).where(Member.email == address).limit(1)).first()
    return None if taken else address


def link(
    session: Session, *, actor: Actor, connection: Connection, identity: Identity, result: Outcome
) -> None:
    """One more way in, for somebody who proved just now on both sides who they are. Raises
    Refused."""
    policies.LINK.check(actor, None)
    member = session.get_one(Member, actor.id)
    known = account_of(session, connection, identity, to_link=True)
    if known:
        if known.member_id != actor.id:
            raise Refused(Reason.ALREADY_LINKED)
        if known.held_at:
            known.held_at = None
            session.add(known)
            _tell_linked(session, actor, known, member, linked=True)
        return
    account = _account(session, connection, identity, member)
    belong(session, connection=connection, member=member, brought_in=False)
    giving.follow(session, account=account, gifts=result.gifts, by=actor.id)
    _tell_linked(session, actor, account, member, linked=True)


def unlink(session: Session, *, actor: Actor, account_id: int) -> bool:
    """False when it is none of the actor's, or their only way in."""
    policies.LINK.check(actor, None)
    # Locked, so that somebody's last two ways in are not taken away at the same moment.
    member = session.get_one(Member, actor.id, with_for_update=True)
    account = session.get(PartnerAccount, account_id)
    if account is None or account.member_id != actor.id or not has_other_door(session, account):
        return False
    giving.follow(session, account=account, gifts={}, by=actor.id)
    _tell_linked(session, actor, account, member, linked=False)
    session.delete(account)
    return True


def has_other_door(session: Session, account: PartnerAccount) -> bool:
    member = session.get_one(Member, account.member_id)
    inside = session.get(Account, member.id)
    by_mail = member.email and (inside is None or inside.mailed_links)
    keys = select(Passkey.id).where(Passkey.member_id == member.id)
    others = queries.letting_in(member.id).where(PartnerAccount.id != account.id)
    return bool(
        by_mail
        or (inside and inside.password)
        or session.exec(keys).first()
        or session.exec(others).first()
    )


def belong(session: Session, *, connection: Connection, member: Member, brought_in: bool) -> None:
    """Of the connection's organisation, whatever a claim says."""
    key = (connection.organisation_id, member.id)
    if session.get(OrganisationMembership, key) is None:
        session.add(
            OrganisationMembership(organisation_id=key[0], member_id=key[1], brought_in=brought_in)
        )
        session.flush()


def tie(
    session: Session,
    *,
    account: PartnerAccount,
    identity: Identity,
    key: str,
    session_id: int | None = None,
) -> int:
    """The session at the provider, and the device here if it is signed in already; its number."""
    sealed = sealing.seal(key, identity.id_token, about=TOKEN) if identity.id_token else b""
    tied = PartnerSession(account_id=account.id, sid=identity.sid, id_token=sealed)
    is_free = select(PartnerSession.id).where(PartnerSession.session_id == session_id)
    if session_id and session.exec(is_free).first() is None:
        tied.session_id = session_id
    session.add(tied)
    session.flush()
    return tied.id


def tie_device(
    session: Session, *, tied_id: int, session_id: int, member_id: int, proved_at: float | None
) -> None:
    """Once the device is signed in, perhaps after a second proof. Without one, a session that was
    open at the provider opens this house, and no sensitive act. ``proved_at``: when the person
    proved there who they are, in seconds since 1970; None where that is now."""
    tied = session.get(PartnerSession, tied_id)
    account = session.get(PartnerAccount, tied.account_id) if tied else None
    if tied and account and tied.session_id is None and account.member_id == member_id:
        tied.session_id = session_id
        session.add(tied)
        device = session.get_one(SignInSession, session_id)
        if proved_at is not None and not device.strong:
            proved = datetime.fromtimestamp(proved_at, device.created_at.tzinfo)
            device.proved_at = min(proved, device.created_at)
            session.add(device)


def sign_out_elsewhere(session: Session, *, issuer: str, said: SignedOut) -> int:
    """The provider says that somebody left: their sessions that began before that end here; how
    many. A message that is sent again ends none that began since."""
    of_account = col(PartnerAccount.issuer) == issuer
    if said.subject is not None:
        of_account &= col(PartnerAccount.subject) == said.subject
    found = (
        select(PartnerSession.session_id)
        .join(PartnerAccount, col(PartnerAccount.id) == PartnerSession.account_id)
        .where(
            of_account,
            col(PartnerSession.session_id).is_not(None),
            col(PartnerSession.began_at)
            <= datetime.fromtimestamp(said.issued_at + 1, now().tzinfo),
        )
    )
    if said.sid is not None:
        found = found.where(PartnerSession.sid == said.sid)
    ids = [id for id in session.exec(found) if id is not None]
    session.exec(delete(SignInSession).where(col(SignInSession.id).in_(ids)))
    return len(ids)


def _account(
    session: Session, connection: Connection, identity: Identity, member: Member
) -> PartnerAccount:
    account = PartnerAccount(
        connection_id=connection.id,
        issuer=connection.issuer,
        subject=identity.subject,
        member_id=member.id,
    )
    session.add(account)
    session.flush()
    return account


def _tell_linked(
    session: Session, actor: Actor, account: PartnerAccount, member: Member, *, linked: bool
) -> None:
    tell(
        session,
        PartnerLinked(
            actor_id=actor.id,
            connection_id=account.connection_id,
            member=member.pseudonym,
            linked=linked,
        ),
    )
