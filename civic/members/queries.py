from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, func, or_, select

from civic.core.actor import Actor
from civic.core.addresses import row_number
from civic.core.links import Waiting
from civic.core.pagination import Page
from civic.core.waiting import Question, Row, asked
from civic.core.words import N_, plain
from civic.members.models import CommunityRole, Member, MemberState

BEYOND = "\U0010ffff"
"""Sorts after every letter: the end of "begins with"."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the list of members is narrowed to; empty words narrow nothing."""

    state: MemberState = MemberState.ACTIVE
    words: str = ""
    """The beginning of a name or of an address."""
    role: str = ""
    category: str = ""
    college: str = ""
    reach: str = ""
    """``none``: without an address; ``bounced``: mail came back."""


def members(session: Session, filters: Filters, *, after: str = "", size: int = 50) -> Page[Member]:
    """By name, accents and capitals aside; paged by name and id."""
    found = (
        select(Member)
        .where(*_conditions(filters))
        .order_by(col(Member.sort_name), col(Member.id))
        .limit(size + 1)
    )
    rows = list(session.exec(found.where(*further(after))))
    end = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], next=f"{end.sort_name}|{end.id}" if end else None)


def further(after: str) -> list[Any]:
    """Where the page before ended, as ``name|number``: for lists by name and id."""
    name, bar, number = after.rpartition("|")
    if not bar:
        return []
    sort_name = col(Member.sort_name)
    return [or_(sort_name > name, (sort_name == name) & (col(Member.id) > row_number(number)))]


def count(session: Session, filters: Filters, *, most: int = 1_000) -> int:
    """How many match; counting stops at ``most``."""
    some = select(Member.id).where(*_conditions(filters)).limit(most).subquery()
    return session.exec(select(func.count()).select_from(some)).one()


def _conditions(filters: Filters) -> list[Any]:
    found: list[Any] = [Member.state == filters.state, col(Member.erased_at).is_(None)]
    if filters.words:
        found.append(begins_with(filters.words))
    if filters.role in set(CommunityRole):
        found.append(Member.role == CommunityRole(filters.role))
    if filters.category:
        found.append(Member.category == filters.category)
    if filters.college:
        found.append(Member.college == filters.college)
    if filters.reach == "none":
        found.append(col(Member.email).is_(None))
    elif filters.reach == "bounced":
        found.append(col(Member.email_bounced_at).is_not(None))
    return found


def begins_with(words: str) -> Any:
    """Any word of a name, or an address: an address has an @ in it, or is asked for with one."""
    address = col(Member.email).startswith(words.casefold(), autoescape=True)
    return or_(has_word(words), address)


def has_word(words: str) -> Any:
    """A name of which a word begins so, accents and capitals aside."""
    start, name = plain(words), col(Member.sort_name)
    first = (name >= start) & (name < start + BEYOND)
    return or_(first, name.contains(" " + start, autoescape=True))


def words_used(session: Session) -> tuple[list[str], list[str]]:
    """The categories and colleges there are, for the filters."""
    both = []
    for column in (Member.category, Member.college):
        found = select(column).where(col(column).is_not(None)).distinct().limit(50)
        both.append(sorted(word for word in session.exec(found) if word))
    return both[0], both[1]


def named(session: Session, text: str) -> Member | None:
    """The one active member of this number, exact name or address; None when there is none, or
    more than one."""
    found = select(Member).where(Member.state == MemberState.ACTIVE)
    if number := row_number(text):
        found = found.where(Member.id == number)
    else:
        found = found.where((Member.name == text) | (Member.email == text.casefold()))
    rows = session.exec(found.limit(2)).all()
    return rows[0] if len(rows) == 1 else None


def name_of(session: Session, member_id: int) -> str:
    """For sentences about somebody who may have left in the meantime."""
    member = session.get(Member, member_id)
    return member.name if member else "?"


def administrators(session: Session, after: int, limit: int) -> list[int]:
    """Ids of those who administer the community, above ``after``."""
    found = select(Member.id).where(
        Member.role == CommunityRole.ADMINISTRATOR,
        Member.state == MemberState.ACTIVE,
        col(Member.id) > after,
    )
    return list(session.exec(found.order_by(col(Member.id)).limit(limit)))


def is_last_administrator(session: Session, member: Member, *, lock: bool = False) -> bool:
    """``lock``: nobody's office changes until the transaction ends, so that two who lay theirs down
    at once do not leave the community without any."""
    if member.role != CommunityRole.ADMINISTRATOR or member.state != MemberState.ACTIVE:
        return False
    found = select(Member.id).where(
        Member.role == CommunityRole.ADMINISTRATOR, Member.state == MemberState.ACTIVE
    )
    if lock:
        found = found.order_by(col(Member.id)).with_for_update()
    return list(session.exec(found)) == [member.id]


def who_holds_office(session: Session) -> list[tuple[str, str, datetime | None]]:
    """Name, role and end of mandate of administrators and auditors, by role and name."""
    found = select(Member.name, Member.role, Member.role_until).where(
        Member.role != CommunityRole.MEMBER, Member.state == MemberState.ACTIVE
    )
    return list(session.exec(found.order_by(col(Member.role), col(Member.sort_name)).limit(100)))


def requests(actor: Actor, *, now: datetime) -> Question | None:
    """For administrators: who asks to join."""
    return Question(_asks_to_join(), {}) if actor.is_admin else None


@cache
def _asks_to_join() -> Select[Any]:
    found = asked(col(Member.id), title=col(Member.name))
    return found.where(col(Member.state) == MemberState.REQUESTED).order_by(
        col(Member.sort_name), col(Member.id)
    )


def request_waits(session: Session, row: Row) -> Waiting:
    return Waiting(
        endpoint="members.answer",
        id=row.id,
        title=row.title,
        kind=N_("Request"),
        message=N_("Somebody asks to join the community."),
        button=N_("Answer"),
    )


def anybody(session: Session) -> bool:
    return session.exec(select(Member.id).limit(1)).first() is not None
