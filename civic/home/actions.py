from sqlmodel import Session

from civic.core.actor import Actor
from civic.home import policies
from civic.home.models import FeedAddress


def renew_address(session: Session, *, actor: Actor) -> None:
    """An address of the member's own; the one before stops working."""
    policies.OWN_ADDRESS.check(actor, None)
    drop_address(session, actor=actor)
    session.add(FeedAddress(member_id=actor.id))


def drop_address(session: Session, *, actor: Actor) -> None:
    policies.OWN_ADDRESS.check(actor, None)
    if known := session.get(FeedAddress, actor.id):
        session.delete(known)
        session.flush()
