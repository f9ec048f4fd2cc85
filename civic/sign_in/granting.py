"""Making somebody an administrator, and taking the list of members along: each takes two people."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.words import N_
from civic.feature import JointKind
from civic.joint import actions as joint
from civic.joint.models import JointAct
from civic.members import actions as members
from civic.members.models import CommunityRole, Member, MemberState

GRANT, EXPORT = "members.grant", "members.export"
TAKEN_WITHIN = timedelta(hours=24)


def ask_to_grant(session: Session, *, actor: Actor, member: Member) -> JointAct:
    return joint.ask(
        session, actor=actor, kind=GRANT, details={"member_id": member.id}, subject_id=member.id
    )


def ask_to_export(session: Session, *, actor: Actor) -> JointAct:
    return joint.ask(session, actor=actor, kind=EXPORT, details={"for_id": actor.id})


def ready_export(session: Session, *, actor: Actor, lock: bool = False) -> JointAct | None:
    """The export that the actor asked for, that was agreed to, and that may be taken still."""
    found = select(JointAct).where(
        JointAct.kind == EXPORT, JointAct.asked_by_id == actor.id,
        col(JointAct.done_at) > now() - TAKEN_WITHIN,
    )  # fmt: skip
    found = found.order_by(col(JointAct.id).desc())
    acts = session.exec(found.with_for_update() if lock else found)
    return next((act for act in acts if not act.details.get("taken")), None)


def take_export(session: Session, *, actor: Actor) -> bool:
    """Use it up; False when there is none."""
    act = ready_export(session, actor=actor, lock=True)
    if act is None:
        return False
    act.details = {**act.details, "taken": True}
    session.add(act)
    return True


def _grant(session: Session, asker: Actor, details: Mapping[str, Any]) -> None:
    member = session.get(Member, details["member_id"], with_for_update=True)
    if member is None or member.state != MemberState.ACTIVE:
        raise joint.CannotBeDone
    role = {"role": CommunityRole.ADMINISTRATOR}
    members.change(session, actor=asker, member=member, values=role, by_two=True)


def _granting(session: Session, details: Mapping[str, Any]) -> str:
    member = session.get(Member, details["member_id"])
    return str(_("%(name)s becomes an administrator", name=member.name if member else "?"))


def _exporting(session: Session, details: Mapping[str, Any]) -> str:
    member = session.get(Member, details["for_id"])
    name = member.name if member else "?"
    return str(_("%(name)s takes the list of all members along, with addresses", name=name))


JOINT_KINDS = (
    JointKind(
        name=GRANT,
        what=N_("Making somebody an administrator"),
        describe=_granting,
        perform=_grant,
    ),
    JointKind(
        name=EXPORT,
        what=N_("Taking the list of members along, with names and addresses"),
        describe=_exporting,
        perform=lambda _session, _asker, _details: None,
    ),
)
