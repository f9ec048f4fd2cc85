"""Reading. Nothing here writes, and nothing here knows about HTTP."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, tuple_
from sqlalchemy import select as pick
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from civic.core import db
from civic.core.actor import Actor
from civic.core.addresses import row_number
from civic.core.audience import Reader, readable, readable_by, reader
from civic.core.links import Link
from civic.core.markdown import plain
from civic.core.pagination import COUNT_LIMIT, Page, cut
from civic.core.tables import columns
from civic.members.models import CommunityRole, Member, MemberState
from civic.members.queries import has_word
from civic.spaces.models import JoinRequest, Membership, Phase, Role, Space


def visible(
    session: Session,
    actor: Actor | None,
    *,
    archived: bool = False,
    size: int = 100,
    after: int | None = None,
) -> Page[Space]:
    """Spaces that the actor may see, their own first, by title; ``after``: the last of the page
    before, by its number."""
    found, own = _visible(reader(actor), archived), actor.spaces if actor else ()
    if after is not None:
        last = aliased(Space)
        title = pick(*columns(last.title)).where(
            col(last.id) == after, readable(actor, audience=last.audience, space_id=last.id)
        )
        is_own = col(Space.id).in_(own)
        behind = tuple_(col(Space.title), col(Space.id)) > tuple_(title.scalar_subquery(), after)
        rest = or_(behind, ~is_own) if after in own else and_(behind, ~is_own)
        found = found.where(rest)
    rows = session.scalars(found, {"spaces": own, "most": size + 1}).all()
    return Page(rows[:size], next=str(rows[size - 1].id) if len(rows) > size else None)


def named(session: Session, actor: Actor | None, *, limit: int = 100) -> Sequence[Any]:
    """The same, with id, title and language only, to choose one of them."""
    about = {"spaces": actor.spaces if actor else (), "most": limit}
    found: Sequence[Any] = db.look(session, _named(reader(actor)), about).all()
    return found


@cache
def _named(reader: Reader) -> Select[Any]:
    shown = columns(Space.id, Space.title, Space.language)
    return _visible(reader, archived=False).with_only_columns(*shown)


@cache
def _visible(reader: Reader, archived: bool) -> Select[Any]:
    """Put together once: building it costs more than running it."""
    visible = readable_by(reader, audience=Space.audience, space_id=Space.id)
    there = col(Space.archived_at).is_not(None) if archived else col(Space.archived_at).is_(None)
    first = col(Space.id).in_(bindparam("spaces", expanding=True)).desc()
    found: Select[Any] = pick(Space).where(visible, there)
    return found.order_by(first, col(Space.title), col(Space.id)).limit(bindparam("most"))


def of_organisation(
    session: Session, actor: Actor | None, ids: Sequence[int], *, limit: int = 100
) -> dict[int, dict[str, list[Space]]]:
    """The spaces of partner organisations that the actor may see, for their pages."""
    found = (
        select(Space)
        .where(readable(actor, audience=Space.audience, space_id=Space.id))
        .where(col(Space.organisation_id).in_(ids), col(Space.archived_at).is_(None))
        .order_by(col(Space.title))
        .limit(limit)
    )
    shown: dict[int, dict[str, list[Space]]] = {id: {"spaces": []} for id in ids}
    for space in session.exec(found):
        shown[space.organisation_id or 0]["spaces"].append(space)
    return shown


def links(session: Session, ids: Sequence[int]) -> list[Link]:
    found = select(Space.id, Space.title, Space.language, Space.purpose)
    return [
        Link(
            endpoint="spaces.show",
            id=id,
            title=title,
            language=language,
            excerpt=plain(text, 4_000),
        )
        for id, title, language, text in session.exec(found.where(col(Space.id).in_(ids)))
    ]


def actors(session: Session, members: Sequence[Member]) -> dict[int, Actor]:
    """Members as actors, in one query: for whoever acts on their behalf while they are away."""
    roles: dict[int, dict[int, frozenset[str]]] = {member.id: {} for member in members}
    found = select(Membership).where(col(Membership.member_id).in_(list(roles)))
    for belongs in session.exec(found):
        roles[belongs.member_id][belongs.space_id] = frozenset({str(belongs.role)})
    return {
        member.id: Actor(
            id=member.id,
            name=member.name,
            is_admin=member.role == CommunityRole.ADMINISTRATOR,
            is_auditor=member.role == CommunityRole.AUDITOR,
            locale=member.locale,
            time_zone=member.time_zone,
            roles_by_space=roles[member.id],
        )
        for member in members
    }


def phases(session: Session, space_id: int) -> Sequence[Phase]:
    found = select(Phase).where(Phase.space_id == space_id)
    return session.exec(found.order_by(col(Phase.position)).limit(50)).all()


def people(
    session: Session, space_id: int, *, after: str = "", size: int = 100
) -> Page[tuple[int, str, Role, datetime | None]]:
    """Members of a space by name, with their role and its end; paged by name and number."""
    by = col(Member.sort_name)
    found = (
        pick(*columns(Member.id, Member.name, Membership.role, Membership.role_until, by))
        .join(Membership)
        .where(col(Membership.space_id) == space_id, col(Member.state) == MemberState.ACTIVE)
        .order_by(by, col(Member.id))
        .limit(size + 1)
    )
    name, bar, number = after.rpartition("|")
    if bar:
        later = (by == name) & (col(Member.id) > row_number(number))
        found = found.where((by > name) | later)
    rows = session.execute(found).all()
    end = rows[size - 1] if len(rows) > size else None
    shown = [(id, name, Role(role), until) for id, name, role, until, _by in rows[:size]]
    return Page(shown, next=f"{end.sort_name}|{end.id}" if end else None)


def facilitators(session: Session, space_id: int, *, limit: int = 12) -> list[str]:
    found = (
        select(Member.name)
        .join(Membership)
        .where(Membership.space_id == space_id, Membership.role == Role.FACILITATOR)
        .where(Member.state == MemberState.ACTIVE)
    )
    by_name = func.lower(Member.sort_name)  # a bare column would have SQLite walk all names
    return list(session.exec(found.order_by(by_name).limit(limit)))


def is_last_facilitator(
    session: Session, space_id: int, member_id: int, *, lock: bool = False
) -> bool:
    """Of those who can still come in. ``lock``: none of them lays the duty down until the
    transaction ends, so that two who do at once do not leave the space without any."""
    found = _facilitators(space_id)
    if lock:
        found = found.order_by(col(Membership.member_id)).with_for_update(of=Membership)
    return list(session.exec(found)) == [member_id]


def facilitator_ids(session: Session, space_id: int) -> list[int]:
    """Of those who can still come in."""
    return list(session.exec(_facilitators(space_id)))


def _facilitators(space_id: int) -> SelectOfScalar[int]:
    return (
        select(Membership.member_id)
        .join(Member)
        .where(Membership.space_id == space_id, Membership.role == Role.FACILITATOR)
        .where(Member.state == MemberState.ACTIVE)
    )


def requests(
    session: Session, space_id: int, *, after: int = 0, size: int = 50
) -> Page[tuple[int, str, str]]:
    """Who asks to join, with their words, in the order of their numbers."""
    found = (
        select(Member.id, Member.name, JoinRequest.words)
        .join(JoinRequest)
        .where(
            JoinRequest.space_id == space_id,
            Member.state == MemberState.ACTIVE,
            col(JoinRequest.member_id) > after,
        )
        .order_by(col(JoinRequest.member_id))
        .limit(size + 1)
    )
    return cut(session.exec(found).all(), size=size, key=lambda last: last[0])


def has_asked(session: Session, space_id: int, member_id: int) -> bool:
    return session.get(JoinRequest, (space_id, member_id)) is not None


def count_people(session: Session, space_id: int) -> int:
    """Up to a thousand and one."""
    some = select(Membership.member_id).where(Membership.space_id == space_id)
    counted = select(func.count()).select_from(some.limit(COUNT_LIMIT + 1).subquery())
    return session.exec(counted).one()


def member_named(
    session: Session, space_id: int, text: str, *, roles: Sequence[Role] = tuple(Role)
) -> Member | None:
    """The one member of a space whose name is exactly this; None when nobody's is, or two's."""
    found = _of_roles(space_id, roles).where(Member.name == text.strip())
    rows = session.exec(found.limit(2)).all()
    return rows[0] if len(rows) == 1 else None


def member_numbered(
    session: Session, space_id: int, number: int, *, roles: Sequence[Role] = tuple(Role)
) -> Member | None:
    return session.exec(_of_roles(space_id, roles).where(Member.id == number)).first()


def members_beginning(
    session: Session, space_id: int, words: str, *, roles: Sequence[Role], limit: int
) -> Sequence[Member]:
    """Members of a space of whose name a word begins so, by name."""
    found = _of_roles(space_id, roles).where(has_word(words))
    return session.exec(found.order_by(col(Member.sort_name), col(Member.id)).limit(limit)).all()


def _of_roles(space_id: int, roles: Sequence[Role]) -> SelectOfScalar[Member]:
    return (
        select(Member)
        .join(Membership)
        .where(
            Membership.space_id == space_id,
            col(Membership.role).in_(roles),
            Member.state == MemberState.ACTIVE,
        )
    )
