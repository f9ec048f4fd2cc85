"""Members who never came in: told by mail where to sign in, or handed a sheet of codes, many at
once. The list of an association is typed in on one day; nobody presses a button 300 times."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select as pick
from sqlmodel import Session, col, func, or_, select

from civic.community.models import Community
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.mail import OutboxMail
from civic.members.models import CommunityRole, Member, MemberKind, MemberState
from civic.members.policies import MANAGE
from civic.notifications.models import PendingNotice
from civic.sign_in import joining
from civic.sign_in.facts import NewcomersTold
from civic.sign_in.models import Account, OneTimeToken, Purpose

SHEETS_AT_ONCE = 25


class Standing(NamedTuple):
    """How many of the active members who never came in…"""

    unwritten: int
    """…could be told by mail, and were not."""
    written: int
    """…were, as far as the outbox remembers."""
    bounced: int
    """…have an address at which no mail arrives."""
    without: int
    """…have no address, and no sheet of codes either."""
    with_sheet: int
    """…have no address, and a sheet that still works."""
    sheetless: int
    """…have no sheet, with an address or without: all of them need one where no mail leaves."""


class AlreadyLeaving(ValueError):
    """The mails of the last time are still being made."""


_came_in = (
    select(Account.member_id)
    .where(Account.member_id == Member.id)
    .where(or_(col(Account.last_sign_in_at).is_not(None), col(Account.password).is_not(None)))
)
_never_came: tuple[Any, ...] = (
    Member.state == MemberState.ACTIVE,
    col(Member.represented_by_id).is_(None),
    col(Member.email_confirmed_at).is_(None),
    ~_came_in.exists(),
)
_written = (
    select(OutboxMail.id)
    .where(OutboxMail.member_id == Member.id)
    .where(
        or_(
            col(OutboxMail.key).startswith(f"{NewcomersTold.__name__}:"),
            col(OutboxMail.key).startswith("welcome:"),
        )
    )
    .exists()
)
_arrives = col(Member.email).is_not(None) & col(Member.email_bounced_at).is_(None)


def standing(session: Session) -> Standing:
    numbers = (
        func.count().filter(_arrives, ~_written),
        func.count().filter(_arrives, _written),
        func.count().filter(col(Member.email).is_not(None), ~_arrives),
        func.count().filter(*_on_paper(), ~_has_sheet()),
        func.count().filter(*_on_paper(), _has_sheet()),
        func.count().filter(*_on_paper(everybody=True), ~_has_sheet()),
    )  # fmt: skip
    return Standing(*session.execute(pick(*numbers).where(*_never_came)).one())


def tell_newcomers(session: Session, *, actor: Actor, again: bool) -> None:
    """The tick writes the mails. ``again``: also to those who got one. Raises AlreadyLeaving."""
    MANAGE.check(actor, None)
    _one_at_a_time(session)
    if is_leaving(session):
        raise AlreadyLeaving
    tell(session, NewcomersTold(actor_id=actor.id, again=again))


def _one_at_a_time(session: Session) -> None:
    """Of two administrators who press at once, the second finds what the first has done: no sheet
    that was printed becomes worthless before it is handed over."""
    session.exec(select(Community.id).with_for_update(of=Community))


def is_leaving(session: Session) -> bool:
    waiting = select(PendingNotice.id).where(PendingNotice.fact == NewcomersTold.__name__)
    return session.exec(waiting.limit(1)).first() is not None


def recipients(session: Session, fact: NewcomersTold, after: int, limit: int) -> Sequence[int]:
    found = select(Member.id).where(*_never_came, _arrives, col(Member.id) > after)
    if not fact.again:
        found = found.where(~_written)
    return list(session.exec(found.order_by(col(Member.id)).limit(limit)))


def in_words(session: Session, fact: NewcomersTold) -> dict[str, Any]:
    teller = session.get(Member, fact.actor_id) if fact.actor_id else None
    base = session.info["config"].base_url
    return {"by": teller.name if teller else "", "base": base, "link": f"{base}/sign-in/"}


def print_sheets(
    session: Session, *, actor: Actor, everybody: bool = False
) -> list[tuple[Member, list[str]]]:
    """Fresh sheets for the next members who have neither an address nor a sheet that works;
    ``everybody``: for those who have an address, too."""
    MANAGE.check(actor, None)
    _one_at_a_time(session)
    found = select(Member).where(*_never_came, *_on_paper(everybody=everybody), ~_has_sheet())
    in_order = found.order_by(col(Member.sort_name), col(Member.id)).limit(SHEETS_AT_ONCE)
    return [
        (member, joining.print_sheet(session, actor=actor, member=member))
        for member in session.exec(in_order).all()
    ]


def _on_paper(*, everybody: bool = False) -> Sequence[Any]:
    return (
        *(() if everybody else (col(Member.email).is_(None),)),
        Member.kind == MemberKind.PERSON,
        Member.role == CommunityRole.MEMBER,
    )


def _has_sheet() -> Any:
    """Checked each time: what has ended by now no longer works."""
    works = select(OneTimeToken.id).where(
        OneTimeToken.member_id == Member.id,
        OneTimeToken.purpose == Purpose.CODE,
        col(OneTimeToken.used_at).is_(None),
        OneTimeToken.expires_at > now(),
    )
    return works.exists()
