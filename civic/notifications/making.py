"""From a fact to mails: in slices, in each member's language, with the permission asked again."""

from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from itsdangerous import URLSafeSerializer
from sqlmodel import Session, col, select

from civic.core import db
from civic.core.actor import Actor
from civic.core.mail import OutboxMail, post
from civic.feature import Notice, Registry
from civic.members.models import CommunityRole, Member, MemberState
from civic.notifications.models import PendingNotice
from civic.spaces.models import Membership

SLICE = 200


def run() -> None:
    """A slice of each fact that waits."""
    with db.reading() as session:
        waiting = list(
            session.exec(select(PendingNotice.id).order_by(col(PendingNotice.id)).limit(50))
        )
    for id in waiting:
        with db.writing() as session:
            _slice(session, id)


def _slice(session: Session, pending_id: int) -> None:
    pending = session.get(PendingNotice, pending_id, with_for_update=True)
    if pending is None:
        return
    registry: Registry = session.info["registry"]
    fact_type = registry.facts.get(pending.fact)
    notices = registry.notices.get(fact_type, ()) if fact_type else ()
    if fact_type is None or pending.number >= len(notices):
        session.delete(pending)
        return
    fact, notice = fact_type(**pending.details), notices[pending.number]
    ids = list(notice.recipients(session, fact, pending.after, SLICE))
    context = notice.context(session, fact) if ids else {}
    for member in _people(session, [id for id in ids if id != fact.actor_id]):
        _tell(session, member, notice, fact, context, pending)
    if len(ids) < SLICE:
        session.delete(pending)
    else:
        pending.after = ids[-1]
        session.add(pending)


def _people(session: Session, ids: list[int]) -> list[Member]:
    found = select(Member).where(
        col(Member.id).in_(ids),
        Member.state == MemberState.ACTIVE,
        col(Member.email_confirmed_at).is_not(None) | col(Member.email).is_not(None),
    )
    return list(session.exec(found))


def _tell(
    session: Session,
    member: Member,
    notice: Notice,
    fact: Any,
    context: dict[str, Any],
    pending: PendingNotice,
) -> None:
    if not member.email or not member.mail_choices.get(notice.choice, True):
        return
    roles = session.exec(select(Membership).where(Membership.member_id == member.id)).all()
    actor = Actor(
        id=member.id,
        name=member.name,
        is_admin=member.role == CommunityRole.ADMINISTRATOR,
        roles_by_space={m.space_id: frozenset({str(m.role)}) for m in roles},
    )
    if not notice.allowed(session, actor, fact):
        return
    unsubscribe = unsubscribe_address(member.id, notice.choice)
    with force_locale(member.locale or "fr"):
        text = render_template(
            notice.template, member=member, fact=fact, unsubscribe=unsubscribe, **context
        )
    subject, _blank, body = text.partition("\n\n")
    post(
        session,
        OutboxMail(
            key=f"{pending.fact}:{pending.id}:{pending.number}:{member.id}",
            member_id=member.id,
            address=member.email,
            subject=subject.strip()[:200],
            body=body,
            unsubscribe=unsubscribe,
        ),
    )


def unsubscribe_address(member_id: int, choice: str) -> str:
    """An address that can turn this kind of mail off, and nothing else."""
    signed = _signer().dumps([member_id, choice])
    return f"{current_app.config['CIVIC'].base_url}/unsubscribe/{signed}"


def read_unsubscribe(signed: str) -> tuple[int, str]:
    """Raises itsdangerous.BadSignature."""
    member_id, choice = _signer().loads(signed)
    return int(member_id), str(choice)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsubscribe")
