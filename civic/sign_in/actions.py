"""Deeds at the door. Mails with secrets go into the outbox and are wiped when they have left."""

from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.mail import SIGN_IN_FIRST, OutboxMail, post
from civic.core.words import N_
from civic.members.models import Member, MemberState
from civic.sign_in import tokens
from civic.sign_in.models import Account, DoorStep, Purpose, SignInSession
from civic.sign_in.sessions import hash_of

NOBODY_THERE = N_("Nobody here has this address: no mail was sent.")


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


def let_in_by_mail(session: Session, address: str) -> list[Member]:
    """Those at the address whom a mailed link lets in: whoever shares a mailbox may not want it."""
    shut = select(Account.member_id).where(col(Account.mailed_links).is_(False))
    found = select(Member).where(
        Member.email == address.casefold(), Member.state == MemberState.ACTIVE,
        col(Member.id).not_in(shut),
    )  # fmt: skip
    return list(session.exec(found))


def password_of(session: Session, address: str) -> list[tuple[int, str | None]]:
    """The members at an address, and the passwords kept for them."""
    return [
        (member.id, account.password if (account := session.get(Account, member.id)) else None)
        for member in members_at(session, address)
    ]


def send_link(session: Session, *, address: str, letter: Letter, base_url: str) -> None:
    """A sign-in link to the address, if somebody lives there; links sent before no longer work.

    For an address that nobody has, the same rows are written and no mail leaves: the answer takes
    as long, and an administrator who is asked for help finds the address that was mistyped.
    """
    address = address.casefold()
    known = bool(let_in_by_mail(session, address))
    tokens.void_at(session, address=address, purposes=(Purpose.SIGN_IN,))
    secret = tokens.make(session, Purpose.SIGN_IN, address=address)
    link = f"{base_url}/sign-in/link/{secret}"
    post_secret(session, address, letter, link, secret, leaves=known)


def enter_by_link(session: Session, *, secret: str, member_id: int | None) -> Member | None:
    """Use a sign-in link or a welcome link up. Where two share an address, ``member_id`` says
    who of them it is."""
    token = tokens.look_at(session, secret, Purpose.SIGN_IN, Purpose.WELCOME)
    if token is None:
        return None
    people = let_in_by_mail(session, token.address) if token.address else []
    chosen = [m for m in people if m.id == member_id] if member_id else people
    if token.member_id is None and len(chosen) != 1:
        return None  # nobody was named, or somebody else: the link is not used up
    if tokens.take(session, secret, Purpose.SIGN_IN, Purpose.WELCOME) is None:
        return None
    if token.member_id:
        return _active(session, token.member_id)
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


def set_password(session: Session, *, actor: Actor, stored: str, keep_session: int) -> bool:
    """Whether there was one before. All other devices are signed out, and links sent before no
    longer work."""
    account = session.get(Account, actor.id) or Account(member_id=actor.id)
    had_one, account.password = account.password is not None, stored
    session.add(account)
    end_sessions(session, member_id=actor.id, but=keep_session)
    session.exec(delete(DoorStep).where(col(DoorStep.member_id) == actor.id))
    tokens.void(session, member_id=actor.id, purposes=(Purpose.WELCOME, Purpose.CONFIRM_ADDRESS))
    member = session.get_one(Member, actor.id)
    if member.email:
        tokens.void_at(session, address=member.email, purposes=(Purpose.SIGN_IN,))
    return had_one


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


def post_secret(
    session: Session,
    address: str,
    letter: Letter,
    link: str,
    secret: str,
    *,
    leaves: bool = True,
    priority: int = SIGN_IN_FIRST,
) -> None:
    """A mail with a link that opens something. With ``leaves`` false, only the row of it."""
    mail = OutboxMail(
        key=f"secret:{hash_of(secret)}",
        address=address,
        subject=letter.subject,
        body=letter.body.replace("{link}", link) if leaves else "",
        has_secret=True,
        priority=priority,
        failed_at=None if leaves else now(),
        error=None if leaves else NOBODY_THERE,
    )
    post(session, mail)
