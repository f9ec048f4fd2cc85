"""Reading. Nothing here writes, and nothing here knows about HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy import select as pick
from sqlmodel import Session, and_, col, func, or_, select, true

from civic.core import markdown
from civic.core.actor import Actor
from civic.core.addresses import row_number
from civic.core.links import Link
from civic.core.pagination import COUNT_LIMIT, Page, cut
from civic.core.tables import columns
from civic.core.words import plain
from civic.members.models import Member, MemberState
from civic.members.queries import begins_with, further
from civic.organisations.models import (
    Organisation,
    OrganisationDomain,
    OrganisationMembership,
    OrganisationRole,
)


class Held(Protocol):
    """A membership, or a row with what counts of one."""

    role: OrganisationRole
    role_until: datetime | None


def role_held(membership: Held, present: datetime) -> str:
    """A mandate that is over counts no longer, whether or not the clock's work has run."""
    over = membership.role_until is not None and membership.role_until <= present
    return str(OrganisationRole.MEMBER if over else membership.role)


def organisations(
    session: Session, *, archived: bool = False, after: str = "", size: int = 50
) -> Page[Organisation]:
    """By name; paged by name and number."""
    gone, by = col(Organisation.archived_at), col(Organisation.sort_name)
    found = select(Organisation).where(gone.is_not(None) if archived else gone.is_(None))
    name, bar, number = after.rpartition("|")
    if bar:
        later = (by == name) & (col(Organisation.id) > row_number(number))
        found = found.where(or_(by > name, later))
    rows = session.exec(found.order_by(by, col(Organisation.id)).limit(size + 1)).all()
    return cut(rows, size=size, key=lambda last: f"{last.sort_name}|{last.id}")


def taking_part(session: Session) -> Sequence[Organisation]:
    """All of them, to choose from or to be named in full."""
    here = select(Organisation).where(col(Organisation.archived_at).is_(None))
    return session.exec(here.order_by(col(Organisation.sort_name))).all()


def looked_after(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Those whose people the actor administers, by name; for most it is no statement at all."""
    held = [
        id for id, role in actor.organisations.items() if role == OrganisationRole.ADMINISTRATOR
    ]
    if not held:
        return ()
    mine = select(Organisation).where(col(Organisation.id).in_(held))
    here = mine.where(col(Organisation.archived_at).is_(None))
    return session.exec(here.order_by(col(Organisation.sort_name))).all()


def named(session: Session, words: str, *, limit: int = 5) -> Sequence[Organisation]:
    """Those that take part and have the words in their name: partners are few."""
    found = select(Organisation).where(is_called(words), col(Organisation.archived_at).is_(None))
    return session.exec(found.order_by(col(Organisation.sort_name)).limit(limit)).all()


def is_called(words: str) -> ColumnElement[bool]:
    """All of the words are in its name, with or without their accents."""
    name = col(Organisation.sort_name)
    return and_(true(), *(name.contains(word, autoescape=True) for word in plain(words).split()))


def of_member(
    session: Session, member_id: int
) -> list[tuple[Organisation, OrganisationMembership]]:
    """Where somebody belongs now, by name."""
    found = (
        select(Organisation, OrganisationMembership)
        .join(OrganisationMembership)
        .where(
            OrganisationMembership.member_id == member_id,
            col(OrganisationMembership.ended_at).is_(None),
        )
    )
    return list(session.exec(found.order_by(col(Organisation.sort_name)).limit(50)))


def links(session: Session, ids: Sequence[int]) -> list[Link]:
    found = select(Organisation).where(col(Organisation.id).in_(ids))
    return [
        Link(
            endpoint="organisations.show",
            id=one.id,
            title=one.name,
            language=one.language,
            excerpt=markdown.plain(one.about, 4_000),
        )
        for one in session.exec(found)
    ]


def domains(session: Session, organisation_id: int) -> list[str]:
    found = select(OrganisationDomain.domain).where(
        OrganisationDomain.organisation_id == organisation_id
    )
    return list(session.exec(found.order_by(col(OrganisationDomain.domain))))


def count_people(session: Session, organisation_id: int) -> int:
    """Up to a thousand and one."""
    some = select(OrganisationMembership.member_id).where(
        OrganisationMembership.organisation_id == organisation_id,
        col(OrganisationMembership.ended_at).is_(None),
    )
    counted = select(func.count()).select_from(some.limit(COUNT_LIMIT + 1).subquery())
    return session.exec(counted).one()


def listed(
    session: Session, organisation_id: int, *, after: str = "", size: int = 50
) -> Page[tuple[int, str]]:
    """Number and name of those who agreed to be named, by name."""
    found = (
        pick(*columns(Member.id, Member.name, Member.sort_name))
        .join(OrganisationMembership, col(OrganisationMembership.member_id) == Member.id)
        .where(
            col(OrganisationMembership.organisation_id) == organisation_id,
            col(OrganisationMembership.ended_at).is_(None),
            col(OrganisationMembership.is_listed).is_(True),
            col(Member.state) == MemberState.ACTIVE,
            *further(after),
        )
        .order_by(col(Member.sort_name), col(Member.id))
        .limit(size + 1)
    )
    rows = session.execute(found).all()
    end = rows[size - 1] if len(rows) > size else None
    shown = [(row.id, row.name) for row in rows[:size]]
    return Page(shown, next=f"{end.sort_name}|{end.id}" if end else None)


def people(
    session: Session, organisation_id: int, *, words: str = "", after: str = "", size: int = 50
) -> Page[Any]:
    """Rows of member (id, name, email) and membership by name, for who looks after them."""
    found = _people(organisation_id).where(
        col(OrganisationMembership.ended_at).is_(None),
        col(Member.state) == MemberState.ACTIVE,
        *further(after),
    )
    if words:
        found = found.where(begins_with(words))
    rows = session.execute(
        found.order_by(col(Member.sort_name), col(Member.id)).limit(size + 1)
    ).all()
    end = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], next=f"{end.sort_name}|{end.id}" if end else None)


def former(
    session: Session, organisation_id: int, *, before: datetime | None = None, size: int = 50
) -> Page[Any]:
    """The same of those who no longer belong, the latest first. Who was erased is in no list."""
    ended_at = col(OrganisationMembership.ended_at)
    found = _people(organisation_id).where(ended_at.is_not(None), col(Member.erased_at).is_(None))
    if before:
        found = found.where(ended_at < before)
    rows = session.execute(found.order_by(ended_at.desc()).limit(size + 1)).all()
    end = rows[size - 1].OrganisationMembership if len(rows) > size else None
    return Page(rows[:size], next=end.ended_at.isoformat() if end else None)


def _people(organisation_id: int) -> Any:
    return (
        pick(
            *columns(Member.id, Member.name, Member.sort_name, Member.email, OrganisationMembership)
        )
        .join(OrganisationMembership, col(OrganisationMembership.member_id) == Member.id)
        .where(col(OrganisationMembership.organisation_id) == organisation_id)
    )


def administrators(
    session: Session, organisation_id: int, *, at: datetime
) -> list[tuple[int, str, datetime | None]]:
    """Number, name and end of mandate of those who look after its people. Found first, then
    named: they are few, whoever else belongs."""
    until = col(OrganisationMembership.role_until)
    keepers = (
        select(OrganisationMembership.member_id, OrganisationMembership.role_until)
        .where(
            OrganisationMembership.organisation_id == organisation_id,
            OrganisationMembership.role == OrganisationRole.ADMINISTRATOR,
            col(OrganisationMembership.ended_at).is_(None),
            or_(until.is_(None), until > at),
        )
        .limit(100)
        .subquery()
    )
    found = (
        pick(*columns(Member.id, Member.name, keepers.c.role_until))
        .join(keepers, keepers.c.member_id == Member.id)
        .where(col(Member.state) == MemberState.ACTIVE)
    )
    rows = session.execute(found.order_by(col(Member.sort_name)))
    return [(row.id, row.name, row.role_until) for row in rows]
