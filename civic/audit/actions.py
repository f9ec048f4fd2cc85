from sqlmodel import Session, col, update

from civic.audit.models import RefusalCount


def count_refusal(session: Session, *, permission: str) -> None:
    counted = session.exec(
        update(RefusalCount)
        .where(col(RefusalCount.permission) == permission)
        .values(times=RefusalCount.times + 1)
    )
    if counted.rowcount == 0:
        session.merge(RefusalCount(permission=permission, times=1))
