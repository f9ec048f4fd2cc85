"""A word to those who have not voted yet: at most once a day, and without names."""

from datetime import datetime, timedelta

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.core.permissions import Forbidden
from civic.core.words import N_
from voting import policies, queries
from voting.actions.questions import BadRound
from voting.facts import VotersReminded
from voting.models import Round, State

PAUSE = timedelta(days=1)


def remind(session: Session, *, round_id: int, actor: Actor | None, now: datetime) -> Round:
    """Tell the fact; who has not voted is found when the mails are made. ``actor`` None: by the
    house, a day before the end. Raises BadRound."""
    round = queries.locked(session, round_id, share=False)
    if actor is not None:
        policies.REMIND.check(actor, round)
    elif round.state != State.OPEN:
        raise Forbidden(policies.REMIND)
    if round.reminded_at is not None and now < round.reminded_at + PAUSE:
        raise BadRound(N_("Those who have not voted were reminded within the last day already."))
    round.reminded_at = now
    session.add(round)
    tell(
        session,
        VotersReminded(
            round_id=round.id, space_id=round.space_id, actor_id=actor.id if actor else None
        ),
    )
    return round
