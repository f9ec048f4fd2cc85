"""What commitments ask of people and of the house, and how they stand all together."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case
from sqlalchemy import select as pick
from sqlmodel import Session, col, func, or_, select

from civic.core.actor import Actor
from civic.core.audience import readable
from civic.core.links import Waiting
from civic.core.pagination import COUNT_LIMIT
from civic.core.tables import columns
from civic.core.waiting import Question, Row, asked
from civic.core.words import N_
from civic.spaces.models import Space
from proposals.commitments.models import Commitment, State


class Balance(NamedTuple):
    """Of the thousand commitments that fall or fell due last since some day."""

    kept: int
    kept_late: int
    not_kept: int
    late: int
    open: int

    @property
    def fell_due(self) -> int:
        return self.kept + self.kept_late + self.not_kept + self.late


def promised(actor: Actor, *, now: datetime) -> Question:
    """What the actor keeps, where they still belong, the nearest last day first."""
    return Question(_promised(), {"member_id": actor.id, "spaces": actor.spaces})


@cache
def _promised() -> Select[Any]:
    return (
        asked(
            col(Commitment.id),
            title=col(Commitment.title),
            language=col(Commitment.language),
            at=col(Commitment.due),
        )
        .where(
            col(Commitment.keeper_id) == bindparam("member_id"),
            col(Commitment.state) == State.OPEN,
            col(Commitment.space_id).in_(bindparam("spaces", expanding=True)),
        )
        .order_by(col(Commitment.due), col(Commitment.id))
    )


def promise_waits(session: Session, row: Row) -> Waiting:
    return Waiting(
        endpoint="commitments.show",
        id=row.id,
        title=row.title,
        language=row.language,
        kind=N_("Commitment"),
        message=N_("You see to it that this is kept."),
        button=N_("Give news"),
        deadline=row.at,
    )


def balance(session: Session, *, actor: Actor | None, since: datetime, now: datetime) -> Balance:
    newest = (
        pick(*columns(Commitment.state, Commitment.due, Commitment.settled_at))
        .join(Space)
        .where(readable(actor, audience=Space.audience, space_id=Space.id))
        .where(col(Commitment.due) >= since)
        .order_by(col(Commitment.due).desc())
        .limit(COUNT_LIMIT)
        .subquery()
    )
    state, due, settled_at = newest.c.state, newest.c.due, newest.c.settled_at

    def counted(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    row = session.execute(
        pick(
            counted((state == State.KEPT) & (settled_at <= due)),
            counted((state == State.KEPT) & (settled_at > due)),
            counted(state == State.NOT_KEPT),
            counted((state == State.OPEN) & (due < now)),
            counted((state == State.OPEN) & (due >= now)),
        )
    ).one()
    return Balance(*map(int, row))


def silent(session: Session, *, before: datetime, limit: int = 100) -> list[int]:
    """Open ones whose last day and last news lie before that moment."""
    found = (
        select(Commitment.id)
        .where(Commitment.state == State.OPEN, Commitment.due <= before)
        .where(or_(col(Commitment.news_at).is_(None), col(Commitment.news_at) <= before))
    )
    return list(session.exec(found.order_by(col(Commitment.due)).limit(limit)))


def due_soon(session: Session, *, before: datetime, limit: int = 100) -> list[int]:
    """Open ones whose last day comes before that moment, and whose keeper was not told yet."""
    found = select(Commitment.id).where(
        Commitment.state == State.OPEN,
        Commitment.due <= before,
        col(Commitment.reminded).is_(False),
    )
    return list(session.exec(found.order_by(col(Commitment.due)).limit(limit)))
