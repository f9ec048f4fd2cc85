"""What spaces mean for one member: what waits, and what comes."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam
from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.audience import Reader, readable, reader
from civic.core.links import Deadline, Waiting
from civic.core.waiting import Question, Row, asked, details
from civic.core.words import N_
from civic.spaces.models import JoinRequest, Membership, Phase, Role, Space


def requests_waiting(actor: Actor, *, now: datetime) -> Question:
    """Spaces of which the actor is a facilitator and in which somebody asks to join."""
    return Question(_led_and_asked(), {"member_id": actor.id})


@cache
def _led_and_asked() -> Select[Any]:
    member_id: Any = bindparam("member_id")
    return (
        asked(col(Space.id), title=col(Space.title), language=col(Space.language))
        .join(Membership, col(Membership.space_id) == col(Space.id))
        .where(col(Membership.member_id) == member_id, col(Membership.role) == Role.FACILITATOR)
        .where(select(JoinRequest).where(JoinRequest.space_id == Space.id).exists())
        .order_by(col(Space.title))
    )


def request_waits(session: Session, row: Row) -> Waiting:
    return Waiting(
        endpoint="spaces.members",
        id=row.id,
        title=row.title,
        language=row.language,
        kind=N_("Request"),
        message=N_("Somebody asks to join this space."),
        button=N_("Answer"),
    )


def phases_to_come(actor: Actor | None, *, now: datetime) -> Question:
    """Phases that the clock will enter."""
    about = {"spaces": actor.spaces if actor else (), "now": now}
    return Question(_phases_to_come(reader(actor)), about)


@cache
def _phases_to_come(reader: Reader) -> Select[Any]:
    return (
        asked(
            col(Space.id),
            title=col(Space.title),
            language=col(Space.language),
            details=details(phase=Phase.id),
            at=col(Phase.starts_at),
            told_at=col(Space.created_at),
        )
        .join(Phase, col(Space.id) == Phase.space_id)
        .where(col(Phase.starts_at) > bindparam("now"), col(Phase.entered_at).is_(None))
        .where(concerning(reader), col(Space.archived_at).is_(None))
        .order_by(col(Phase.starts_at))
    )


def phase_comes(session: Session, row: Row) -> Deadline:
    assert row.at
    assert row.told_at
    return Deadline(
        endpoint="spaces.show",
        id=row.id,
        title=row.title,
        language=row.language,
        at=row.at,
        what=f"phase-{row.details['phase']}",
        message=N_("Another phase begins."),
        told_at=row.told_at,
    )


def concerning(reader: Reader) -> ColumnElement[bool]:
    """For WHERE: a member's own ``spaces``, told when it is executed; for a visitor, what everybody
    may read."""
    if reader == Reader.VISITOR:
        return readable(None, audience=Space.audience, space_id=Space.id)
    return col(Space.id).in_(bindparam("spaces", expanding=True))
