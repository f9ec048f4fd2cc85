from civic.community.models import Community
from civic.core.actor import Actor
from civic.core.permissions import Permission, Rule, everyone, is_administrator, is_signed_in
from civic.core.words import N_
from civic.members.models import MemberState
from civic.spaces.models import Role
from civic.spaces.policies import is_archived, is_facilitator

SIGN_IN = Permission("sign_in.use", everyone, refusal="")
"""Also for who is signed in: sensitive acts ask people to prove once more who they are."""
FOLLOW = Permission("sign_in.follow_link", everyone, refusal="")
ACCOUNT = Permission("sign_in.account", is_signed_in, refusal=N_("Sign in to see your account."))

INVITE = Permission(
    "sign_in.invite",
    (is_facilitator | is_administrator) & ~is_archived,
    refusal=N_("Only a facilitator of this space or an administrator brings people in."),
)


def needs_two_proofs(community: Community, actor: Actor) -> bool:
    """Whether the community asks two proofs of somebody in this actor's roles."""
    roles = {"members"}
    if actor.is_admin or actor.is_auditor:
        roles.add("administrators")
    if any(Role.FACILITATOR in held for held in actor.roles_by_space.values()):
        roles.add("facilitators")
    return bool(roles & set(community.second_proof_for))


has_no_other_door = Rule(
    lambda _actor, bearer: (
        bearer.belongs
        and bearer.state == MemberState.ACTIVE
        and not bearer.has_other_door
        and not bearer.has_duties
    )
)
has_nothing_to_lose = Rule(
    lambda _actor, bearer: (
        bearer.state == MemberState.ACTIVE and not (bearer.has_other_door and bearer.has_come_in)
    )
)
facilitates_there = Rule(
    lambda actor, bearer: bearer.space is not None and is_facilitator.holds(actor, bearer)
)
PRINT = Permission(
    "sign_in.print_sheet",
    (facilitates_there & has_no_other_door) | (is_administrator & has_nothing_to_lose),
    refusal=N_(
        "A facilitator prints codes for members of the space who have neither an e-mail address "
        "nor a password nor duties of their own. For others, ask an administrator: two of them "
        "let somebody back in who has lost every way in."
    ),
)
RECOVER = Permission(
    "sign_in.recover",
    is_administrator,
    refusal=N_("Only an administrator asks to let somebody back in."),
    fresh=True,
)

is_waiting = Rule(lambda _actor, member: member.state == MemberState.REQUESTED)
ANSWER = Permission(
    "sign_in.answer_request",
    is_administrator & is_waiting,
    refusal=N_("Only an administrator answers requests to join, and each of them once."),
)

ALL = (SIGN_IN, FOLLOW, ACCOUNT, INVITE, PRINT, RECOVER, ANSWER)
