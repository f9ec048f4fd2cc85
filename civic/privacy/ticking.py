"""What becomes due by itself: making copies, erasing who asked for it, keeping nothing too long."""

from flask import current_app
from sqlmodel import col, delete, select

from civic.core import db
from civic.core.clock import now
from civic.core.rewriting import is_time
from civic.feature import Registry
from civic.members.models import Member
from civic.members.queries import is_last_administrator
from civic.privacy import copying, erasing
from civic.privacy.models import DataCopy, Erasing
from civic.search import actions as search


def make_copies() -> None:
    with db.reading() as session:
        waiting = session.exec(
            select(DataCopy.member_id)
            .where(col(DataCopy.made_at).is_(None))
            .order_by(col(DataCopy.asked_at))
            .limit(20)
        ).all()
    for member_id in waiting:
        copying.make(_registry(), member_id)


def erase() -> None:
    with db.reading() as session:
        due = session.exec(
            select(Erasing.member_id)
            .where(Erasing.due_at <= now(), col(Erasing.erased_at).is_(None))
            .limit(20)
        ).all()
    for member_id in due:
        with db.writing() as session:
            asked = session.get(Erasing, member_id, with_for_update=True)
            if asked is None or asked.erased_at:
                continue  # stays after all, or another tick was faster
            if is_last_administrator(session, session.get_one(Member, member_id), lock=True):
                continue  # all others have left since: waits until somebody else administers
            erasing.erase(session, _registry(), member_id, with_texts=asked.with_texts)
            asked = session.get_one(Erasing, member_id)
            asked.erased_at = now()
            session.add(asked)
    write_anew()


def write_anew() -> None:
    """So that nothing of the erased can be read in free pages of the files. Owed until it is done;
    a large database waits for the night, though never longer than two days."""
    with db.reading() as session:
        owed = session.exec(select(Erasing).where(col(Erasing.erased_at).is_not(None))).all()
    if not is_time((one.erased_at for one in owed if one.erased_at), now=now()):
        return
    with db.writing() as session:
        search.write_anew(session)
    if not db.forget_deleted(*erasing.tables_to_write_anew()):
        return
    with db.writing() as session:
        done = [one.member_id for one in owed]
        session.exec(delete(Erasing).where(col(Erasing.member_id).in_(done)))


def keep_no_longer() -> None:
    """One transaction for each clock, so that none waits for another."""
    for clock in _registry().retention.values():
        with db.writing() as session:
            clock.sweep(session, now() - clock.keeps)


def _registry() -> Registry:
    found: Registry = current_app.extensions["registry"]
    return found
