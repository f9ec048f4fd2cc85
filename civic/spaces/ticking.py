from civic.core import db
from civic.core.clock import now
from civic.spaces import actions, mandates


def run() -> None:
    """Phases whose day has come, and mandates that end or soon will."""
    with db.writing() as session:
        actions.follow_calendar(session, at=now())
        mandates.end(session, at=now())
        mandates.tell_beforehand(session, at=now())
