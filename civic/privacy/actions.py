"""Asking for a copy and taking it; asking to be erased, and staying after all."""

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.clock import now
from civic.members import queries as members
from civic.members.actions import LastAdministrator
from civic.members.models import Member
from civic.privacy.models import DataCopy, Erasing
from civic.privacy.policies import COOLING_OFF, KEPT_FOR, OWN


def ask_for_copy(session: Session, *, actor: Actor) -> DataCopy:
    """One at a time: what waits or is ready stays; what was taken or is too old is made again."""
    OWN.check(actor, None)
    copy = session.get(DataCopy, actor.id, with_for_update=True)
    if copy and (copy.made_at is None or can_be_taken(copy)):
        return copy
    if copy:
        session.delete(copy)
        session.flush()
    copy = DataCopy(member_id=actor.id)
    session.add(copy)
    return copy


def can_be_taken(copy: DataCopy | None) -> bool:
    return bool(
        copy and copy.made_at and copy.content and not copy.taken_at
        and now() - copy.made_at < KEPT_FOR
    )  # fmt: skip


def take(session: Session, *, actor: Actor) -> bytes | None:
    """The actor's own zip, once; None when there is none, or no longer."""
    OWN.check(actor, None)
    copy = session.get(DataCopy, actor.id, with_for_update=True, populate_existing=True)
    if copy is None or not can_be_taken(copy):
        return None
    content, copy.content, copy.taken_at = copy.content, None, now()
    session.add(copy)
    return content


def ask_to_be_erased(session: Session, *, actor: Actor, with_texts: bool) -> Erasing:
    """Asked again, the words may be changed, the day not. Raises LastAdministrator."""
    OWN.check(actor, None)
    if actor.is_admin and members.is_last_administrator(
        session, session.get_one(Member, actor.id), lock=True
    ):
        raise LastAdministrator
    asked = session.get(Erasing, actor.id) or Erasing(
        member_id=actor.id, due_at=now() + COOLING_OFF
    )
    asked.with_texts = with_texts
    session.add(asked)
    return asked


def stay(session: Session, *, actor: Actor) -> bool:
    """Whether there was anything to take back."""
    OWN.check(actor, None)
    asked = session.get(Erasing, actor.id, with_for_update=True)
    if asked is None or asked.erased_at:
        return False
    session.delete(asked)
    return True
