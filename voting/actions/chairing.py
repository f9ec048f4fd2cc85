"""The chair's casting vote, after the count and in the open."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.core.words import N_
from voting import policies, queries
from voting.actions.closing import store_result
from voting.actions.questions import BadRound
from voting.facts import ChairDecided
from voting.models import Round
from voting.papers import frozen_copy


def decide_tie(
    session: Session,
    *,
    round_id: int,
    question: str,
    winner: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Round:
    """Put ``winner`` before all others of the tie, with a name and a reason that stay."""
    round = queries.locked(session, round_id, share=False)
    policies.CHAIR.check(actor, round)
    frozen = frozen_copy(round)
    assert round.result is not None
    result: dict[str, Any] = round.result["results"].get(question, {})
    asked = {q["id"]: q["tie"]["procedure"] for q in frozen["questions"]}
    if asked.get(question) != "chair" or winner not in result.get("tied", ()):
        raise BadRound(N_("Choose one of the options that are level."))
    options = [o["id"] for q in frozen["questions"] if q["id"] == question for o in q["options"]]
    tied = [option for option in result["tied"] if option != winner]
    rest = [option for option in options if option != winner and option not in tied]
    decision = {
        "order": [winner, *tied, *rest],
        "by": actor.name,
        "at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "reason": reason,
    }
    round.chair = dict(round.chair) | {question: decision}
    ballots = queries.counted_ballots(session, round)
    store_result(
        session,
        round,
        frozen=frozen,
        ballots=ballots,
        seed=round.seed,
        voices=round.result.get("voices", {}),
        mandates=round.result.get("mandates"),
    )
    tell(
        session,
        ChairDecided(
            round_id=round_id,
            space_id=round.space_id,
            actor_id=actor.id,
            question=question,
            reason=reason,
        ),
    )
    return round
