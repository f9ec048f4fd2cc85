"""When the database is rewritten, so that what was deleted cannot be read in its files."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from civic.core import db

SMALL = 256 * 2**20
"""A database up to this many bytes is rewritten at once."""
NIGHT = range(2, 5)
"""Hours, in UTC, in which a larger one is."""
LATEST = timedelta(days=2)


def is_time(owed_since: Iterable[datetime], *, now: datetime) -> bool:
    """Whether one of these debts is to be paid now; False where nothing is owed."""
    debts = list(owed_since)
    late = any(now - since > LATEST for since in debts)
    return bool(debts) and (late or now.hour in NIGHT or db.size() <= SMALL)
