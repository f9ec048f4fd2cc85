from civic.core import db
from civic.core.clock import now
from civic.spaces import actions


def run() -> None:
    """Phases whose day has come."""
    with db.writing() as session:
        actions.follow_calendar(session, at=now())
