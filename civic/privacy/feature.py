"""What this package adds to the platform, on one page."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from civic.core.clock import now
from civic.core.words import N_
from civic.feature import Erasure, Feature, PersonalData, Retention, Tick
from civic.members.models import Member, MemberState
from civic.privacy import policies, ticking
from civic.privacy.models import DataCopy, Erasing
from civic.privacy.views import bp


def _old_copies(session: Session, before: datetime) -> None:
    session.exec(delete(DataCopy).where(col(DataCopy.asked_at) < before))


def _long_gone(session: Session, before: datetime) -> None:
    """They are erased as if they had asked for it."""
    gone = select(Member.id).where(
        Member.state == MemberState.LEFT,
        col(Member.left_at) < before,
        col(Member.erased_at).is_(None),
        col(Member.id).not_in(select(Erasing.member_id)),
    )
    session.add_all(Erasing(member_id=id, due_at=now()) for id in session.exec(gone.limit(200)))


feature = Feature(
    name="privacy",
    blueprint=bp,
    permissions=policies.ALL,
    ticks=[
        Tick(
            name="copies",
            what=N_("Makes the copies of their data that members asked for"),
            every=timedelta(seconds=10),
            run=ticking.make_copies,
        ),
        Tick(
            name="erasing",
            what=N_("Erases who has left"),
            every=timedelta(minutes=10),
            run=ticking.erase,
        ),
        Tick(
            name="retention",
            what=N_("Throws away what is kept no longer"),
            every=timedelta(hours=1),
            run=ticking.keep_no_longer,
        ),
    ],
    retention=[
        Retention(
            name="copies",
            what=N_("Copies of everything about a member"),
            keeps=policies.KEPT_FOR,
            sweep=_old_copies,
        ),
        Retention(
            name="former_members",
            what=N_("Name and address of members who have left"),
            keeps=timedelta(days=365),
            sweep=_long_gone,
        ),
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
            why=N_("It goes once the files are written again."),
        ),
    ],
)
