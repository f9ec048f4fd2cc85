"""What this package adds to the platform, on one page."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from civic.core.words import N_
from civic.feature import Erasure, Feature, PersonalData, Retention, Tick
from civic.privacy import policies, ticking
from civic.privacy.models import DataCopy
from civic.privacy.views import bp


def _old_copies(session: Session, before: datetime) -> None:
    session.exec(delete(DataCopy).where(col(DataCopy.asked_at) < before))


feature = Feature(
    name="privacy",
    blueprint=bp,
    permissions=policies.ALL,
    ticks=[
        Tick(name="copies", every=timedelta(seconds=10), run=ticking.make_copies),
        Tick(name="erasing", every=timedelta(minutes=10), run=ticking.erase),
        Tick(name="retention", every=timedelta(hours=1), run=ticking.keep_no_longer),
    ],
    retention=[
        Retention(
            name="copies",
            what=N_("Copies of everything about a member"),
            keeps=policies.KEPT_FOR,
            sweep=_old_copies,
        )
    ],
    personal_data=[
        PersonalData(
            column="data_copy.member_id",
            what=N_("Your copy of everything about you"),
            erasure=Erasure.DELETE,
            why=N_("Nobody is left to take it."),
            exempt=N_("It is the copy itself."),
        ),
        PersonalData(
            column="erasing.member_id",
            what=N_("That you asked to be erased"),
            erasure=Erasure.DELETE,
            why=N_("It goes once the files are written anew."),
        ),
    ],
)
