"""What ends by itself: rights from claims, and rows that were only on their way."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from civic.core import db
from civic.core.clock import now
from civic.core.words import N_
from civic.feature import Retention, Tick
from civic.partners import giving
from civic.partners.models import Attempt, LastClaims, PartnerSession
from civic.sign_in.sessions import ABSOLUTE


def end_what_is_over() -> None:
    """In slices, so that nobody waits for the lock."""
    while True:
        with db.writing() as session:
            if giving.expire(session, before=now()) < giving.SLICE:
                return


def _attempts(session: Session, before: datetime) -> None:
    session.exec(delete(Attempt).where(col(Attempt.started_at) < before))


def _claims(session: Session, before: datetime) -> None:
    session.exec(delete(LastClaims).where(col(LastClaims.at) < before))


def _sessions(session: Session, before: datetime) -> None:
    session.exec(delete(PartnerSession).where(col(PartnerSession.began_at) < before))


TICKS = [
    Tick(
        name="claims",
        what=N_("Ends what organisations no longer confirm"),
        every=timedelta(hours=1),
        run=end_what_is_over,
    )
]

RETENTION = [
    Retention(
        name="partner_attempts",
        what=N_("Ways to the sign-in of an organisation that were begun"),
        keeps=timedelta(hours=1),
        sweep=_attempts,
    ),
    Retention(
        name="partner_claims",
        what=N_("What a partner organisation said last of somebody, for trying rules on"),
        keeps=timedelta(days=7),
        sweep=_claims,
    ),
    Retention(
        name="partner_sessions",
        what=N_("Which device came in through which partner organisation, for signing out"),
        keeps=ABSOLUTE,
        sweep=_sessions,
    ),
]
