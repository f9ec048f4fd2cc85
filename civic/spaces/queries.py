"""Reading. Nothing here writes, and nothing here knows about HTTP."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlmodel import Session, col, select

from civic.spaces.models import Membership


def roles_of(session: Session, member_id: int) -> Mapping[int, frozenset[str]]:
    """The member's role in each space."""
    rows = session.exec(
        select(Membership.space_id, Membership.role).where(Membership.member_id == member_id)
    )
    return MappingProxyType({space_id: frozenset({str(role)}) for space_id, role in rows})


def member_ids(session: Session, space_id: int) -> list[int]:
    found = select(Membership.member_id).where(col(Membership.space_id) == space_id)
    return list(session.exec(found))
