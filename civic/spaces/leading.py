"""Spaces that have nobody left who facilitates them. By one's own hand the last one cannot go; but
claims end, organisations let people go, members leave the community or are erased. None of that is
held up, and none of it is silent: administrators are told, and name somebody."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.core.links import Waiting
from civic.core.waiting import Question, Row, asked
from civic.core.words import N_
from civic.members.models import Member, MemberState
from civic.members.queries import administrators
from civic.spaces.facts import SpaceLeftUnled
from civic.spaces.models import Membership, Role, Space


def look_after(session: Session, *, at: datetime) -> None:
    """Note what has nobody, and tell it once; forget it of what has somebody again."""
    for space in session.exec(_spaces(~_is_led(), noted=False)).all():
        space.unled_since = at
        session.add(space)
        tell(session, SpaceLeftUnled(space_id=space.id, actor_id=None))
    for space in session.exec(_spaces(_is_led(), noted=True)).all():
        space.unled_since = None
        session.add(space)


def _spaces(condition: ColumnElement[bool], *, noted: bool) -> Any:
    known = col(Space.unled_since)
    found = select(Space).where(condition, known.is_not(None) if noted else known.is_(None))
    return found.where(col(Space.archived_at).is_(None)).order_by(col(Space.id)).limit(100)


def _is_led() -> ColumnElement[bool]:
    found = (
        select(Membership.member_id)
        .join(Member)
        .where(Membership.space_id == Space.id, Membership.role == Role.FACILITATOR)
        .where(Member.state == MemberState.ACTIVE)
    )
    return found.exists()


def told(session: Session, _fact: SpaceLeftUnled, after: int, limit: int) -> Sequence[int]:
    return administrators(session, after, limit)


def in_words(session: Session, fact: SpaceLeftUnled) -> dict[str, Any]:
    base = session.info["config"].base_url
    return {
        "title": session.get_one(Space, fact.space_id).title,
        "link": f"{base}/spaces/{fact.space_id}/members",
    }


def is_so(session: Session, _actor: Actor, fact: SpaceLeftUnled) -> bool:
    space = session.get(Space, fact.space_id)
    return space is not None and space.unled_since is not None and space.archived_at is None


def unled(actor: Actor, *, now: datetime) -> Question | None:
    """For administrators, until somebody facilitates it."""
    return Question(_unled(), {}) if actor.is_admin else None


@cache
def _unled() -> Select[Any]:
    found = asked(col(Space.id), title=col(Space.title), language=col(Space.language))
    noted = (col(Space.unled_since).is_not(None), col(Space.archived_at).is_(None))
    return found.where(*noted).order_by(col(Space.id))


def unled_waits(session: Session, row: Row) -> Waiting:
    return Waiting(
        endpoint="spaces.members",
        id=row.id,
        title=row.title,
        language=row.language,
        kind=N_("Space"),
        message=N_("Nobody facilitates this space any more. Name somebody, or yourself."),
        button=N_("Name somebody"),
    )
