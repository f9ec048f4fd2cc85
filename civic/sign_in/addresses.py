"""Another address for a member: both mailboxes say yes, the new one and the one that is left.

Two changes under way at once are two rows: a link confirms only the change that it was sent for,
and from the mailbox that it was sent to.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, delete

from civic.core.clock import now
from civic.core.mail import SIGN_IN_FIRST, OutboxMail, post
from civic.members.models import Member, MemberState
from civic.sign_in import tokens
from civic.sign_in.actions import Letter, post_secret
from civic.sign_in.models import AddressChange, OneTimeToken, Purpose


@dataclass(frozen=True)
class Answered:
    """What became of a change after one mailbox has said yes."""

    change: AddressChange
    waits_for: str | None
    """The address that has not answered yet; None: it is done."""


def ask(
    session: Session, *, member: Member, address: str, new: Letter, old: Letter, base_url: str
) -> AddressChange:
    """Mail both. Where nothing arrives at the old address, or there is none, the new one is
    enough: an address that is lost must not lock somebody in."""
    address = address.casefold()
    leaves = member.email if member.email_bounced_at is None else None
    leaves = leaves if leaves != address else None
    change = AddressChange(member_id=member.id, address=address, old_address=leaves)
    session.add(change)
    session.flush()
    for mailbox, letter in ((address, new), (leaves, old)):
        if mailbox:
            secret = tokens.make(
                session, Purpose.CONFIRM_ADDRESS, address=mailbox, member_id=member.id,
                change_id=change.id,
            )  # fmt: skip
            post_secret(session, mailbox, letter, f"{base_url}/sign-in/address/{secret}", secret)
    return change


def look_at(session: Session, secret: str) -> tuple[OneTimeToken, AddressChange] | None:
    """The link's token and its change, while it works. Changes nothing."""
    token = tokens.look_at(session, secret, Purpose.CONFIRM_ADDRESS)
    change = session.get(AddressChange, token.change_id) if token and token.change_id else None
    return (token, change) if token and change else None


def agree(session: Session, *, secret: str, farewell: Letter) -> Answered | None:
    """One of the two says yes. When both have, the address is changed, and the one that was is
    told. None: the link no longer works."""
    token = tokens.take(session, secret, Purpose.CONFIRM_ADDRESS)
    if token is None or token.change_id is None:
        return None
    change = session.get_one(
        AddressChange, token.change_id, with_for_update=True, populate_existing=True
    )
    member = session.get_one(Member, change.member_id, with_for_update=True, populate_existing=True)
    if member.state != MemberState.ACTIVE:
        return None
    if token.address == change.address:
        change.new_agreed = True
    else:
        change.old_agreed = True
    session.add(change)
    if not change.new_agreed:
        return Answered(change, change.address)
    if change.old_address and not change.old_agreed:
        return Answered(change, change.old_address)
    _apply(session, member, change, farewell)
    return Answered(change, None)


def withdraw(session: Session, *, member_id: int) -> None:
    """All that are under way, with their links."""
    session.exec(delete(OneTimeToken).where(
        col(OneTimeToken.member_id) == member_id,
        col(OneTimeToken.purpose) == Purpose.CONFIRM_ADDRESS,
    ))  # fmt: skip
    session.exec(delete(AddressChange).where(col(AddressChange.member_id) == member_id))


def _apply(session: Session, member: Member, change: AddressChange, farewell: Letter) -> None:
    before = member.email
    member.email, member.email_confirmed_at, member.email_bounced_at = change.address, now(), None
    session.add(member)
    tokens.void(session, member_id=member.id, purposes=(Purpose.WELCOME,))
    if before and before != change.address:
        tokens.void_at(session, address=before, purposes=(Purpose.SIGN_IN,))
        note = OutboxMail(
            key=f"address-changed:{change.id}",
            member_id=member.id,
            address=before,
            subject=farewell.subject,
            body=farewell.body.replace("{name}", member.name),
            priority=SIGN_IN_FIRST,
        )
        post(session, note)
    withdraw(session, member_id=member.id)
