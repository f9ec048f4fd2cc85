"""How often something may fail: per account, per network, and in all.

Counts decay within a quarter of an hour, so that nobody can lock somebody else out for good; a
device on which the person was signed in before has a count of its own. What goes well is taken
off again: two hundred people who sign in from one hall are no attack.
"""

from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from sqlmodel import Session, col, update

from civic.core import db
from civic.core.clock import now
from civic.sign_in.models import Attempts

WINDOW = timedelta(minutes=15)
PASSWORDS_PER_ACCOUNT, PASSWORDS_PER_NETWORK, PASSWORDS_IN_ALL = 10, 60, 500
LINKS_PER_ADDRESS, LINKS_PER_NETWORK, LINKS_IN_ALL = 5, 300, 3_000
CODES_PER_NETWORK, CODES_IN_ALL = 60, 500
TEXTS_PER_NETWORK = 60
PASSKEYS_PER_NETWORK, PASSKEYS_IN_ALL = 600, 6_000
SECOND_PROOFS = 10
PARTNERS_PER_NETWORK, PARTNERS_IN_ALL = 300, 3_000


def network(address: str | None) -> str:
    """The neighbourhood of an address: /24 of IPv4, /48 of IPv6."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "nowhere"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return str(ip_network((found, 48), strict=False))
        found = found.ipv4_mapped
    return str(ip_network((found, 24), strict=False))


def may_try_password(
    session: Session, *, account: str, address: str | None, device: str | None
) -> bool:
    """Count one more attempt; False when there were too many. Commits with its session, whatever
    becomes of the attempt. ``device`` names a device that the account knows."""
    if device:
        return _count(session, f"device:{device}", PASSWORDS_PER_ACCOUNT)
    bounds = (
        (f"account:{account}", PASSWORDS_PER_ACCOUNT),
        (f"passwords:{network(address)}", PASSWORDS_PER_NETWORK),
        ("passwords", PASSWORDS_IN_ALL),
    )
    return all([_count(session, key, most) for key, most in bounds])


def forgive_password(
    session: Session, *, account: str, address: str | None, device: str | None
) -> None:
    """After a success."""
    for key in (f"account:{account}", f"device:{device}"):
        row = session.get(Attempts, _hash(key))
        if row:
            session.delete(row)
    if not device:
        _take_off(session, f"passwords:{network(address)}", "passwords")


def may_ask_for_mail(session: Session, *, account: str, address: str | None) -> bool:
    """A mailbox is not flooded from here, and neither are strangers'."""
    bounds = (
        (f"mail:{account}", LINKS_PER_ADDRESS),
        (f"mails:{network(address)}", LINKS_PER_NETWORK),
        ("mails", LINKS_IN_ALL),
    )
    return all([_count(session, key, most) for key, most in bounds])


def may_invite(session: Session, *, account: str) -> bool:
    """A count of its own: whoever is invited too often still gets the link that they ask for."""
    return _count(session, f"invitation:{account}", LINKS_PER_ADDRESS)


def may_try_code(session: Session, *, address: str | None) -> bool:
    """A code has 60 bits: the count spares the server, and locks nobody's sheet."""
    bounds = ((f"codes:{network(address)}", CODES_PER_NETWORK), ("codes", CODES_IN_ALL))
    return all([_count(session, key, most) for key, most in bounds])


def forgive_code(session: Session, *, address: str | None) -> None:
    _take_off(session, f"codes:{network(address)}", "codes")


def may_try_passkey(session: Session, *, address: str | None) -> bool:
    """Challenges are free of secrets: the count spares the server."""
    bounds = (
        (f"passkeys:{network(address)}", PASSKEYS_PER_NETWORK),
        ("passkeys", PASSKEYS_IN_ALL),
    )
    return all([_count(session, key, most) for key, most in bounds])


def may_go_to_partner(session: Session, *, address: str | None) -> bool:
    """Two hundred people in one hall come in at once; nobody fills the table of attempts."""
    bounds = (
        (f"partners:{network(address)}", PARTNERS_PER_NETWORK),
        ("partners", PARTNERS_IN_ALL),
    )
    return all([_count(session, key, most) for key, most in bounds])


def may_try_second(session: Session, *, member_id: int, device: str | None) -> bool:
    """Six digits can be guessed in time, so few are taken within a quarter of an hour; from a
    device that the member knows, strangers' failures do not count."""
    return _count(session, f"second:{member_id}:{device or ''}", SECOND_PROOFS)


def may_try_recovery(session: Session, *, member_id: int) -> bool:
    """A recovery code has 60 bits: it works also when the app's codes were tried too often."""
    return _count(session, f"recovery:{member_id}", CODES_PER_NETWORK)


def forgive_second(session: Session, *, member_id: int, device: str | None) -> None:
    for key in (f"second:{member_id}:{device or ''}", f"recovery:{member_id}"):
        row = session.get(Attempts, _hash(key))
        if row:
            session.delete(row)


def may_leave_a_text(session: Session, *, address: str | None) -> bool:
    return _count(session, f"texts:{network(address)}", TEXTS_PER_NETWORK)


def _count(session: Session, key: str, most: int) -> bool:
    present = now()
    first = db.insert(session, Attempts).values(key=_hash(key), failed=0, until=present + WINDOW)
    session.exec(first.on_conflict_do_nothing())
    row = session.get_one(Attempts, _hash(key), with_for_update=True, populate_existing=True)
    if row.until <= present:
        row.failed, row.until = 0, present + WINDOW
    row.failed += 1
    session.add(row)
    return row.failed <= most


def _take_off(session: Session, *keys: str) -> None:
    session.exec(
        update(Attempts)
        .where(col(Attempts.key).in_([_hash(key) for key in keys]), col(Attempts.failed) > 0)
        .values(failed=Attempts.failed - 1)
    )


def _hash(key: str) -> str:
    return sha256(key.casefold().encode()).hexdigest()
