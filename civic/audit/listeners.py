import json
from dataclasses import asdict

from sqlmodel import Session, select

from civic.audit.models import AuditEntry
from civic.audit.subjects import about
from civic.core.facts import Fact, Journal
from civic.members.models import Member


def remember(session: Session, fact: Fact) -> None:
    if fact.journal is Journal.NONE:
        return
    details = json.loads(json.dumps(asdict(fact), default=str))
    details.pop("actor_id")
    pseudonym = session.exec(select(Member.pseudonym).where(Member.id == fact.actor_id)).first()
    session.add(
        AuditEntry(
            name=type(fact).__name__,
            actor=pseudonym,
            space_id=details["space_id"] if fact.journal is Journal.SPACE else None,
            about=about(details),
            details=details,
        )
    )
