"""Deeds at the door. Mails with secrets go into the outbox and are wiped when they have left."""

from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from civic.community.models import Community, SignUp
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.mail import SIGN_IN_FIRST, OutboxMail, post
from civic.members.models import Member, MemberState
from civic.sign_in import tokens
from civic.sign_in.models import Account, OneTimeToken, Purpose, SignInSession
from civic.sign_in.sessions import hash_of
from civic.spaces.models import Membership, Role


@dataclass(frozen=True)
class Letter:
    """A mail ready but for its secret: ``{link}`` stands where the address goes."""

    subject: str
    body: str


def members_at(session: Session, address: str) -> list[Member]:
    """Everybody active who has this address: spouses may share one."""
    found = select(Member).where(
        Member.email == address.casefold(), Member.state == MemberState.ACTIVE
    )
    return list(session.exec(found))


def password_of(session: Session, address: str) -> list[tuple[int, str | None]]:
    """The members at an address, and the passwords kept for them."""
    return [
        (member.id, account.password if (account := session.get(Account, member.id)) else None)
        for member in members_at(session, address)
    ]


def send_link(session: Session, *, address: str, letter: Letter, base_url: str) -> None:
    """A sign-in link to the address, if somebody lives there. Nothing is said either way."""
    if not members_at(session, address):
        return
    secret = tokens.make(session, Purpose.SIGN_IN, address=address.casefold())
    _post_secret(session, address, letter, f"{base_url}/sign-in/link/{secret}", secret)


def send_confirmation(
    session: Session, *, member_id: int, address: str, letter: Letter, base_url: str
) -> None:
    """To a new address, which becomes the member's once its link was followed."""
    secret = tokens.make(
        session, Purpose.CONFIRM_ADDRESS, address=address.casefold(), member_id=member_id
    )
    _post_secret(session, address, letter, f"{base_url}/sign-in/address/{secret}", secret)


def send_sign_up(
    session: Session, *, name: str, address: str, letter: Letter, base_url: str
) -> None:
    """To somebody who wants to join. Who is a member already gets a sign-in link instead."""
    if members_at(session, address):
        send_link(session, address=address, letter=letter, base_url=base_url)
        return
    secret = tokens.make(session, Purpose.SIGN_UP, address=address.casefold(), name=name)
    _post_secret(session, address, letter, f"{base_url}/sign-in/join/{secret}", secret)


def invite(
    session: Session,
    *,
    address: str,
    name: str,
    space_id: int | None,
    role: Role,
    letter: Letter,
    base_url: str,
) -> None:
    """Single use, bound to the address, for 14 days."""
    secret = tokens.make(
        session,
        Purpose.INVITATION,
        address=address.casefold(),
        name=name,
        space_id=space_id,
        role=role.value,
    )
    _post_secret(session, address, letter, f"{base_url}/sign-in/join/{secret}", secret)


def revoke_invitation(session: Session, *, token_id: int, space_id: int) -> None:
    found = session.get(OneTimeToken, token_id)
    if found and found.purpose == Purpose.INVITATION and found.space_id == space_id:
        session.delete(found)


def join(session: Session, *, secret: str) -> Member | None:
    """Follow a sign-up link or an invitation. None when it no longer works."""
    token = tokens.take(session, secret, Purpose.SIGN_UP, Purpose.INVITATION)
    if token is None or token.address is None:
        return None
    known = members_at(session, token.address)
    if known:
        member = known[0]
    else:
        community = session.exec(select(Community)).first() or Community()
        asks = token.purpose == Purpose.SIGN_UP and community.sign_up == SignUp.ON_REQUEST
        if token.purpose == Purpose.SIGN_UP and community.sign_up == SignUp.CLOSED:
            return None
        member = Member(
            name=token.name or token.address.partition("@")[0],
            email=token.address,
            email_confirmed_at=now(),
            state=MemberState.REQUESTED if asks else MemberState.ACTIVE,
        )
        session.add(member)
        session.flush()
        session.add(Account(member_id=member.id))
    if token.space_id and session.get(Membership, (token.space_id, member.id)) is None:
        session.add(
            Membership(
                space_id=token.space_id, member_id=member.id, role=Role(token.role or "member")
            )
        )
    return member


def enter_by_link(session: Session, *, secret: str, member_id: int | None) -> Member | None:
    """Use a sign-in link or a welcome link up. Where two share an address, ``member_id`` says
    who of them it is."""
    token = tokens.take(session, secret, Purpose.SIGN_IN, Purpose.WELCOME)
    if token is None:
        return None
    if token.member_id:
        return _active(session, token.member_id)
    people = members_at(session, token.address or "")
    chosen = [m for m in people if m.id == member_id] if member_id else people
    if len(chosen) != 1:
        return None
    chosen[0].email_confirmed_at = chosen[0].email_confirmed_at or now()
    session.add(chosen[0])
    return chosen[0]


def enter_by_code(session: Session, *, typed: str) -> Member | None:
    """A code from a printed sheet."""
    token = tokens.take(session, tokens.plain_code(typed), Purpose.CODE)
    return _active(session, token.member_id) if token and token.member_id else None


def note_entry(session: Session, member_id: int) -> None:
    account = session.get(Account, member_id) or Account(member_id=member_id)
    account.last_sign_in_at = now()
    session.add(account)


def set_password(session: Session, *, actor: Actor, stored: str, keep_session: int) -> None:
    """All other devices are signed out, and links sent before no longer work."""
    account = session.get(Account, actor.id) or Account(member_id=actor.id)
    account.password = stored
    session.add(account)
    end_sessions(session, member_id=actor.id, but=keep_session)
    tokens.void(session, member_id=actor.id, purposes=(Purpose.SIGN_IN, Purpose.CONFIRM_ADDRESS))


def confirm_address(session: Session, *, secret: str) -> Member | None:
    """The token confirms the address it was sent to, and no other."""
    token = tokens.take(session, secret, Purpose.CONFIRM_ADDRESS)
    if token is None or token.member_id is None:
        return None
    member = _active(session, token.member_id)
    if member is None:
        return None
    tokens.void(session, member_id=member.id, purposes=(Purpose.CONFIRM_ADDRESS, Purpose.SIGN_IN))
    if member.email and member.email != token.address:
        note = OutboxMail(
            key=f"address-changed:{token.id}",
            member_id=member.id,
            address=member.email,
            subject="Civic",
            body=f"{member.name}: {member.email} → {token.address}",
            priority=SIGN_IN_FIRST,
        )
        post(session, note)
    member.email, member.email_confirmed_at = token.address, now()
    session.add(member)
    return member


def end_sessions(session: Session, *, member_id: int, but: int | None = None) -> None:
    gone = delete(SignInSession).where(col(SignInSession.member_id) == member_id)
    if but is not None:
        gone = gone.where(col(SignInSession.id) != but)
    session.exec(gone)


def end_session(session: Session, *, session_id: int, member_id: int) -> None:
    session.exec(
        delete(SignInSession).where(
            col(SignInSession.id) == session_id, col(SignInSession.member_id) == member_id
        )
    )


def _active(session: Session, member_id: int) -> Member | None:
    member = session.get(Member, member_id)
    return member if member and member.state == MemberState.ACTIVE else None


def _post_secret(session: Session, address: str, letter: Letter, link: str, secret: str) -> None:
    post(
        session,
        OutboxMail(
            key=f"secret:{hash_of(secret)}",
            address=address,
            subject=letter.subject,
            body=letter.body.replace("{link}", link),
            has_secret=True,
            priority=SIGN_IN_FIRST,
        ),
    )
