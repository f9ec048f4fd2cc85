from sqlmodel import Session, col, func, or_, select

from civic.core.pagination import Page
from civic.members.models import Member, MemberState


def members(
    session: Session, *, words: str = "", state: MemberState, after: str = "", size: int = 50
) -> Page[Member]:
    """By name, paged by name and id; found by the beginning of a name or of an address."""
    found = (
        select(Member)
        .where(Member.state == state)
        .order_by(col(Member.name), col(Member.id))
        .limit(size + 1)
    )
    if words:
        found = found.where(
            or_(
                col(Member.name).istartswith(words, autoescape=True),
                col(Member.email).istartswith(words, autoescape=True),
            )
        )
    if after:
        name, _, number = after.rpartition("|")
        last = int(number) if number.isdigit() else 0
        found = found.where(
            or_(col(Member.name) > name, (col(Member.name) == name) & (col(Member.id) > last))
        )
    rows = list(session.exec(found))
    end = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], next=f"{end.name}|{end.id}" if end else None)


def count(session: Session) -> int:
    found = select(func.count()).select_from(Member)
    return session.exec(found.where(Member.state == MemberState.ACTIVE)).one()


def anybody(session: Session) -> bool:
    return session.exec(select(Member.id).limit(1)).first() is not None
