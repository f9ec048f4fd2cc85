"""Who may do what with a proposal. Views, templates and actions all ask here."""

from civic.core.permissions import Act, Permission, Rule, everyone, on_somebody
from civic.core.words import N_
from civic.spaces.policies import is_archived, is_facilitator, is_open, is_visible, takes_part
from proposals import lifecycle
from proposals.models import Stage

PROPOSE = Act("proposals.propose")
SUPPORTING = Act("proposals.support")


def _is(*stages: Stage) -> Rule:
    return Rule(lambda _actor, proposal: proposal.stage in stages)


def _signs(accepted: bool) -> Rule:
    return Rule(
        lambda actor, proposal: (
            actor is not None
            and any(
                signer.member_id == actor.id and bool(signer.accepted_at) is accepted
                for signer in proposal.co_authors
            )
        ),
        on_somebody,
    )


is_author = Rule(
    lambda actor, proposal: actor is not None and actor.id == proposal.author_id, on_somebody
)
is_asked_to_sign = _signs(accepted=False)
signs = is_author | _signs(accepted=True)
is_made_from_others = Rule(lambda _actor, proposal: proposal.made is not None)
is_alive = _is(*lifecycle.ALIVE) & ~is_archived
is_draft = _is(Stage.DRAFT)
_is_in_hand = _is(Stage.DRAFT, *lifecycle.ALIVE) & ~is_archived
"""An archived space is read, and nothing more."""

LIST = Permission("proposals.list", everyone, refusal="")
VIEW = Permission(
    "proposals.view",
    ((~is_draft | is_asked_to_sign | (is_made_from_others & is_facilitator)) & is_visible) | signs,
    refusal=N_("This proposal is not visible to you."),
)
WRITE = Permission(
    "proposals.write",
    takes_part & is_open(PROPOSE),
    refusal=N_("Members of the space propose, in a phase that provides for it."),
)
EDIT = Permission(
    "proposals.edit",
    signs & takes_part & _is_in_hand,
    refusal=N_("Its authors edit a proposal, until it is put to the vote."),
)
INVITE = Permission(
    "proposals.invite",
    is_author & takes_part & _is_in_hand,
    refusal=N_("Its author chooses who signs a proposal, until it is put to the vote."),
)
SIGN = Permission(
    "proposals.sign",
    is_asked_to_sign & takes_part & _is_in_hand,
    refusal=N_("You sign a proposal when its author asks you to, until it is put to the vote."),
)
UNSIGN = Permission(
    "proposals.unsign",
    (is_asked_to_sign | _signs(accepted=True)) & ~is_author,
    refusal=N_("You do not sign this proposal."),
)
DISCARD = Permission(
    "proposals.discard",
    is_author & is_draft,
    refusal=N_("Its author throws a draft away; what is published is withdrawn, with a reason."),
)
PUBLISH = Permission(
    "proposals.publish",
    is_author & takes_part & is_open(PROPOSE) & is_draft & ~is_made_from_others,
    refusal=N_("Its author publishes a draft, in a phase that provides for it."),
)
SUPPORT = Permission(
    "proposals.support",
    takes_part & is_open(SUPPORTING) & is_alive & ~signs,
    refusal=N_("You can support other people's proposals while they are open."),
)
WITHDRAW = Permission(
    "proposals.withdraw",
    is_author & is_alive,
    refusal=N_("Its author withdraws a proposal until it is put to the vote."),
)
MOVE_ON = Permission(
    "proposals.move_on",
    is_facilitator & _is(Stage.OPEN) & ~is_archived,
    refusal=N_("A facilitator moves an open proposal to deliberation."),
)
ANSWER = Permission(
    "proposals.answer",
    is_facilitator & ~is_draft & ~is_archived,
    refusal=N_("A facilitator gives the official answer."),
)
DECIDE = Permission(
    "proposals.decide",
    is_facilitator & is_alive,
    refusal=N_("A facilitator records a decision that was taken elsewhere."),
)

ALL = (
    LIST, VIEW, WRITE, EDIT, INVITE, SIGN, UNSIGN, DISCARD, PUBLISH, SUPPORT, WITHDRAW, MOVE_ON,
    ANSWER, DECIDE,
)  # fmt: skip
