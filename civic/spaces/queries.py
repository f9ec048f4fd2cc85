"""Reading. Nothing here writes, and nothing here knows about HTTP."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from civic.core.actor import Actor
from civic.core.audience import readable
from civic.core.links import Link
from civic.members.models import Member
from civic.spaces.models import Membership, Phase, Role, Space


def member_ids(session: Session, space_id: int) -> list[int]:
    found = select(Membership.member_id).where(col(Membership.space_id) == space_id)
    return list(session.exec(found))


def visible(
    session: Session, actor: Actor | None, *, archived: bool = False, limit: int = 100
) -> Sequence[Space]:
    """Spaces that the actor may see, their own first."""
    mine = actor.spaces if actor else ()
    found = select(Space).where(readable(actor, audience=Space.audience, space_id=Space.id))
    there = col(Space.archived_at).is_not(None) if archived else col(Space.archived_at).is_(None)
    first = col(Space.id).in_(mine).desc()
    return session.exec(found.where(there).order_by(first, col(Space.title)).limit(limit)).all()


def links(session: Session, ids: Sequence[int]) -> list[Link]:
    rows = session.exec(select(Space.id, Space.title).where(col(Space.id).in_(ids)))
    return [Link(endpoint="spaces.show", id=id, title=title) for id, title in rows]


def phases(session: Session, space_id: int) -> Sequence[Phase]:
    found = select(Phase).where(Phase.space_id == space_id)
    return session.exec(found.order_by(col(Phase.position)).limit(50)).all()


def people(
    session: Session, space_id: int, *, after: str = "", size: int = 100
) -> list[tuple[int, str, Role]]:
    """Members of a space by name, with their role."""
    found = (
        select(Member.id, Member.name, Membership.role)
        .join(Membership)
        .where(Membership.space_id == space_id, col(Member.name) > after)
        .order_by(col(Member.name))
        .limit(size)
    )
    return [(id, name, Role(role)) for id, name, role in session.exec(found)]


def count_people(session: Session, space_id: int) -> int:
    found = select(func.count()).select_from(Membership)
    return session.exec(found.where(Membership.space_id == space_id)).one()
