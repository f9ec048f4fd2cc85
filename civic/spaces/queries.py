"""Reading. Nothing here writes, and nothing here knows about HTTP."""

from sqlmodel import Session, col, select

from civic.spaces.models import Membership


def member_ids(session: Session, space_id: int) -> list[int]:
    found = select(Membership.member_id).where(col(Membership.space_id) == space_id)
    return list(session.exec(found))
