"""Lists of names leave the house when two people have agreed: of all members, or of the people of
one organisation, of whom its own administrators decide as well."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from civic.audit.models import AuditEntry
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.words import N_
from civic.feature import JointKind
from civic.joint import actions as joint
from civic.joint.models import JointAct
from civic.members.models import Member
from civic.members.queries import name_of
from civic.organisations import queries as organisations
from civic.organisations.facts import OrganisationRoleGiven
from civic.organisations.models import Organisation, OrganisationRole

MEMBERS, PEOPLE = "members.export", "organisations.export"
TAKEN_WITHIN = timedelta(hours=24)


def ask(session: Session, *, actor: Actor, organisation_id: int | None = None) -> JointAct:
    """``organisation_id``: of its people only. The caller has checked that the actor looks after
    them."""
    details = {"for_id": actor.id}
    return joint.ask(
        session, actor=actor, kind=PEOPLE if organisation_id else MEMBERS,
        details=details | ({"organisation_id": organisation_id} if organisation_id else {}),
        organisation_id=organisation_id,
    )  # fmt: skip


def ready(
    session: Session, *, actor: Actor, organisation_id: int | None = None, lock: bool = False
) -> JointAct | None:
    """The list that the actor asked for, that was agreed to, and that may be taken still."""
    found = select(JointAct).where(
        JointAct.kind == (PEOPLE if organisation_id else MEMBERS),
        col(JointAct.organisation_id).is_not_distinct_from(organisation_id),
        JointAct.asked_by_id == actor.id, col(JointAct.done_at) > now() - TAKEN_WITHIN,
    )  # fmt: skip
    found = found.order_by(col(JointAct.id).desc())
    acts = session.exec(found.with_for_update() if lock else found)
    return next((act for act in acts if not act.details.get("taken")), None)


def take(session: Session, *, actor: Actor, organisation_id: int | None = None) -> bool:
    """Use it up; False when there is none."""
    act = ready(session, actor=actor, organisation_id=organisation_id, lock=True)
    if act is None:
        return False
    act.details = {**act.details, "taken": True}
    session.add(act)
    return True


def _all_members(session: Session, details: Mapping[str, Any]) -> str:
    said = _("%(name)s takes a copy of the list of all members, with addresses")
    return str(said) % {"name": name_of(session, details["for_id"])}


def _its_people(session: Session, details: Mapping[str, Any]) -> str:
    organisation = session.get(Organisation, details["organisation_id"])
    said = _("%(name)s takes a copy of the list of the people of %(organisation)s, with addresses")
    named = {"organisation": organisation.name if organisation else "?"}
    return str(said) % (named | {"name": name_of(session, details["for_id"])})


def _keepers(session: Session, details: Mapping[str, Any]) -> Collection[int]:
    """Its administrators, but for those who have their office of the asker alone: whoever makes
    somebody up is one person still."""
    found = organisations.administrators(session, details["organisation_id"], at=now())
    return {number for number, _name, _until in found} - _named_by(session, details)


def _named_by(session: Session, details: Mapping[str, Any]) -> set[int]:
    """Whom the asker and nobody else has named, as the record of acts remembers it."""
    said = col(AuditEntry.details)
    by: dict[str, set[str | None]] = {}
    entries = select(AuditEntry.actor, said["member"].as_string()).where(
        AuditEntry.name == OrganisationRoleGiven.__name__,
        said["organisation_id"].as_integer() == details["organisation_id"],
        said["role"].as_string() == OrganisationRole.ADMINISTRATOR,
    )
    for actor, member in session.exec(entries):
        by.setdefault(member, set()).add(actor)
    asker = session.exec(select(Member.pseudonym).where(Member.id == details["for_id"])).first()
    named = [member for member, actors in by.items() if actors == {asker}]
    return set(session.exec(select(Member.id).where(col(Member.pseudonym).in_(named))))


def _nothing_yet(_session: Session, _asker: Actor, _details: Mapping[str, Any]) -> None:
    """Whoever asked for it takes it afterwards."""


JOINT_KINDS = (
    JointKind(
        name=MEMBERS,
        what=N_("Taking a copy of the list of members, with names and addresses"),
        describe=_all_members,
        perform=_nothing_yet,
    ),
    JointKind(
        name=PEOPLE,
        what=N_("Taking a copy of the list of an organisation's people"),
        describe=_its_people,
        perform=_nothing_yet,
        keepers=_keepers,
    ),
)
