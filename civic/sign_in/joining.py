"""How somebody becomes a member: by signing up, by an invitation, or by somebody's hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from civic.community.models import SignUp
from civic.community.queries import settings
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.mail import OutboxMail, post
from civic.core.pagination import Page, cut
from civic.members.facts import JoinRequested, MemberAdmitted
from civic.members.models import CommunityRole, Member, MemberState
from civic.organisations.models import Organisation
from civic.organisations.people import admit
from civic.sign_in import limits, policies, tokens
from civic.sign_in.actions import Letter, let_in_by_mail, members_at, post_secret
from civic.sign_in.facts import SheetPrinted
from civic.sign_in.models import Account, OneTimeToken, Purpose
from civic.sign_in.recovering import have_come_in, may_print
from civic.spaces.facts import DutyAccepted
from civic.spaces.models import Membership, Role, Space

CODES = 8
MOST_PENDING = 500
"""Invitations that one space may have under way: nobody's address book is mailed from here."""


class TooManyInvitations(ValueError):
    """The space has MOST_PENDING invitations under way."""


class InvitedTooOften(ValueError):
    """Somebody at this address was invited again and again just now."""


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Somebody who may be given a sheet of codes, as the rules see them."""

    space: Space | None
    """None: it is an administrator who would print."""
    state: MemberState
    belongs: bool
    has_other_door: bool
    """Has an address or a password, and can come in without paper."""
    has_come_in: bool
    """Came in once, by whatever door: there is an account to lose."""
    has_duties: bool
    """Administers the community, audits it, or facilitates some space."""


def send_sign_up(
    session: Session, *, name: str, address: str, letter: Letter, base_url: str
) -> None:
    """To somebody who wants to join. Who is a member already may sign in by the same link."""
    address = address.casefold()
    tokens.void_at(session, address=address, purposes=(Purpose.SIGN_UP,))
    secret = tokens.make(session, Purpose.SIGN_UP, address=address, name=name)
    post_secret(session, address, letter, f"{base_url}/sign-in/join/{secret}", secret)


def invite(
    session: Session,
    *,
    actor: Actor,
    space: Space,
    address: str,
    name: str | None,
    role: Role,
    letter: Letter,
    base_url: str,
) -> None:
    """Single use, bound to the address, for 14 days; a newer one replaces it. Raises
    TooManyInvitations, InvitedTooOften."""
    policies.INVITE.check(actor, space)
    address = address.casefold()
    if not limits.may_invite(session, account=address):
        raise InvitedTooOften(address)
    for old in session.exec(_pending(space.id).where(OneTimeToken.address == address)):
        session.delete(old)
    session.flush()
    if count_pending(session, space.id) >= MOST_PENDING:
        raise TooManyInvitations
    about: dict[str, Any] = {"name": name, "space_id": space.id, "role": role.value}
    secret = tokens.make(session, Purpose.INVITATION, address=address, **about)
    post_secret(session, address, letter, f"{base_url}/sign-in/join/{secret}", secret)


def pending(session: Session, space_id: int, *, before: int = 0) -> Page[OneTimeToken]:
    """Invitations to a space that still work, newest first."""
    return newest(session, _pending(space_id), before=before)


def newest(
    session: Session, found: SelectOfScalar[OneTimeToken], *, before: int, size: int = 50
) -> Page[OneTimeToken]:
    """A page of them; ``before``: of the page before this one, the last number."""
    if before:
        found = found.where(col(OneTimeToken.id) < before)
    rows = session.exec(found.order_by(col(OneTimeToken.id).desc()).limit(size + 1)).all()
    return cut(rows, size=size, key=lambda last: last.id)


def count_pending(session: Session, space_id: int) -> int:
    return session.exec(select(func.count()).select_from(_pending(space_id).subquery())).one()


def _pending(space_id: int) -> SelectOfScalar[OneTimeToken]:
    return select(OneTimeToken).where(
        OneTimeToken.space_id == space_id,
        OneTimeToken.purpose == Purpose.INVITATION,
        col(OneTimeToken.used_at).is_(None),
        OneTimeToken.expires_at > now(),
    )


def revoke(session: Session, *, actor: Actor, space: Space, token_id: int) -> OneTimeToken | None:
    """The invitation, which no longer works; None when there is none of this number here."""
    policies.INVITE.check(actor, space)
    found = session.get(OneTimeToken, token_id)
    if found is None or found.purpose != Purpose.INVITATION or found.space_id != space.id:
        return None
    session.delete(found)
    return found


def join(
    session: Session,
    *,
    secret: str,
    member_id: int | None,
    name: str,
    locale: str,
    actor_id: int | None = None,
) -> Member | None:
    """Follow a sign-up link or an invitation: as the member at its address that ``member_id``
    names, or as somebody new. ``actor_id``: who is signed in. None when it no longer works."""
    token = tokens.look_at(session, secret, Purpose.SIGN_UP, Purpose.INVITATION)
    if token is None or token.address is None:
        return None
    partner = session.get(Organisation, token.organisation_id) if token.organisation_id else None
    if partner and partner.archived_at:
        return None
    people = {member.id: member for member in who_may_be(session, token.address, actor_id)}
    if member_id is not None and member_id not in people:
        return None
    if tokens.take(session, secret, Purpose.SIGN_UP, Purpose.INVITATION) is None:
        return None
    member = people[member_id] if member_id else _newcomer(session, token, name, locale)
    if member and token.space_id:
        _belong(session, token.space_id, member.id, Role(token.role or "member"))
    if member and partner:
        admit(session, organisation_id=partner.id, member=member, brought_in=member_id is None)
    return member


def who_may_be(session: Session, address: str, actor_id: int | None) -> list[Member]:
    """Those at the address who can follow its link as themselves: whom mailed links let in, and who
    is signed in already."""
    let_in = {member.id for member in let_in_by_mail(session, address)} | {actor_id}
    return [member for member in members_at(session, address) if member.id in let_in]


def _newcomer(session: Session, token: OneTimeToken, name: str, locale: str) -> Member | None:
    community = settings(session)
    signs_up = token.purpose == Purpose.SIGN_UP
    if signs_up and community.sign_up == SignUp.CLOSED:
        return None
    name = name or token.name or (token.address or "").partition("@")[0]
    known = session.exec(
        select(Member).where(
            Member.email == token.address,
            Member.name == name,
            col(Member.state).in_((MemberState.REQUESTED, MemberState.LEFT)),
        )
    ).first()
    asks = signs_up and (community.sign_up == SignUp.ON_REQUEST or known is not None)
    if known and known.state == MemberState.LEFT:
        asks = True  # who was taken out of the community comes back with its own consent only
    member = known or Member(name=name, email=token.address, locale=locale)
    member.email_confirmed_at = now()
    already = member.state == MemberState.REQUESTED
    member.state = MemberState.REQUESTED if asks else MemberState.ACTIVE
    session.add(member)
    session.flush()
    if session.get(Account, member.id) is None:
        session.add(Account(member_id=member.id))
    if asks and not already:
        tell(session, JoinRequested(actor_id=None, member_id=member.id))
    return member


def answer_request(
    session: Session, *, actor: Actor, member: Member, admitted: bool, letter: Letter
) -> None:
    """Who is refused leaves no trace but the mail; who is admitted may come in at once."""
    policies.ANSWER.check(actor, member)
    if member.email:
        mail = OutboxMail(
            key=f"request:{member.pseudonym}:{'yes' if admitted else 'no'}:{now().isoformat()}",
            member_id=member.id if admitted else None,
            address=member.email,
            subject=letter.subject,
            body=letter.body,
        )
        post(session, mail)
    if admitted:
        member.state = MemberState.ACTIVE
        session.add(member)
        tell(session, MemberAdmitted(actor_id=actor.id, member=member.pseudonym))
    else:
        session.delete(member)


def add_by_hand(
    session: Session, *, actor: Actor, space: Space, name: str, address: str | None, locale: str
) -> Member:
    """Somebody whom a facilitator knows: a member of the community and of this space."""
    policies.INVITE.check(actor, space)
    member = Member(name=name, email=address.casefold() if address else None, locale=locale)
    session.add(member)
    session.flush()
    _belong(session, space.id, member.id, Role.MEMBER)
    tell(session, MemberAdmitted(actor_id=actor.id, member=member.pseudonym))
    return member


def bearer(session: Session, *, space: Space | None, member: Member) -> Bearer:
    account = session.get(Account, member.id)
    roles = session.exec(select(Membership).where(Membership.member_id == member.id)).all()
    return Bearer(
        space=space,
        state=member.state,
        belongs=any(space and role.space_id == space.id for role in roles),
        has_other_door=bool(member.email or (account and account.password))
        or any(door(session, member.id) for door in session.info["registry"].doors),
        has_come_in=bool(have_come_in(session, [member.id])),
        has_duties=member.role != CommunityRole.MEMBER
        or any(role.role == Role.FACILITATOR for role in roles),
    )


def print_sheet(
    session: Session, *, actor: Actor, member: Member, space: Space | None = None
) -> list[str]:
    """A fresh sheet of codes, kept nowhere; those of an earlier one no longer work. With
    ``space`` by a facilitator of it; otherwise by an administrator, for somebody who never came
    in, has no door at all, or whom two administrators let back in."""
    recovery = may_print(session, member.id, lock=True) if space is None else None
    if recovery:
        policies.RECOVER.check(actor, member)
        recovery.details = {**recovery.details, "printed": True}
        session.add(recovery)
    else:
        policies.PRINT.check(actor, bearer(session, space=space, member=member))
    tokens.void(session, member_id=member.id, purposes=(Purpose.CODE,))
    space_id = space.id if space else None
    tell(session, SheetPrinted(actor_id=actor.id, member=member.pseudonym, for_space_id=space_id))
    return [
        tokens.make(session, Purpose.CODE, secret=tokens.code(), member_id=member.id)
        for _number in range(CODES)
    ]


def until() -> datetime:
    """When the codes of a sheet that is printed now stop working."""
    return now() + tokens.LIFETIMES[Purpose.CODE]


def _belong(session: Session, space_id: int, member_id: int, role: Role) -> None:
    """An invitation never takes a role away."""
    known = session.get(Membership, (space_id, member_id))
    if role == Role.FACILITATOR and not (known and known.role == role):
        tell(session, DutyAccepted(space_id=space_id, actor_id=member_id))
    if known is None:
        session.add(Membership(space_id=space_id, member_id=member_id, role=role))
    elif known.role == Role.OBSERVER or role == Role.FACILITATOR:
        if known.role != role:
            known.role, known.role_until = role, None
        session.add(known)
