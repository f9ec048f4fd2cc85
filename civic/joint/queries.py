from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam
from sqlalchemy import select as pick
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from civic.core.actor import Actor
from civic.core.links import Waiting
from civic.core.pagination import Page
from civic.core.tables import columns
from civic.core.waiting import Question, Row, asked
from civic.core.words import N_
from civic.joint.models import JointAct
from civic.joint.policies import FACILITATOR, KEEPER
from civic.members.models import CommunityRole, Member, MemberState

Line = tuple[JointAct, str | None, str | None, str | None]
"""An act, and the names of who asked, who agreed, and whom it concerns."""


def open_in_space(
    session: Session, *, space_id: int, kinds: Collection[str]
) -> list[tuple[JointAct, str | None]]:
    """What of these kinds waits in a space, with the names of those who asked; the oldest first."""
    is_open = (col(JointAct.done_at).is_(None), col(JointAct.stopped_at).is_(None))
    found = (
        pick(*columns(JointAct, Member.name))
        .outerjoin(Member, col(JointAct.asked_by_id) == Member.id)
        .where(*is_open, col(JointAct.space_id) == space_id, col(JointAct.kind).in_(kinds))
        .order_by(col(JointAct.id))
    )
    return [(act, name) for act, name in session.execute(found)]


def acts(session: Session, *, open: bool, size: int, before: int | None = None) -> Page[Line]:
    """What waits, or what is over; the newest first, paged by id."""
    over = or_(col(JointAct.done_at).is_not(None), col(JointAct.stopped_at).is_not(None))
    found = _lines().where(~over if open else over).order_by(col(JointAct.id).desc())
    if before:
        found = found.where(col(JointAct.id) < before)
    rows = [tuple(row) for row in session.execute(found.limit(size + 1))]
    return Page(rows[:size], next=str(rows[size - 1][0].id) if len(rows) > size else None)


def line(session: Session, act_id: int) -> Line | None:
    row = session.execute(_lines().where(col(JointAct.id) == act_id)).first()
    return tuple(row) if row else None


def _lines() -> Any:
    asker, second, subject = aliased(Member), aliased(Member), aliased(Member)
    return (
        pick(*columns(JointAct, asker.name, second.name, subject.name))
        .outerjoin(asker, col(JointAct.asked_by_id) == asker.id)
        .outerjoin(second, col(JointAct.agreed_by_id) == second.id)
        .outerjoin(subject, col(JointAct.subject_id) == subject.id)
    )


def administrators(session: Session) -> int:
    found = select(func.count()).select_from(Member)
    return session.exec(
        found.where(Member.role == CommunityRole.ADMINISTRATOR, Member.state == MemberState.ACTIVE)
    ).one()


def waiting(actor: Actor, *, now: datetime) -> Question | None:
    """For administrators: what another one asked for; for those of an organisation, what is about
    its people alone; for facilitators, what is about their space."""
    kept = [number for number, role in actor.organisations.items() if role == KEEPER]
    led = [space for space, roles in actor.roles_by_space.items() if FACILITATOR in roles]
    if not actor.is_admin and not kept and not led:
        return None
    return Question(_answered_by(actor.is_admin), {"member_id": actor.id, "kept": kept, "led": led})


@cache
def _answered_by(an_administrator: bool) -> Select[Any]:
    answered = or_(
        col(JointAct.organisation_id).in_(bindparam("kept", expanding=True)),
        col(JointAct.space_id).in_(bindparam("led", expanding=True)),
    )
    return _open().where(
        *([] if an_administrator else [answered]),
        col(JointAct.agreed_at).is_(None),
        col(JointAct.asked_by_id).is_distinct_from(bindparam("member_id")),
        col(JointAct.subject_id).is_distinct_from(bindparam("member_id")),
    )


def waits(session: Session, row: Row) -> Waiting:
    message = N_("Somebody else asks for this, and it takes a second person.")
    return _said(session, row, kind=N_("Takes two"), message=message, holds_up=True)


def about_me(actor: Actor, *, now: datetime) -> Question:
    """What is asked for about the actor: on every device that is signed in."""
    return Question(_about(), {"member_id": actor.id})


@cache
def _about() -> Select[Any]:
    return _open().where(col(JointAct.subject_id) == bindparam("member_id"))


def concerns_me(session: Session, row: Row) -> Waiting:
    message = N_("Administrators ask for this about you. If you do not want it, stop it.")
    return _said(session, row, kind=N_("Your account"), message=message)


def _open() -> Select[Any]:
    found = asked(
        col(JointAct.id), title=col(JointAct.kind), details=col(JointAct.details),
        at=col(JointAct.due_at),
    )  # fmt: skip
    is_open = (col(JointAct.done_at).is_(None), col(JointAct.stopped_at).is_(None))
    return found.where(*is_open).order_by(col(JointAct.id))


def _said(
    session: Session, row: Row, *, kind: str, message: str, holds_up: bool = False
) -> Waiting:
    declared = session.info["registry"].joint_kinds[row.title]
    return Waiting(
        endpoint="joint.show", id=row.id, keyless=True, values={"act_id": row.id},
        title=declared.describe(session, row.details), kind=kind, message=message,
        button=N_("Look at it"), deadline=row.at, holds_up=holds_up,
    )  # fmt: skip
