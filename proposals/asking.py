"""How often somebody asks others to sign or to agree. Each time is a mail to somebody, also where
the draft is thrown away a moment later: what was asked is counted, not what is left of it."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from civic.core.actor import Actor
from civic.core.clock import now
from proposals.actions import TooMany
from proposals.models import Asking

MOST_A_DAY = 20
DAY = timedelta(days=1)


def count(session: Session, actor: Actor) -> None:
    """Once more. Raises TooMany."""
    today = (
        select(func.count())
        .select_from(Asking)
        .where(Asking.member_id == actor.id, col(Asking.at) > now() - DAY)
    )
    if session.exec(today).one() >= MOST_A_DAY:
        raise TooMany
    session.add(Asking(member_id=actor.id))


def sweep(session: Session, before: datetime) -> None:
    session.exec(delete(Asking).where(col(Asking.at) < before))
