"""Reading the outbox, for those who run the community."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, bindparam, exists
from sqlmodel import Session, col, func, select

from civic.core.actor import Actor
from civic.core.links import Waiting
from civic.core.mail import OutboxMail
from civic.core.pagination import COUNT_LIMIT, Page
from civic.core.waiting import Entry, Question, asked
from civic.core.words import N_
from civic.members.models import Member
from civic.notifications.models import TickLease
from civic.notifications.ticking import LATE

WAITS_LONG = timedelta(minutes=30)


@dataclass(frozen=True)
class Standing:
    """How the outbox stands. Counting stops at a thousand."""

    waiting: int
    given_up: int
    sent_this_hour: int


def standing(session: Session, *, now: datetime) -> Standing:
    def count(*which: object) -> int:
        some = select(OutboxMail.id).where(*which).limit(COUNT_LIMIT).subquery()  # type: ignore[arg-type]
        return session.exec(select(func.count()).select_from(some)).one()

    unsent = col(OutboxMail.sent_at).is_(None)
    return Standing(
        waiting=count(unsent, col(OutboxMail.failed_at).is_(None)),
        given_up=count(unsent, col(OutboxMail.failed_at).is_not(None)),
        sent_this_hour=count(col(OutboxMail.sent_at) > now - timedelta(hours=1)),
    )


def undelivered(
    session: Session, *, given_up: bool, size: int, before: int | None = None
) -> Page[OutboxMail]:
    """A page of what was given up or what waits, the newest first, paged by id."""
    failed = col(OutboxMail.failed_at)
    found = (
        select(OutboxMail)
        .where(
            col(OutboxMail.sent_at).is_(None),
            failed.is_not(None) if given_up else failed.is_(None),
        )
        .order_by(col(OutboxMail.id).desc())
        .limit(size + 1)
    )
    if before:
        found = found.where(col(OutboxMail.id) < before)
    rows = session.exec(found).all()
    return Page(rows[:size], next=str(rows[size - 1].id) if len(rows) > size else None)


def returned(actor: Actor, *, now: datetime) -> Question | None:
    """Administrators are told on their first page that mail came back in the last week."""
    week_ago = now - timedelta(days=7)
    return Question(_came_back(), {"week_ago": week_ago}) if actor.is_admin else None


@cache
def _came_back() -> Select[Any]:
    came_back = col(OutboxMail.failed_at) > bindparam("week_ago")
    return asked(col(OutboxMail.id)).where(col(OutboxMail.sent_at).is_(None), came_back).limit(1)


def _seen_to_on_the_mail_page(
    *, title: str, kind: str, message: str, button: str, **values: str
) -> Entry[Waiting]:
    """Words are marked for translation; ``values`` go into the page's address."""
    return lambda _session, row: Waiting(
        endpoint="notifications.mail",
        id=row.id,
        keyless=True,
        values=dict(values),
        title=gettext(title),
        kind=kind,
        message=message,
        button=button,
    )


def standing_still(actor: Actor, *, now: datetime) -> Question | None:
    """Administrators are told that nothing has run by itself for ten minutes; not in their own
    first ten, in which a server is only being started."""
    return Question(_stands_still(), _since(now, actor)) if actor.is_admin else None


def _since(now: datetime, actor: Actor) -> dict[str, Any]:
    return {"member_id": actor.id, "ten_minutes_ago": now - LATE}


@cache
def _stands_still() -> Select[Any]:
    lately = exists().where(col(TickLease.last_run_at) > bindparam("ten_minutes_ago"))
    return asked(col(Member.id)).where(
        col(Member.id) == bindparam("member_id"),
        col(Member.joined_at) < bindparam("ten_minutes_ago"),
        ~lately,
    )


still_waits = _seen_to_on_the_mail_page(
    title=N_("Nothing runs by itself"),
    kind=N_("Server"),
    message=N_("For ten minutes no vote was opened or closed, and no e-mail left."),
    button=N_("See what to do"),
)


def failing(actor: Actor, *, now: datetime) -> Question | None:
    """Administrators are told that something that should run by itself has failed for ten minutes,
    though it is tried again and again."""
    return Question(_fails(), _since(now, actor)) if actor.is_admin else None


@cache
def _fails() -> Select[Any]:
    fails = exists().where(col(TickLease.failing_since) < bindparam("ten_minutes_ago"))
    return asked(col(Member.id)).where(col(Member.id) == bindparam("member_id"), fails)


fails = _seen_to_on_the_mail_page(
    title=N_("Something fails each time it runs"),
    kind=N_("Server"),
    message=N_("It is tried again and again, and nothing comes of it. See what, and the cure."),
    button=N_("See what to do"),
)


def unsent(actor: Actor, *, now: datetime) -> Question | None:
    """Administrators are told that mail has waited half an hour, and the mail server says no."""
    return Question(_unsent(), {"long_ago": now - WAITS_LONG}) if actor.is_admin else None


@cache
def _unsent() -> Select[Any]:
    return (
        asked(col(OutboxMail.id))
        .where(
            col(OutboxMail.sent_at).is_(None),
            col(OutboxMail.failed_at).is_(None),
            col(OutboxMail.error).is_not(None),
            col(OutboxMail.created_at) < bindparam("long_ago"),
        )
        .limit(1)
    )


unsent_waits = _seen_to_on_the_mail_page(
    title=N_("Mail does not leave"),
    kind=N_("Mail"),
    message=N_("It has waited for half an hour or more. See what the mail server says."),
    button=N_("Look at it"),
    show="waiting",
)


return_waits = _seen_to_on_the_mail_page(
    title=N_("Mail came back"),
    kind=N_("Mail"),
    message=N_("Some members could not be reached. See why, and correct their addresses."),
    button=N_("Look at it"),
)
