from civic.core import db
from civic.core.clock import now
from civic.members import mandates


def run() -> None:
    """Mandates that end, and those that soon will."""
    with db.writing() as session:
        mandates.end(session, at=now())
        mandates.tell_beforehand(session, at=now())
