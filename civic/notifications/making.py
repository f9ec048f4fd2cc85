"""From a fact to mails: in slices, in each member's language, with the permission asked again."""

import logging
from collections.abc import Sequence
from typing import Any

from flask import current_app, render_template
from itsdangerous import URLSafeSerializer
from sqlmodel import Session, col, or_, select

from civic.community.models import Community
from civic.community.queries import settings
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail, post
from civic.core.web import base_url
from civic.core.words import speaking
from civic.feature import Notice, Registry
from civic.members.models import Member, MemberState
from civic.notifications import often
from civic.notifications.models import KEY, PendingNotice
from civic.spaces.queries import actors

log = logging.getLogger(__name__)
SLICE, AT_ONCE = 200, 50
MOST_FAILURES = 5


def run() -> Exception | None:
    """A slice of each fact that waits. One that breaks does not hold up the others: the last such
    fault is returned."""
    broke: Exception | None = None
    waits_until = col(PendingNotice.not_before)
    is_due = or_(waits_until.is_(None), waits_until <= now())
    with db.reading() as session:
        waiting = session.exec(
            select(PendingNotice.id)
            .where(PendingNotice.failed < MOST_FAILURES, is_due)
            .order_by(col(PendingNotice.failed), col(PendingNotice.id))
            .limit(AT_ONCE)
        ).all()
    for id in waiting:
        try:
            with db.writing() as session:
                _slice(session, id)
        except Exception as fault:  # whatever it is: the notices of other facts are still made
            broke = fault
            log.exception("notice %s could not be made", id)
            with db.writing() as session:
                session.get_one(PendingNotice, id).failed += 1
    return broke


def _slice(session: Session, pending_id: int) -> None:
    """The mails of a slice and the mark how far it has come, in one transaction: killed in
    between, neither is there; run twice, the second finds the mark."""
    pending = session.get(PendingNotice, pending_id, with_for_update=True)
    if pending is None:
        return
    registry: Registry = session.info["registry"]
    fact_type = registry.facts.get(pending.fact)
    notices = registry.notices.get(fact_type, ()) if fact_type else ()
    if fact_type is None or pending.number >= len(notices):
        session.delete(pending)
        return
    if not pending.after and often.waits(session, pending):
        return
    details = dict(pending.details)
    key = details.pop(KEY, str(pending.id))
    fact, notice = fact_type(**details), notices[pending.number]
    ids = list(notice.recipients(session, fact, pending.after, SLICE))
    people = _people(session, [id for id in ids if id != fact.actor_id], notice.choice)
    if people:
        _tell(session, people, notice, fact, key=f"{pending.fact}:{key}:{pending.number}")
    if len(ids) < SLICE:
        session.delete(pending)
    else:
        pending.after = ids[-1]
        session.add(pending)


def _people(session: Session, ids: list[int], choice: str) -> list[Member]:
    """Those who have an address at which mail arrives, and want this kind."""
    found = select(Member).where(
        col(Member.id).in_(ids),
        Member.state == MemberState.ACTIVE,
        col(Member.email).is_not(None),
        col(Member.email_bounced_at).is_(None),
    )
    people = session.exec(found)
    return [member for member in people if not choice or member.mail_choices.get(choice, True)]


def _tell(
    session: Session, people: Sequence[Member], notice: Notice, fact: Any, *, key: str
) -> None:
    community = settings(session)
    acting = actors(session, people)
    contexts: dict[str, dict[str, Any]] = {}
    for member in people:
        if not notice.allowed(session, acting[member.id], fact):
            continue
        language = member.locale if member.locale in community.languages else None
        language = language or community.languages[0]
        with speaking(language, member.time_zone or community.time_zone):
            if language not in contexts:
                contexts[language] = notice.context(session, fact)
            subject, body = _words(notice, fact, member, community, contexts[language])
        post(
            session,
            OutboxMail(
                key=f"{key}:{member.id}",
                member_id=member.id,
                address=str(member.email),
                subject=subject,
                body=body,
                unsubscribe=_way_out(member.id, notice),
            ),
        )


def _words(
    notice: Notice, fact: Any, member: Member, community: Community, context: dict[str, Any]
) -> tuple[str, str]:
    """Subject and body. Members' words may hold line breaks; a subject is one line."""
    text = render_template(
        notice.template,
        member=member,
        fact=fact,
        community=community,
        unsubscribe=_way_out(member.id, notice),
        **context,
    )
    subject, _blank, body = text.strip().partition("\n\n")
    one_line = " ".join(filter(None, map(str.strip, subject.splitlines())))
    return one_line[:200], body.strip() + "\n"


def _way_out(member_id: int, notice: Notice) -> str | None:
    return unsubscribe_address(member_id, notice.choice) if notice.choice else None


def unsubscribe_address(member_id: int, choice: str) -> str:
    """An address that can turn this kind of mail off, and nothing else."""
    signed = _signer().dumps([member_id, choice])
    return f"{base_url()}/unsubscribe/{signed}"


def read_unsubscribe(signed: str) -> tuple[int, str]:
    """Raises itsdangerous.BadSignature."""
    member_id, choice = _signer().loads(signed)
    return int(member_id), str(choice)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsubscribe")
