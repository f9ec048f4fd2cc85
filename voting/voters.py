"""Who votes in a round, read under its lock in one statement."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists
from sqlalchemy import select as pick
from sqlmodel import Session, col

from civic.core import db
from civic.core.audience import Audience
from civic.core.tables import columns
from civic.members.models import Member
from civic.spaces.models import Space
from voting.models import Disclosure, Elector, Round, State


class Place(NamedTuple):
    """Of a space, what says who may see it."""

    id: int
    audience: Audience


@dataclass(frozen=True)
class Poll:
    """Of a round, what casting has to know: its row has forty columns, a third of them JSON."""

    space: Place
    id: int
    state: State
    disclosure: Disclosure
    closes_at: datetime
    closed_at: datetime | None
    mandates: dict[str, Any] | None
    frozen: str | None

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        """As they were frozen; none before it opened."""
        return list(json.loads(self.frozen)["questions"]) if self.frozen else []


@dataclass(frozen=True)
class Voter:
    """A round, and with what weight an elector votes in it; None when not on the roll."""

    round: Round | Poll
    weight: int | None

    @property
    def state(self) -> State:
        return self.round.state

    @property
    def space(self) -> Space | Place:
        return self.round.space


@dataclass(frozen=True)
class LockedVoter(Voter):
    round: Poll


def voter(session: Session, *, round_id: int, actor_id: int, elector_id: int) -> LockedVoter | None:
    """Round and elector in one locking statement. The elector is the actor, or an entity that
    the actor represents."""
    about = {"round_id": round_id, "actor_id": actor_id, "elector_id": elector_id}
    row = db.look(session, _voter(), about).first()
    if row is None:
        return None
    weight, space_id, audience, *poll = row
    return LockedVoter(Poll(Place(space_id, audience), *poll), weight)


@cache
def _voter() -> Select[Any]:
    """Every vote asks this: put together once, as building it costs more than running it."""
    elector_id: Any = bindparam("elector_id")
    actor_id: Any = bindparam("actor_id")
    represented = exists().where(
        col(Member.id) == elector_id, col(Member.represented_by_id) == actor_id
    )
    own = (col(Elector.member_id) == elector_id) & (
        (col(Elector.member_id) == actor_id) | represented
    )
    found: Select[Any] = (
        pick(
            *columns(
                Elector.weight,
                Space.id,
                Space.audience,
                Round.id,
                Round.state,
                Round.disclosure,
                Round.closes_at,
                Round.closed_at,
                Round.mandates,
                Round.frozen,
            )
        )
        .select_from(Round)
        .join(Space, col(Space.id) == Round.space_id)
        .outerjoin(Elector, (col(Elector.round_id) == Round.id) & own)
        .where(col(Round.id) == bindparam("round_id"))
        .with_for_update(read=True, of=Round)
    )
    return found
