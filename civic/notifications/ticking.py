"""Doing what is due: one process at a time, under a lease; each tick safe to repeat."""

import logging
import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlmodel import Session, col, delete, func, or_, select, update

from civic.core import db
from civic.core.clock import now
from civic.feature import Tick
from civic.notifications.models import TickLease

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
RESTORED = "rests after a restore"
"""The name of a lease that keeps every tick from working until somebody says so."""
LATE = timedelta(minutes=10)
"""What has not run for longer, though it should have, is late."""
HOLDER = f"{socket.gethostname()[:40]}:{os.getpid()}"


def run_due(app: Flask) -> int:
    """Run each tick whose time has come; how many ran. Called inside an app context."""
    if rests_since():
        return 0
    ran = 0
    for tick in app.extensions["registry"].ticks.values():
        if not _take(tick.name, tick.every):
            continue
        fault: object = None
        try:
            fault = tick.run()
            ran += 1
        except Exception as raised:  # one tick's fault must not stop the others, nor the loop
            fault = raised
            log.exception("tick %s failed and is tried again", tick.name)
        finally:
            _give_back(tick.name, fault if isinstance(fault, Exception) else None)
    return ran


def rest(session: Session) -> None:
    """After a restore: what is due may have been done already by the house that was copied."""
    session.merge(TickLease(name=RESTORED, until=now()))


def rests_since() -> datetime | None:
    with db.reading() as session:
        return rest_in(session)


def rest_in(session: Session) -> datetime | None:
    lease = session.get(TickLease, RESTORED)
    return lease.until if lease else None


def resume() -> bool:
    """Whether it rested."""
    with db.writing() as session:
        return session.exec(delete(TickLease).where(col(TickLease.name) == RESTORED)).rowcount == 1


def last_run(session: Session) -> datetime | None:
    return session.exec(select(func.max(TickLease.last_run_at))).one()


@dataclass(frozen=True)
class Run:
    """How one tick stands."""

    what: str
    """Marked for translation."""
    last: datetime | None
    """When it ran last."""
    is_late: bool
    failure: str | None
    """The kind of its last fault; None where it went well."""
    failing_since: datetime | None
    failures: int


def failing(session: Session) -> list[TickLease]:
    """Those whose last run failed, the longest first."""
    found = select(TickLease).where(col(TickLease.failure).is_not(None))
    return list(session.exec(found.order_by(col(TickLease.failing_since))))


def runs(session: Session, ticks: Iterable[Tick], *, now: datetime) -> list[Run]:
    """All of them, the latest first."""
    known = {lease.name: lease for lease in session.exec(select(TickLease))}
    found = []
    for tick in ticks:
        lease = known.get(tick.name) or TickLease(name=tick.name)
        last = lease.last_run_at
        is_late = last is None or last < now - max(LATE, 3 * tick.every)
        how = (lease.failure, lease.failing_since, lease.failures)
        found.append(Run(tick.what, last, is_late, *how))
    return sorted(found, key=lambda run: (run.last is not None, run.last or now), reverse=True)


def _take(name: str, every: timedelta) -> bool:
    """Whether the tick is due and nobody else is at it."""
    present = now()
    with db.writing() as session:
        first = db.insert(session, TickLease).values(name=name, holder="", until=present)
        session.exec(first.on_conflict_do_nothing())
        taken = session.exec(
            update(TickLease)
            .where(
                col(TickLease.name) == name,
                col(TickLease.until) <= present,
                or_(
                    col(TickLease.last_run_at).is_(None),
                    col(TickLease.last_run_at) <= present - every,
                ),
            )
            .values(holder=HOLDER, until=present + LEASE, last_run_at=present)
        )
        return taken.rowcount == 1


def _give_back(name: str, fault: Exception | None) -> None:
    """With what went wrong, and since when, until a run goes well."""
    told: dict[str, Any] = {"failure": None, "failing_since": None, "failures": 0}
    if fault:
        told = {
            "failure": type(fault).__name__[:80],
            "failing_since": func.coalesce(TickLease.failing_since, now()),
            "failures": TickLease.failures + 1,
        }
    with db.writing() as session:
        session.exec(
            update(TickLease)
            .where(col(TickLease.name) == name, col(TickLease.holder) == HOLDER)
            .values(until=now(), **told)
        )
