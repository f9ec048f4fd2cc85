"""Who records a promise, who speaks for it, and who may ask. In an archived space none is added,
and those that are there are followed to their end: they would lapse unanswered otherwise."""

from datetime import timedelta

from civic.core.clock import now
from civic.core.permissions import Permission, Rule, everyone, on_somebody
from civic.core.words import N_
from civic.spaces.policies import (
    belongs,
    is_archived,
    is_facilitator,
    is_visible,
    takes_part,
)
from proposals.commitments.models import State
from proposals.models import Stage
from voting.models import State as RoundState

TIME_TO_DISCARD = timedelta(hours=1)

is_decided = Rule(
    lambda _actor, source: (
        getattr(source, "stage", None) == Stage.DECIDED
        or getattr(source, "state", None) == RoundState.PUBLISHED
    )
)
"""A proposal, or a vote."""
_is_open = Rule(lambda _actor, commitment: commitment.state == State.OPEN)
_is_keeper = Rule(
    lambda actor, commitment: actor is not None and actor.id == commitment.keeper_id, on_somebody
)
_is_new = Rule(
    lambda _actor, commitment: (
        commitment.news_at is None and now() - commitment.made_at < TIME_TO_DISCARD
    )
)

LIST = Permission("commitments.list", everyone, refusal="")
VIEW = Permission(
    "commitments.view", is_visible, refusal=N_("This commitment is not visible to you.")
)
MAKE = Permission(
    "commitments.make",
    is_facilitator & ~is_archived & is_decided,
    refusal=N_("A facilitator records what was promised, once something is decided."),
)
TELL = Permission(
    "commitments.tell",
    (is_facilitator | (_is_keeper & belongs)) & _is_open,
    refusal=N_("Whoever keeps a commitment, or a facilitator, gives news of it while it is open."),
)
ASK = Permission(
    "commitments.ask",
    takes_part & _is_open & ~_is_keeper,
    refusal=N_("Members of the space ask for news of a commitment that is open."),
)
TAKE_UP = Permission(
    "commitments.take_up",
    is_facilitator & ~_is_open,
    refusal=N_("A facilitator takes up a commitment that is settled."),
)
DISCARD = Permission(
    "commitments.discard",
    is_facilitator & _is_new,
    refusal=N_("A commitment is thrown away within an hour, as long as there is no news of it."),
)

ALL = (LIST, VIEW, MAKE, TELL, ASK, TAKE_UP, DISCARD)
