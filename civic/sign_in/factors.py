"""The second proof: an app that shows codes, and recovery codes for when it is lost."""

from secrets import compare_digest

import pyotp
from sqlmodel import Session, col, delete, func, select, update

from civic.core.clock import now
from civic.core.sealing import Unreadable, seal, unseal
from civic.sign_in import tokens
from civic.sign_in.models import RecoveryCode, SecondFactor, SignInSession
from civic.sign_in.sessions import hash_of

CODES = 10
PERIOD = 30
"""Seconds that a code of the app is shown."""
DRIFT = 1
"""Periods that a telephone's clock may be early or late."""


def is_on(session: Session, member_id: int) -> bool:
    found = session.get(SecondFactor, member_id)
    return found is not None and found.confirmed_at is not None


def begin(session: Session, *, member_id: int, secret_key: str) -> None:
    """A fresh secret, which counts for nothing until a code of it was typed."""
    known = session.get(SecondFactor, member_id)
    if known and known.confirmed_at:
        return
    factor = known or SecondFactor(member_id=member_id, secret=b"")
    factor.secret = seal(secret_key, pyotp.random_base32(), about=_about(member_id))
    factor.created_at, factor.last_counter = now(), 0
    session.add(factor)


def secret_of(session: Session, *, member_id: int, secret_key: str) -> str | None:
    """To be shown while it is set up, and never again."""
    factor = session.get(SecondFactor, member_id)
    if factor is None or factor.confirmed_at:
        return None
    try:
        return unseal(secret_key, factor.secret, about=_about(member_id))
    except Unreadable:
        return None


def address_of(secret: str, *, community: str, name: str) -> str:
    """What the QR code says (otpauth://)."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=community)


def confirm(session: Session, *, member_id: int, typed: str, secret_key: str) -> list[str] | None:
    """With its first code the app counts: fresh recovery codes, kept nowhere. None: wrong code."""
    factor = session.get(SecondFactor, member_id, with_for_update=True)
    if factor is None or factor.confirmed_at:
        return None
    if not _is_code(session, member_id=member_id, typed=typed, secret_key=secret_key):
        return None
    factor.confirmed_at = now()
    session.add(factor)
    return fresh_codes(session, member_id=member_id)


def proves(session: Session, *, member_id: int, typed: str, secret_key: str) -> str | None:
    """``app`` or ``recovery``, and the code is used up; None: it proves nothing."""
    if not is_on(session, member_id):
        return None
    if _is_code(session, member_id=member_id, typed=typed, secret_key=secret_key):
        return "app"
    return "recovery" if _is_recovery_code(session, member_id, typed) else None


def fresh_codes(session: Session, *, member_id: int) -> list[str]:
    """Those printed before no longer work."""
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.member_id) == member_id))
    codes = [tokens.code() for _number in range(CODES)]
    session.add_all(RecoveryCode(code_hash=hash_of(code), member_id=member_id) for code in codes)
    return codes


def codes_left(session: Session, member_id: int) -> int:
    unused = select(func.count()).select_from(RecoveryCode)
    mine = (RecoveryCode.member_id == member_id, col(RecoveryCode.used_at).is_(None))
    return session.exec(unused.where(*mine)).one()


def switch_off(session: Session, *, member_id: int) -> None:
    session.exec(delete(SecondFactor).where(col(SecondFactor.member_id) == member_id))
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.member_id) == member_id))


def strengthen(session: Session, *, session_id: int) -> None:
    """The present device has just proven a second thing."""
    here = update(SignInSession).where(col(SignInSession.id) == session_id)
    session.exec(here.values(strong=True))


def _is_code(session: Session, *, member_id: int, typed: str, secret_key: str) -> bool:
    """Of the present period, or of one beside it; each period once, and never an older one."""
    factor = session.get(SecondFactor, member_id)
    digits = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
    if factor is None or len(digits) != 6:
        return False
    try:
        app = pyotp.HOTP(unseal(secret_key, factor.secret, about=_about(member_id)))
    except Unreadable:
        return False
    present = int(now().timestamp()) // PERIOD
    near = range(present - DRIFT, present + DRIFT + 1)
    counter = next((n for n in near if compare_digest(app.at(n), digits)), None)
    if counter is None:
        return False
    taken = session.exec(
        update(SecondFactor)
        .where(col(SecondFactor.member_id) == member_id, col(SecondFactor.last_counter) < counter)
        .values(last_counter=counter)
    )
    return taken.rowcount == 1


def _is_recovery_code(session: Session, member_id: int, typed: str) -> bool:
    used = session.exec(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.code_hash) == hash_of(tokens.plain_code(typed)),
            col(RecoveryCode.member_id) == member_id,
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now())
    )
    return used.rowcount == 1


def _about(member_id: int) -> str:
    return f"second_factor:{member_id}"
