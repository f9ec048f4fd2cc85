from datetime import timedelta

from civic.core.permissions import (
    Permission,
    Rule,
    Standing,
    everyone,
    is_administrator,
    is_auditor,
    on_somebody,
)
from civic.core.words import N_

KEEPER = "administrator"
"""Of an organisation: the role that an actor carries for it."""
ASKED_FOR = timedelta(days=14)
"""So long an act waits for a second person; then it has to be asked for anew."""

is_open = Rule(lambda _actor, act: act.is_open)
waits_for_somebody = Rule(lambda _actor, act: act.is_open and act.agreed_at is None)
is_asker = Rule(lambda actor, act: actor is not None and act.asked_by_id == actor.id, on_somebody)
is_subject = Rule(lambda actor, act: actor is not None and act.subject_id == actor.id, on_somebody)

keeps_its_organisation = Rule(
    lambda actor, act: (
        actor is not None
        and act is not None
        and act.organisation_id is not None
        and actor.organisations.get(act.organisation_id) == KEEPER
    ),
    lambda standing: None if standing == Standing.KEEPER else False,
)
"""Acts about an organisation's own people only."""

ABOUT = Permission("joint.about", everyone, refusal="")
LIST = Permission(
    "joint.list",
    is_administrator | is_auditor,
    refusal=N_("Only administrators and auditors see what waits for a second person."),
)
ASK = Permission(
    "joint.ask",
    is_administrator | keeps_its_organisation,
    refusal=N_("Only an administrator asks for this, and a second one confirms it."),
    fresh=True,
)
VIEW = Permission(
    "joint.view",
    is_administrator | is_auditor | is_subject | keeps_its_organisation,
    refusal=N_("Only administrators, auditors and the member concerned see this."),
)
AGREE = Permission(
    "joint.agree",
    (is_administrator | keeps_its_organisation) & ~is_asker & waits_for_somebody,
    refusal=N_(
        "It takes a second administrator: not the one who asked, and only while it still waits."
    ),
    fresh=True,
)
STOP = Permission(
    "joint.stop",
    (is_administrator | is_auditor | is_subject | keeps_its_organisation) & is_open,
    refusal=N_(
        "It can be stopped until it is done, by an administrator, an auditor or the member."
    ),
)

STOP_BY_LINK = Permission("joint.stop_by_link", everyone, refusal="")
"""The signed address is the permission: it was mailed to the member concerned."""

ALL = (ABOUT, LIST, ASK, VIEW, AGREE, STOP, STOP_BY_LINK)
