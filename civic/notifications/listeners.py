import json
from dataclasses import asdict
from secrets import token_hex

from sqlmodel import Session

from civic.core.facts import Fact
from civic.notifications.models import KEY, PendingNotice


def leave_notes(session: Session, fact: Fact) -> None:
    """One row per notice of the fact; the tick tells the people."""
    notices = session.info["registry"].notices.get(type(fact), ())
    details = json.loads(json.dumps(asdict(fact), default=str)) | {KEY: token_hex(8)}
    for number in range(len(notices)):
        session.add(PendingNotice(fact=type(fact).__name__, details=details, number=number))
