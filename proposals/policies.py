"""Who may do what with a proposal. Views, templates and actions all ask here."""

from civic.core.permissions import Act, Permission, Rule, everyone
from civic.core.words import N_
from civic.spaces.policies import is_facilitator, is_open, is_visible, takes_part
from proposals import lifecycle
from proposals.models import Stage

PROPOSE = Act("proposals.propose")
SUPPORTING = Act("proposals.support")


def _is(*stages: Stage) -> Rule:
    return Rule(lambda _actor, proposal: proposal.stage in stages)


is_author = Rule(lambda actor, proposal: actor is not None and actor.id == proposal.author_id)
_is_alive = _is(*lifecycle.ALIVE)

LIST = Permission("proposals.list", everyone, refusal="")
VIEW = Permission(
    "proposals.view",
    (~_is(Stage.DRAFT) & is_visible) | is_author,
    refusal=N_("This proposal is not visible to you."),
)
WRITE = Permission(
    "proposals.write",
    takes_part & is_open(PROPOSE),
    refusal=N_("Members of the space propose, in a phase that provides for it."),
)
EDIT = Permission(
    "proposals.edit",
    is_author & takes_part & (_is(Stage.DRAFT) | _is_alive),
    refusal=N_("Its author edits a proposal, until it is put to the vote."),
)
PUBLISH = Permission(
    "proposals.publish",
    is_author & takes_part & is_open(PROPOSE) & _is(Stage.DRAFT),
    refusal=N_("Its author publishes a draft, in a phase that provides for it."),
)
SUPPORT = Permission(
    "proposals.support",
    takes_part & is_open(SUPPORTING) & _is_alive & ~is_author,
    refusal=N_("You can support other people's proposals while they are open."),
)
WITHDRAW = Permission(
    "proposals.withdraw",
    is_author & _is_alive,
    refusal=N_("Its author withdraws a proposal until it is put to the vote."),
)
MOVE_ON = Permission(
    "proposals.move_on",
    is_facilitator & _is(Stage.OPEN),
    refusal=N_("A facilitator moves an open proposal to deliberation."),
)
ANSWER = Permission(
    "proposals.answer",
    is_facilitator & ~_is(Stage.DRAFT),
    refusal=N_("A facilitator gives the official answer."),
)
DECIDE = Permission(
    "proposals.decide",
    is_facilitator & _is_alive,
    refusal=N_("A facilitator records a decision that was taken elsewhere."),
)

ALL = (
    LIST, VIEW, WRITE, EDIT, PUBLISH, SUPPORT, WITHDRAW, MOVE_ON, ANSWER, DECIDE,
)  # fmt: skip
