"""What was deleted from the urn must not be readable in the files of the database either."""

from datetime import datetime, timedelta

from sqlmodel import col, delete, select

from civic.core import db
from voting.models import UrnScrub

SMALL = 256 * 2**20
NIGHT = range(2, 5)
"""Hours, in UTC, in which a large database is rewritten."""


def scrub(*, now: datetime) -> int:
    """Rewrite the urn's files if a closed round still owes it. Safe to repeat after any crash:
    the debt is struck out only once the rewriting is done. A large database waits for the night,
    though never longer than two days. Opens its own transactions."""
    with db.reading() as session:
        owed = list(session.exec(select(UrnScrub)))
    late = any(now - debt.since > timedelta(days=2) for debt in owed)
    if not owed or not (late or now.hour in NIGHT or db.size() <= SMALL):
        return 0
    if not db.forget_deleted("urn_slot"):
        return 0
    with db.writing() as session:
        done = [debt.round_id for debt in owed]
        session.exec(delete(UrnScrub).where(col(UrnScrub.round_id).in_(done)))
    return len(owed)
