"""Asking, agreeing, stopping; and doing what two have agreed on."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from civic.community.models import Community
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.words import N_
from civic.feature import JointKind
from civic.joint import policies
from civic.joint.facts import JointActAgreed, JointActAsked, JointActStopped
from civic.joint.models import JointAct
from civic.members import queries as members
from civic.members.models import CommunityRole, Member, MemberState

MOST_A_DAY = 10
"""Acts that one person asks for in one space and nobody agrees to. Offices and lost accounts may
come in any number."""

TOO_MANY = N_("You have asked for a lot that takes two people today. Go on tomorrow.")


class CannotBeDone(ValueError):
    """Raised by a kind that finds its act impossible by now: the act is stopped."""


class TooMany(Exception):
    """Raised for whoever asked today for more than anybody reads: all concerned have a mail each
    time, also where the act is stopped a moment later."""


class NoSecondPerson(ValueError):
    """Raised for whoever may agree by their office, where one has it of the other."""


def ask(
    session: Session,
    *,
    actor: Actor,
    kind: str,
    details: Mapping[str, Any],
    subject_id: int | None = None,
    organisation_id: int | None = None,
    space_id: int | None = None,
    reason: str = "",
) -> JointAct:
    """The act, which waits for a second person; where there is none, for its time. The same asked
    again while it waits is the same act. The caller has checked what its own kind wants; this
    checks that the actor answers for it (administers the community, or the organisation whose
    people alone it is about; facilitates the space in which it happens), and signed in lately.
    Raises TooMany."""
    declared = kind_of(session, kind)
    act = JointAct(
        kind=kind,
        details=dict(details),
        reason=reason[:1000],
        asked_by_id=actor.id,
        subject_id=subject_id,
        organisation_id=organisation_id,
        space_id=space_id,
    )
    policies.ASK.check(actor, act)
    session.exec(select(Community.id).with_for_update(of=Community))  # of two, the second finds it
    waiting = select(JointAct).where(
        JointAct.kind == kind, col(JointAct.done_at).is_(None), col(JointAct.stopped_at).is_(None)
    )
    for known in session.exec(waiting):
        if known.details == dict(details):
            return known
    if space_id is not None and _asked_today(session, actor, space_id) >= MOST_A_DAY:
        raise TooMany
    if not _others(session, act):
        act.due_at = act.asked_at + declared.alone
    session.add(act)
    session.flush()
    tell(session, JointActAsked(actor_id=actor.id, act_id=act.id, kind=kind))
    return act


def _asked_today(session: Session, actor: Actor, space_id: int) -> int:
    """Those that were stopped since included; what somebody agreed to was wanted, and a whole
    assembly's votes may be closed in one evening."""
    found = (
        select(func.count())
        .select_from(JointAct)
        .where(
            JointAct.asked_by_id == actor.id,
            JointAct.space_id == space_id,
            col(JointAct.asked_at) > now() - timedelta(days=1),
            col(JointAct.agreed_at).is_(None),
        )
    )
    return session.exec(found).one()


def _others(session: Session, act: JointAct) -> set[int]:
    """Who could agree: neither who asks nor whom it concerns, who may have lost every way in."""
    found = {*members.administrators(session, 0, 3), *keepers(session, act)}
    return found - {act.asked_by_id, act.subject_id} - _same_hands(session, act)


def keepers(session: Session, act: JointAct) -> set[int]:
    """Who asks for and agrees to this besides the community's administrators."""
    found = kind_of(session, act.kind).keepers
    return set(found(session, act.details)) if found else set()


def _same_hands(session: Session, act: JointAct) -> set[int]:
    found = kind_of(session, act.kind).same_hands
    return set(found(session, act.details, act.asked_by_id)) if found and act.asked_by_id else set()


def agree(session: Session, *, actor: Actor, act: JointAct) -> None:
    """The second yes. Done at once, or when the waiting time of its kind is over. ``act`` is
    locked by the caller. Raises CannotBeDone, NoSecondPerson."""
    policies.AGREE.check(actor, act)
    if not actor.is_admin and actor.id not in keepers(session, act):
        raise NoSecondPerson
    if actor.id in _same_hands(session, act):
        raise NoSecondPerson
    act.agreed_by_id, act.agreed_at = actor.id, now()
    session.add(act)
    tell(session, JointActAgreed(actor_id=actor.id, act_id=act.id, kind=act.kind))
    due = act.asked_at + kind_of(session, act.kind).waits
    if due <= now():
        do(session, act)
    else:
        act.due_at = due


def stop(session: Session, *, actor: Actor | None, act: JointAct) -> None:
    """By an administrator, an auditor or the member concerned; with None, as it ran out, or by
    the link that was mailed to the member."""
    if actor:
        policies.STOP.check(actor, act)
    act.stopped_at, act.stopped_by_id = now(), actor.id if actor else None
    session.add(act)
    tell(session, JointActStopped(actor_id=act.stopped_by_id, act_id=act.id, kind=act.kind))


def end(session: Session, act_id: int) -> None:
    """What can no longer be done is stopped, unless somebody else has stopped it by now."""
    act = locked(session, act_id)
    if act.is_open:
        stop(session, actor=None, act=act)


def locked(session: Session, act_id: int) -> JointAct:
    return session.get_one(JointAct, act_id, with_for_update=True, populate_existing=True)


def do(session: Session, act: JointAct) -> None:
    """In the name of whoever asked, who must administer still. Raises CannotBeDone."""
    asker = session.get(Member, act.asked_by_id) if act.asked_by_id else None
    if asker is None or asker.state != MemberState.ACTIVE:
        raise CannotBeDone
    is_admin = asker.role == CommunityRole.ADMINISTRATOR
    if not is_admin and asker.id not in keepers(session, act):
        raise CannotBeDone
    name = Actor(id=asker.id, name=asker.name, is_admin=is_admin)
    act.done_at = now()
    session.add(act)
    kind_of(session, act.kind).perform(session, name, {**act.details, "reason": act.reason})


def kind_of(session: Session, kind: str) -> JointKind:
    found: JointKind = session.info["registry"].joint_kinds[kind]
    return found
