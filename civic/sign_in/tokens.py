"""Secrets that work once: made, and taken."""

from datetime import timedelta
from secrets import choice, token_urlsafe
from typing import Any

from sqlmodel import Session, col, func, select, update

from civic.core.clock import now
from civic.sign_in.models import OneTimeToken, Purpose
from civic.sign_in.sessions import hash_of

LIFETIMES = {
    Purpose.SIGN_IN: timedelta(minutes=30),
    Purpose.CONFIRM_ADDRESS: timedelta(hours=24),
    Purpose.SIGN_UP: timedelta(hours=24),
    Purpose.WELCOME: timedelta(hours=24),
    Purpose.CODE: timedelta(days=90),
    Purpose.INVITATION: timedelta(days=14),
}
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without 0 and O, 1 and I."""


def make(session: Session, purpose: Purpose, *, secret: str | None = None, **about: Any) -> str:
    """A fresh secret, which is kept nowhere."""
    secret = secret or token_urlsafe(24)
    session.add(
        OneTimeToken(
            token_hash=hash_of(secret),
            purpose=purpose,
            expires_at=now() + LIFETIMES[purpose],
            **about,
        )
    )
    return secret


def code() -> str:
    """Twelve letters and digits, to be typed from paper: 60 bits."""
    return "".join(choice(LETTERS) for _ in range(12))


def plain_code(typed: str) -> str:
    return "".join(sign for sign in typed.upper() if sign in LETTERS)


def look_at(session: Session, secret: str, *purposes: Purpose) -> OneTimeToken | None:
    """The token if it still works. Changes nothing: mail scanners load links, too."""
    found = select(OneTimeToken).where(
        OneTimeToken.token_hash == hash_of(secret),
        col(OneTimeToken.purpose).in_(purposes),
        col(OneTimeToken.used_at).is_(None),
        OneTimeToken.expires_at > now(),
    )
    return session.exec(found).first()


def take(session: Session, secret: str, *purposes: Purpose) -> OneTimeToken | None:
    """Use the token up; None when somebody was faster, or it never worked."""
    token = look_at(session, secret, *purposes)
    if token is None:
        return None
    taken = session.exec(
        update(OneTimeToken)
        .where(col(OneTimeToken.id) == token.id, col(OneTimeToken.used_at).is_(None))
        .values(used_at=now())
    )
    return token if taken.rowcount == 1 else None


def codes_left(session: Session, member_id: int) -> int:
    """How many of a printed sheet's codes still work."""
    unused = select(func.count()).select_from(OneTimeToken).where(
        OneTimeToken.member_id == member_id, OneTimeToken.purpose == Purpose.CODE,
        col(OneTimeToken.used_at).is_(None), OneTimeToken.expires_at > now(),
    )  # fmt: skip
    return session.exec(unused).one()


def void(session: Session, *, member_id: int, purposes: tuple[Purpose, ...]) -> None:
    """After a change of address or password: what was sent before no longer works."""
    session.exec(
        update(OneTimeToken)
        .where(
            col(OneTimeToken.member_id) == member_id,
            col(OneTimeToken.purpose).in_(purposes),
            col(OneTimeToken.used_at).is_(None),
        )
        .values(used_at=now())
    )


def void_at(session: Session, *, address: str, purposes: tuple[Purpose, ...]) -> None:
    """The newest link is the one that works."""
    session.exec(
        update(OneTimeToken)
        .where(
            col(OneTimeToken.address) == address,
            col(OneTimeToken.purpose).in_(purposes),
            col(OneTimeToken.used_at).is_(None),
        )
        .values(used_at=now())
    )
