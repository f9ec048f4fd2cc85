"""Whoever does and undoes a thing in a circle mails nobody without end. What one person tells of
the same rows more than a few times within a day waits until that day is over, and is told once, as
it stands by then."""

import json
from datetime import timedelta
from hashlib import sha256

from sqlmodel import Session

from civic.core.clock import now
from civic.notifications.models import PendingNotice, ToldLately

MOST_A_DAY = 3
DAY = timedelta(days=1)


def waits(session: Session, pending: PendingNotice) -> bool:
    """Whether nobody is to be told of it now. What waits already stands for what comes after it."""
    about = _about(pending)
    if about is None:
        return False
    told = session.get(ToldLately, about) or ToldLately(about=about)
    if told.since <= now() - DAY:
        told.since, told.times, told.more_waits = now(), 0, False
    session.add(told)
    if told.times < MOST_A_DAY:
        told.times += 1
        return False
    if told.more_waits:
        session.delete(pending)
    else:
        told.more_waits, pending.not_before = True, told.since + DAY
        session.add(pending)
    return True


def _about(pending: PendingNotice) -> str | None:
    """The same for all that somebody does in one way with the same rows; None where it is about no
    row. Only a digest: it remembers whom it concerns, and needs to tell nobody."""
    rows = {name: its for name, its in pending.details.items() if name.endswith("_id")}
    if rows.keys() <= {"actor_id"}:
        return None
    said = json.dumps([pending.fact, pending.number, rows], sort_keys=True)
    return sha256(said.encode()).hexdigest()
