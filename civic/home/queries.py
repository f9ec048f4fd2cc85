from datetime import datetime

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.links import Waiting


def waiting(session: Session, actor: Actor, *, now: datetime, limit: int) -> list[Waiting]:
    """What every feature expects of the actor, most urgent first; one query per feature."""
    entries = [
        entry
        for source in session.info["registry"].waiting
        for entry in source(session, actor, now=now, limit=limit)
    ]
    return sorted(entries, key=lambda e: (e.deadline is None, e.deadline or now))[:limit]
