"""What was deleted from the urn must not be readable in the files of the database either."""

from datetime import datetime

from sqlmodel import col, delete, select

from civic.core import db
from civic.core.rewriting import is_time
from voting.models import UrnScrub


def scrub(*, now: datetime) -> int:
    """Rewrite the urn's files if a closed round still owes it. Safe to repeat after any crash:
    the debt is struck out only once the rewriting is done. A large database waits for the night,
    though never longer than two days. Opens its own transactions."""
    with db.reading() as session:
        owed = list(session.exec(select(UrnScrub)))
    if not is_time((debt.since for debt in owed), now=now):
        return 0
    if not db.forget_deleted("urn_slot"):
        return 0
    with db.writing() as session:
        done = [debt.round_id for debt in owed]
        session.exec(delete(UrnScrub).where(col(UrnScrub.round_id).in_(done)))
    return len(owed)
