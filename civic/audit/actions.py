from sqlmodel import Session, col

from civic.audit.models import RefusalCount
from civic.core import db


def count_refusal(session: Session, *, permission: str) -> None:
    first = db.insert(session, RefusalCount).values(permission=permission, times=1)
    session.exec(
        first.on_conflict_do_update(
            index_elements=["permission"], set_={"times": col(RefusalCount.times) + 1}
        )
    )
