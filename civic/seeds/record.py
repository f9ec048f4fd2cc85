"""The demo's public record: its lines stand in the order of their days."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from civic.audit.models import AuditEntry


@contextmanager
def day_by_day(session: Session) -> Iterator[None]:
    """A line of the record can never be moved, and the village tells one story after the other: so
    the lines are held back until all is told, and written then."""
    held: list[AuditEntry] = []

    def hold(session: Session, *_flush: Any) -> None:
        for entry in [row for row in session.new if isinstance(row, AuditEntry)]:
            session.expunge(entry)
            held.append(entry)

    event.listen(session, "before_flush", hold)
    try:
        yield
        session.flush()
    finally:
        event.remove(session, "before_flush", hold)
    held.sort(key=lambda entry: entry.told_at)
    session.add_all(held)
