"""Letting somebody back in who has lost every way in: two administrators, 72 hours, and a word to
every address that is known. So nobody takes an account away, and nobody stays outside."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import cache
from secrets import token_hex
from typing import Any

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Select, bindparam
from sqlmodel import Session, col, delete, or_, select

from civic.community.queries import settings
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.links import Waiting
from civic.core.mail import SIGN_IN_FIRST, OutboxMail, post
from civic.core.waiting import Question, Row, asked
from civic.core.web import base_url
from civic.core.words import N_
from civic.feature import JointKind
from civic.joint import actions as joint
from civic.joint.links import stop_address
from civic.joint.models import JointAct
from civic.members.models import Member, MemberState
from civic.members.queries import name_of
from civic.sign_in import addresses, factors, granting, tokens
from civic.sign_in.actions import end_sessions
from civic.sign_in.facts import LetInAnew
from civic.sign_in.models import Account, AddressChange, DoorStep, Passkey, Purpose

RECOVER = "sign_in.recover"
WAITS, ALONE = timedelta(hours=72), timedelta(days=7)
SHEET_WITHIN = timedelta(days=7)
"""How long after it was done a sheet may be printed, once."""


def have_come_in(session: Session, member_ids: Collection[int]) -> set[int]:
    """Those of them who have an account to lose: they came in once, or confirmed their address."""
    found = (
        select(Member.id)
        .outerjoin(Account, col(Account.member_id) == Member.id)
        .where(
            col(Member.id).in_(member_ids),
            or_(
                col(Account.last_sign_in_at).is_not(None), col(Account.password).is_not(None),
                col(Member.email_confirmed_at).is_not(None),
            ),
        )
    )  # fmt: skip
    return set(session.exec(found))


def ask(
    session: Session, *, actor: Actor, member: Member, address: str | None, reason: str
) -> JointAct:
    """``address``: where the member can be reached from then on; None: by a printed sheet. Other
    addresses than the present one are written to here, that one by the notice of the act."""
    act = joint.ask(
        session, actor=actor, kind=RECOVER, subject_id=member.id, reason=reason,
        details={"member_id": member.id, "address": address},
    )  # fmt: skip
    for known in sorted(known_addresses(session, member) - {member.email}):
        _write(session, member, known, "recovery", reason=reason, link=stop_address(act.id))
    return act


def known_addresses(session: Session, member: Member) -> set[str]:
    """Every address at which this member was reached lately, bounced or not."""
    mailed = select(OutboxMail.address).where(OutboxMail.member_id == member.id).distinct()
    left = select(AddressChange.old_address).where(AddressChange.member_id == member.id)
    found = {*session.exec(mailed), *session.exec(left), member.email}
    return {address for address in found if address}


def may_print(session: Session, member_id: int, *, lock: bool = False) -> JointAct | None:
    """The recovery after which a sheet may be printed still."""
    found = select(JointAct).where(
        JointAct.kind == RECOVER, JointAct.subject_id == member_id,
        col(JointAct.done_at) > now() - SHEET_WITHIN,
    ).order_by(col(JointAct.id).desc())  # fmt: skip
    acts = session.exec(found.with_for_update() if lock else found)
    return next((act for act in acts if not act.details.get("printed")), None)


def sheets_due(actor: Actor, *, now: datetime) -> Question | None:
    """For administrators: who waits for the sheet that two have agreed on."""
    since = now - SHEET_WITHIN
    return Question(_sheets_due(), {"sheets_since": since}) if actor.is_admin else None


@cache
def _sheets_due() -> Select[Any]:
    name = select(Member.name).where(col(Member.id) == JointAct.subject_id).scalar_subquery()
    said = col(JointAct.details)
    return (
        asked(col(JointAct.subject_id), title=name, at=col(JointAct.done_at))
        .where(
            col(JointAct.kind) == RECOVER,
            col(JointAct.done_at) > bindparam("sheets_since"),
            said["printed"].as_string().is_(None),
            said["address"].as_string().is_(None),
        )
        .order_by(col(JointAct.id))
    )


def waits_for_sheet(session: Session, row: Row) -> Waiting:
    return Waiting(
        endpoint="members.edit", id=row.id, keyless=True, values={"member_id": row.id},
        title=row.title, kind=N_("Let back in"), button=N_("Print the sheet"),
        message=N_("Has no way in until you print a sheet of codes and hand it over."),
        deadline=row.at and row.at + SHEET_WITHIN,
    )  # fmt: skip


def under_way(session: Session, member_id: int) -> JointAct | None:
    found = select(JointAct).where(
        JointAct.kind == RECOVER, JointAct.subject_id == member_id,
        col(JointAct.done_at).is_(None), col(JointAct.stopped_at).is_(None),
    )  # fmt: skip
    return session.exec(found).first()


def perform(session: Session, asker: Actor, details: Mapping[str, Any]) -> None:
    """All old ways in are shut, whoever may hold them; one new one is opened."""
    member = session.get(Member, details["member_id"], with_for_update=True)
    if member is None or member.state != MemberState.ACTIVE:
        raise joint.CannotBeDone
    told = known_addresses(session, member)
    end_sessions(session, member_id=member.id)
    addresses.withdraw(session, member_id=member.id)
    tokens.void(session, member_id=member.id, purposes=tuple(Purpose))
    factors.switch_off(session, member_id=member.id)
    session.exec(delete(Passkey).where(col(Passkey.member_id) == member.id))
    session.exec(delete(DoorStep).where(col(DoorStep.member_id) == member.id))
    account = session.get(Account, member.id) or Account(member_id=member.id)
    account.password, account.mailed_links = None, True
    session.add(account)
    if address := details.get("address"):
        tokens.void_at(session, address=address, purposes=(Purpose.SIGN_IN,))
        member.email, member.email_confirmed_at, member.email_bounced_at = address, None, None
        session.add(member)
        secret = tokens.make(session, Purpose.WELCOME, member_id=member.id)
        link = f"{base_url()}/sign-in/link/{secret}"
        _write(session, member, address, "recovered_link", has_secret=True, link=link)
    tell(session, LetInAnew(actor_id=asker.id, member=member.pseudonym))
    for known in sorted(told):
        _write(session, member, known, "ways_in", what="recovered")


def _write(
    session: Session, member: Member, address: str, name: str, *, has_secret: bool = False,
    **context: Any,
) -> None:  # fmt: skip
    community = settings(session)
    with force_locale(member.locale or community.languages[0]):
        text = render_template(
            f"sign_in/mails/{name}.txt", member=member, community=community, base_url=base_url(),
            **context,
        )  # fmt: skip
    subject, _blank, body = text.strip().partition("\n\n")
    post(
        session,
        OutboxMail(
            key=f"recovery:{token_hex(12)}", member_id=member.id, address=address,
            subject=" ".join(subject.splitlines())[:200], body=body.strip() + "\n",
            has_secret=has_secret, priority=SIGN_IN_FIRST,
        ),
    )  # fmt: skip


def _describe(session: Session, details: Mapping[str, Any]) -> str:
    name = name_of(session, details["member_id"])
    if details.get("address"):
        words = _("%(name)s is let back in, at %(address)s", name=name, address=details["address"])
    else:
        words = _("%(name)s is let back in, by a printed sheet of codes", name=name)
    return str(words)


JOINT_KINDS = (
    JointKind(
        name=RECOVER,
        what=N_("Letting back in somebody who has lost every way in, or their mailbox"),
        describe=_describe,
        perform=perform,
        about=granting.page_of_member,
        waits=WAITS,
        alone=ALONE,
    ),
)
