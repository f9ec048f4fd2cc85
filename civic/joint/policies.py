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
FACILITATOR = "facilitator"
"""Of a space."""
ASKED_FOR = timedelta(days=14)
"""How long an act waits for a second person; after that it has to be asked for again."""

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

facilitates_its_space = Rule(
    lambda actor, act: (
        actor is not None
        and act is not None
        and act.space_id is not None
        and FACILITATOR in actor.roles_in(act.space_id)
    ),
    lambda standing: None if standing == Standing.FACILITATOR else False,
)
"""Acts about what happens in one space only, such as its votes."""
answers_for_it = is_administrator | keeps_its_organisation | facilitates_its_space

ABOUT = Permission("joint.about", everyone, refusal="")
LIST = Permission(
    "joint.list",
    is_administrator | is_auditor,
    refusal=N_("Only administrators and auditors see what waits for a second person."),
)
ASK = Permission(
    "joint.ask",
    answers_for_it,
    refusal=N_("Only those who may agree to it ask for this, and a second person confirms it."),
    fresh=True,
)
VIEW = Permission(
    "joint.view",
    answers_for_it | is_auditor | is_subject,
    refusal=N_("Only those who may agree to it, auditors and the member concerned see this."),
)
AGREE = Permission(
    "joint.agree",
    answers_for_it & ~is_asker & waits_for_somebody,
    refusal=N_("It takes a second person: not the one who asked, and only while it still waits."),
    fresh=True,
)
STOP = Permission(
    "joint.stop",
    (answers_for_it | is_auditor | is_subject) & is_open,
    refusal=N_(
        "It can be stopped until it is done, by those who may agree to it, an auditor or the "
        "member."
    ),
)

STOP_BY_LINK = Permission("joint.stop_by_link", everyone, refusal="")
"""The signed address is the permission: it was mailed to the member concerned."""

ALL = (ABOUT, LIST, ASK, VIEW, AGREE, STOP, STOP_BY_LINK)
