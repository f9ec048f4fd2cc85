from civic.core import db
from civic.core.clock import now
from civic.spaces import actions, leading, mandates


def run() -> None:
    """Phases whose day has come, mandates that end or soon will, spaces that nobody leads."""
    with db.writing() as session:
        actions.follow_calendar(session, at=now())
        mandates.end(session, at=now())
        mandates.tell_beforehand(session, at=now())
        leading.look_after(session, at=now())
