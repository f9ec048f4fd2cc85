"""Offices of the community, given and taken away: each takes two people."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.words import N_
from civic.feature import JointKind
from civic.joint import actions as joint
from civic.joint.models import JointAct
from civic.members import actions as members
from civic.members.models import CommunityRole, Member, MemberState
from civic.members.queries import name_of
from civic.sign_in import tokens
from civic.sign_in.actions import end_sessions
from civic.sign_in.models import Purpose

GRANT, AUDIT, RELIEVE = "members.grant", "members.audit", "members.relieve"
ALONE = timedelta(days=7)
"""Before one administrator relieves the only other one, who is told and may stop it."""


def ask(session: Session, *, actor: Actor, member: Member, role: CommunityRole) -> JointAct:
    """For another role in the community, of a member who keeps theirs until two have agreed."""
    kinds = {CommunityRole.ADMINISTRATOR: GRANT, CommunityRole.AUDITOR: AUDIT}
    return joint.ask(
        session, actor=actor, kind=kinds.get(role, RELIEVE), details={"member_id": member.id},
        subject_id=member.id,
    )  # fmt: skip


def ask_to_relieve(session: Session, *, actor: Actor, member: Member, leaves: bool) -> JointAct:
    """``leaves``: they leave the community with their office."""
    return joint.ask(
        session, actor=actor, kind=RELIEVE, details={"member_id": member.id, "leaves": leaves},
        subject_id=member.id,
    )  # fmt: skip


def leave(session: Session, *, actor: Actor, member: Member, by_two: bool = False) -> None:
    """Sessions end at once with leaving, and what was sent or printed before opens nothing. Raises
    LastAdministrator, TakesTwo."""
    left = {"state": MemberState.LEFT}
    members.change(session, actor=actor, member=member, values=left, by_two=by_two)
    end_sessions(session, member_id=member.id)
    tokens.void(session, member_id=member.id, purposes=tuple(Purpose))


def _give(role: CommunityRole) -> Any:
    def perform(session: Session, asker: Actor, details: Mapping[str, Any]) -> None:
        _change(session, asker, details, role)

    return perform


def _relieve(session: Session, asker: Actor, details: Mapping[str, Any]) -> None:
    _change(session, asker, details, CommunityRole.MEMBER)


def _change(
    session: Session, asker: Actor, details: Mapping[str, Any], role: CommunityRole
) -> None:
    member = session.get(Member, details["member_id"], with_for_update=True)
    if member is None or member.state != MemberState.ACTIVE:
        raise joint.CannotBeDone
    try:
        if details.get("leaves"):
            leave(session, actor=asker, member=member, by_two=True)
        else:
            values = {"role": role}
            members.change(session, actor=asker, member=member, values=values, by_two=True)
    except members.LastAdministrator:
        raise joint.CannotBeDone from None


def page_of_member(details: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "members.edit", {"member_id": details["member_id"]}


def _relieving(session: Session, details: Mapping[str, Any]) -> str:
    name = name_of(session, details["member_id"])
    if details.get("leaves"):
        return _("%(name)s is taken out of the community, with the office", name=name)
    return _("%(name)s loses the office and stays a member", name=name)


JOINT_KINDS = (
    JointKind(
        name=GRANT,
        what=N_("Making somebody an administrator"),
        describe=lambda session, details: _(
            "%(name)s becomes an administrator", name=name_of(session, details["member_id"])
        ),
        perform=_give(CommunityRole.ADMINISTRATOR),
        about=page_of_member,
    ),
    JointKind(
        name=AUDIT,
        what=N_("Making somebody an auditor"),
        describe=lambda session, details: _(
            "%(name)s becomes an auditor", name=name_of(session, details["member_id"])
        ),
        perform=_give(CommunityRole.AUDITOR),
        about=page_of_member,
    ),
    JointKind(
        name=RELIEVE,
        what=N_("Taking an office away from another administrator or an auditor"),
        describe=_relieving,
        perform=_relieve,
        about=page_of_member,
        alone=ALONE,
    ),
)
