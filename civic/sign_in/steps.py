"""Steps at the door that are under way: made, looked at, and used up."""

from datetime import timedelta
from secrets import token_bytes

from sqlmodel import Session, col, delete

from civic.core.clock import now
from civic.sign_in.models import DoorStep, StepKind
from civic.sign_in.sessions import hash_of

LASTS = timedelta(minutes=10)


def make(session: Session, kind: StepKind, *, member_id: int | None = None) -> bytes:
    """32 random bytes, which are kept nowhere."""
    secret = token_bytes(32)
    session.add(
        DoorStep(
            token_hash=hash_of(secret.hex()), kind=kind, member_id=member_id,
            expires_at=now() + LASTS,
        )
    )  # fmt: skip
    return secret


def look_at(session: Session, kind: StepKind, secret: bytes) -> DoorStep | None:
    step = session.get(DoorStep, hash_of(secret.hex()))
    return step if step and step.kind == kind and step.expires_at > now() else None


def take(session: Session, kind: StepKind, secret: bytes) -> DoorStep | None:
    """Of two who come with the same, one gets it."""
    step = look_at(session, kind, secret)
    if step is None:
        return None
    gone = session.exec(delete(DoorStep).where(col(DoorStep.token_hash) == step.token_hash))
    return step if gone.rowcount == 1 else None
