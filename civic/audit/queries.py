"""Reading the record of acts, with the titles of what they concern."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as pick
from sqlmodel import Session, col, or_

from civic.audit.models import AuditEntry
from civic.audit.subjects import subjects
from civic.core import db
from civic.core.actor import Actor
from civic.core.audience import readable
from civic.core.links import Link
from civic.core.pagination import Page
from civic.core.tables import columns
from civic.members.models import Member
from civic.spaces.models import Space


@dataclass(frozen=True, kw_only=True)
class Act:
    """One line of the record."""

    id: int
    at: datetime
    name: str
    """Of the fact."""
    actor: str | None
    """Whoever did it; None for the house itself, and for somebody who has left."""
    by_the_house: bool
    details: Mapping[str, Any]
    space: Link | None
    subject: Link | None


def acts(
    session: Session,
    *,
    viewer: Actor | None,
    size: int,
    before: int | None = None,
    space_id: int | None = None,
    about: tuple[str, int] | None = None,
) -> Page[Act]:
    """A page of what the viewer may know, the newest first, paged by id. ``about``: only facts
    about one row, such as ``("round", 7)``."""
    visible = readable(viewer, audience=Space.audience, space_id=Space.id)
    found = _acts().where(or_(col(AuditEntry.space_id).is_(None), visible)).limit(size + 1)
    if before:
        found = found.where(col(AuditEntry.id) < before)
    if space_id:
        found = found.where(col(AuditEntry.space_id) == space_id)
    if about:
        kind, number = about
        found = found.where(col(AuditEntry.about) == f"{kind}:{number}")
    rows = session.execute(found).all()
    shown = _with_subjects(session, rows[:size])
    return Page(shown, next=str(shown[-1].id) if len(rows) > size else None)


def acts_of_others(
    session: Session, actor: Actor, *, since: datetime, names: Collection[str], limit: int
) -> list[Act]:
    """What others did in the actor's spaces after ``since``, of the facts named."""
    about = {
        "spaces": list(actor.spaces),
        "names": list(names),
        "since": since,
        "member_id": actor.id,
        "limit": limit,
    }
    return _with_subjects(session, db.look(session, _acts_of_others(), about).all())


@cache
def _acts_of_others() -> Any:
    """Put together once, as it stands on everybody's first page."""
    return (
        _acts()
        .where(
            col(AuditEntry.space_id).in_(bindparam("spaces", expanding=True)),
            col(AuditEntry.name).in_(bindparam("names", expanding=True)),
            col(AuditEntry.told_at) > bindparam("since"),
            col(Member.id).is_distinct_from(bindparam("member_id")),
        )
        .order_by(None)
        .order_by(col(AuditEntry.told_at).desc(), col(AuditEntry.id).desc())  # ends at ``since``
        .limit(bindparam("limit"))
    )


def _acts() -> Any:
    return (
        pick(
            *columns(
                AuditEntry.id, AuditEntry.told_at, AuditEntry.name, AuditEntry.actor,
                AuditEntry.details, col(Member.name).label("who"), col(Space.id).label("space_id"),
                col(Space.title).label("space_title"), col(Space.language).label("space_language"),
            )
        )
        .select_from(AuditEntry)
        .outerjoin(Member, col(Member.pseudonym) == AuditEntry.actor)
        .outerjoin(Space, col(Space.id) == AuditEntry.space_id)
        .order_by(col(AuditEntry.id).desc())
    )  # fmt: skip


def _with_subjects(session: Session, rows: Sequence[Any]) -> list[Act]:
    """One query for each kind of subject on the page."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for kind, id in subjects(row.details):
            wanted[kind].add(id)
    loaders = session.info["registry"].links
    found = {
        (kind, link.id): link
        for kind, ids in wanted.items()
        if kind in loaders
        for link in loaders[kind](session, sorted(ids))
    }
    return [
        Act(
            id=row.id,
            at=row.told_at,
            name=row.name,
            actor=row.who,
            by_the_house=row.actor is None,
            details=row.details,
            space=Link(
                endpoint="spaces.show",
                id=row.space_id,
                title=row.space_title,
                language=row.space_language,
            )
            if row.space_id
            else None,
            subject=next((found[key] for key in subjects(row.details) if key in found), None),
        )
        for row in rows
    ]
