"""What a space lends to the rules of others. A row that belongs to a space has ``.space``."""

from typing import Any

from civic.core.audience import may_read
from civic.core.permissions import (
    Act,
    Permission,
    Rule,
    Standing,
    everyone,
    is_administrator,
    is_signed_in,
    on_somebody,
    only,
)
from civic.core.words import N_
from civic.spaces.models import Joining, Role, Space


def _space(row: Any) -> Space:
    return row if isinstance(row, Space) else row.space


def has_role(role: Role) -> Rule:
    return Rule(
        lambda actor, row: actor is not None and role in actor.roles_in(_space(row).id),
        only(Standing(role.value)),
    )


def is_open(act: Act) -> Rule:
    return Rule(lambda _actor, row: act in _space(row).open_acts)


IN_A_SPACE = (Standing.OBSERVER, Standing.MEMBER, Standing.FACILITATOR)
SEE_ALL = (*IN_A_SPACE, Standing.ADMINISTRATOR)

is_visible = Rule(
    lambda actor, row: may_read(actor, audience=_space(row).audience, space_id=_space(row).id),
    lambda standing: True if standing in SEE_ALL else None,
)
is_facilitator = has_role(Role.FACILITATOR)
is_not_suspended = Rule(
    lambda actor, row: actor is not None and _space(row).id not in actor.suspended_in,
    on_somebody,
)
is_member = has_role(Role.MEMBER) | is_facilitator
takes_part = is_member & is_not_suspended
"""Proposes, supports and debates here; a suspended member reads and votes."""
belongs = Rule(
    lambda actor, row: actor is not None and bool(actor.roles_in(_space(row).id)),
    only(*IN_A_SPACE),
)
is_archived = Rule(lambda _actor, row: _space(row).archived_at is not None)

VIEW = Permission(
    "spaces.view",
    is_visible,
    refusal=N_("This space is not visible to you."),
)
ADMINISTER = Permission(
    "spaces.administer",
    is_facilitator | is_administrator,
    refusal=N_("Only a facilitator of this space or an administrator does this."),
)

LIST = Permission("spaces.list", everyone, refusal="")
CREATE = Permission(
    "spaces.create",
    is_administrator,
    refusal=N_("Only an administrator creates a space."),
)


def _is_joined(how: Joining) -> Rule:
    return Rule(lambda _actor, row: _space(row).joining == how)


is_of_their_organisation = Rule(
    lambda actor, row: (
        _space(row).organisation_id is None
        or (actor is not None and _space(row).organisation_id in actor.organisations)
    )
)
"""A space of a partner organisation is joined by that organisation's people; others are invited."""
_could_join = is_signed_in & is_visible & ~belongs & ~is_archived & is_of_their_organisation

JOIN = Permission(
    "spaces.join",
    _could_join & _is_joined(Joining.OPEN),
    refusal=N_("This space is joined by invitation. Ask one of its facilitators."),
)
ASK = Permission(
    "spaces.ask",
    _could_join & _is_joined(Joining.ON_REQUEST),
    refusal=N_("You ask to join a space that says so, and to which you do not belong."),
)
PEOPLE = Permission(
    "spaces.people",
    is_signed_in & is_visible,
    refusal=N_("Members of the community see who belongs to a space."),
)
BRING_IN = Permission(
    "spaces.bring_in",
    is_administrator & ~is_archived,
    refusal=N_("Only an administrator, who sees the list of all members, brings many in at once."),
)
LEAVE = Permission("spaces.leave", belongs, refusal=N_("You do not belong to this space."))

ALL = (VIEW, ADMINISTER, LIST, CREATE, JOIN, ASK, PEOPLE, BRING_IN, LEAVE)
