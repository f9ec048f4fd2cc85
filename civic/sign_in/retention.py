"""Sweeping at the door: what has expired is of no use to anybody but a thief."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, or_

from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.core.words import N_
from civic.feature import Retention
from civic.sign_in import kept
from civic.sign_in.actions import NOBODY_THERE
from civic.sign_in.models import (
    AddressChange,
    Attempts,
    DoorStep,
    KeptText,
    OneTimeToken,
    SignInSession,
)
from civic.sign_in.sessions import ABSOLUTE, IDLE

DAY = timedelta(days=1)


def _links(session: Session, before: datetime) -> None:
    token = OneTimeToken
    gone = or_(col(token.expires_at) < before, col(token.used_at) < before)
    session.exec(delete(token).where(gone))
    session.exec(delete(AddressChange).where(col(AddressChange.asked_at) < before))


def _unknown(session: Session, before: datetime) -> None:
    nobodys = col(OutboxMail.error) == NOBODY_THERE
    session.exec(delete(OutboxMail).where(nobodys, col(OutboxMail.created_at) < before))


def _devices(session: Session, before: datetime) -> None:
    device = SignInSession
    too_old = col(device.created_at) < now() - ABSOLUTE
    session.exec(delete(device).where(or_(col(device.last_used_at) < before, too_old)))


def _attempts(session: Session, before: datetime) -> None:
    session.exec(delete(Attempts).where(col(Attempts.until) < before))


def _steps(session: Session, before: datetime) -> None:
    session.exec(delete(DoorStep).where(col(DoorStep.expires_at) < before))


def _texts(session: Session, before: datetime) -> None:
    session.exec(delete(KeptText).where(col(KeptText.created_at) <= before))


RETENTION = (
    Retention(
        name="devices", what=N_("Devices that are signed in, after their last use"),
        keeps=IDLE, sweep=_devices,
    ),
    Retention(
        name="links", what=N_("Links and codes that were used or have expired"),
        keeps=DAY, sweep=_links,
    ),
    Retention(
        name="unknown_addresses", what=N_("Addresses that somebody mistyped at the door"),
        keeps=DAY, sweep=_unknown,
    ),
    Retention(
        name="attempts", what=N_("Counts of failed attempts, without names"),
        keeps=timedelta(0), sweep=_attempts,
    ),
    Retention(
        name="door_steps", what=N_("Sign-ins that were begun and not ended"),
        keeps=timedelta(0), sweep=_steps,
    ),
    Retention(
        name="kept_texts", what=N_("Texts that wait for their writer to sign in again"),
        keeps=kept.FOR, sweep=_texts,
    ),
)  # fmt: skip
