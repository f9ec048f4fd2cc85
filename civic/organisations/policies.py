"""Who looks after an organisation. A row that belongs to one has ``.organisation``."""

from typing import Any

from civic.core.permissions import (
    Permission,
    Rule,
    Standing,
    everyone,
    is_administrator,
    on_somebody,
    only,
)
from civic.core.words import N_
from civic.organisations.models import Organisation, OrganisationRole


def _organisation(row: Any) -> Organisation:
    return row if isinstance(row, Organisation) else row.organisation


belongs = Rule(
    lambda actor, row: actor is not None and _organisation(row).id in actor.organisations,
    lambda standing: True if standing == Standing.KEEPER else on_somebody(standing),
)
administers = Rule(
    lambda actor, row: (
        actor is not None
        and actor.organisations.get(_organisation(row).id) == OrganisationRole.ADMINISTRATOR
    ),
    only(Standing.KEEPER),
)
is_archived = Rule(lambda _actor, row: _organisation(row).archived_at is not None)

LIST = Permission("organisations.list", everyone, refusal="")
VIEW = Permission(
    "organisations.view",
    ~is_archived | belongs | is_administrator,
    refusal=N_("This organisation no longer takes part."),
)
CREATE = Permission(
    "organisations.create",
    is_administrator,
    refusal=N_("Only an administrator adds an organisation."),
)
EDIT = Permission(
    "organisations.edit",
    is_administrator,
    refusal=N_("Only an administrator changes what stands here of an organisation."),
)
BELONG = Permission(
    "organisations.belong", belongs, refusal=N_("You do not belong to this organisation.")
)
PEOPLE = Permission(
    "organisations.people",
    (administers & ~is_archived) | is_administrator,
    refusal=N_("Only the administrators of this organisation look after its people."),
)
BRING_IN = Permission(
    "organisations.bring_in",
    (administers | is_administrator) & ~is_archived,
    refusal=N_("Only the administrators of an organisation that takes part bring its people in."),
)

is_themselves = Rule(lambda actor, one: actor is not None and one.member.id == actor.id)
has_duties = Rule(lambda _actor, one: one.membership.role == OrganisationRole.ADMINISTRATOR)
END = Permission(
    "organisations.end",
    ((administers & ~is_archived & ~has_duties) | is_administrator) & ~is_themselves,
    refusal=N_(
        "The administrators of an organisation end this for its other people. One of themselves is "
        "relieved by an administrator of the community."
    ),
)

EXPORT = Permission("organisations.export", PEOPLE.rule, refusal=PEOPLE.refusal, fresh=True)

ALL = (LIST, VIEW, CREATE, EDIT, BELONG, PEOPLE, BRING_IN, END, EXPORT)
