"""How often something may fail: per account, per network, and in all. Counts decay, so that
nobody can lock somebody else out for good; a device that was signed in before may still try."""

from datetime import timedelta
from hashlib import sha256

from sqlmodel import Session

from civic.core.clock import now
from civic.sign_in.models import Attempts

PER_ACCOUNT, PER_NETWORK, IN_ALL = 10, 60, 3_000
WINDOW = timedelta(minutes=15)


def network(address: str | None) -> str:
    """The neighbourhood of an address: /24 of IPv4, /48 of IPv6."""
    address = address or "nowhere"
    separator, parts = (":", 3) if ":" in address else (".", 3)
    return separator.join(address.split(separator)[:parts])


def count(session: Session, *, account: str, address: str | None, known_device: bool) -> bool:
    """Count one more attempt; False when there were too many. Commits with its session, whatever
    becomes of the attempt."""
    bounds = [(f"network:{network(address)}", PER_NETWORK), ("all", IN_ALL)]
    if not known_device:
        bounds.append((f"account:{account}", PER_ACCOUNT))
    return all([_count(session, key, most) for key, most in bounds])


def forgive(session: Session, *, account: str) -> None:
    """After a success."""
    row = session.get(Attempts, _hash(f"account:{account}"))
    if row:
        session.delete(row)


def _count(session: Session, key: str, most: int) -> bool:
    row = session.get(Attempts, _hash(key), with_for_update=True)
    present = now()
    if row is None or row.until <= present:
        row = row or Attempts(key=_hash(key), until=present + WINDOW)
        row.failed, row.until = 0, present + WINDOW
    row.failed += 1
    session.add(row)
    return row.failed <= most


def _hash(key: str) -> str:
    return sha256(key.casefold().encode()).hexdigest()
