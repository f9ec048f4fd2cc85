from datetime import datetime

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.links import Outcome, Waiting


def waiting(session: Session, actor: Actor, *, now: datetime, limit: int) -> list[Waiting]:
    """What every feature expects of the actor, most urgent first; one query per feature."""
    entries = [
        entry
        for source in session.info["registry"].waiting
        for entry in source(session, actor, now=now, limit=limit)
    ]
    return sorted(entries, key=lambda e: (e.deadline is None, e.deadline or now))[:limit]


def outcomes(session: Session, actor: Actor, *, limit: int) -> list[Outcome]:
    """What came to an end and concerns the actor, newest first; one query per feature."""
    entries = [
        entry
        for source in session.info["registry"].outcomes
        for entry in source(session, actor, limit=limit)
    ]
    return sorted(entries, key=lambda e: e.at, reverse=True)[:limit]
