"""Sweeping at the door: what has expired is of no use to anybody but a thief."""

from datetime import timedelta

from sqlmodel import col, delete, or_

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.sign_in import kept
from civic.sign_in.actions import NOBODY_THERE
from civic.sign_in.models import AddressChange, Attempts, OneTimeToken, SignInSession
from civic.sign_in.sessions import ABSOLUTE, IDLE


def run() -> None:
    present = now()
    yesterday = present - timedelta(days=1)
    with db.writing() as session:
        session.exec(
            delete(OneTimeToken).where(
                or_(col(OneTimeToken.expires_at) < yesterday, col(OneTimeToken.used_at) < yesterday)
            )
        )
        session.exec(
            delete(SignInSession).where(
                or_(
                    col(SignInSession.last_used_at) < present - IDLE,
                    col(SignInSession.created_at) < present - ABSOLUTE,
                )
            )
        )
        session.exec(delete(AddressChange).where(col(AddressChange.asked_at) < yesterday))
        session.exec(delete(Attempts).where(col(Attempts.until) < present))
        session.exec(
            delete(OutboxMail).where(
                col(OutboxMail.error) == NOBODY_THERE, col(OutboxMail.created_at) < yesterday
            )
        )
        kept.forget_old(session)
