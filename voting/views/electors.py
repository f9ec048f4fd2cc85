"""For whom somebody votes: themselves, and entities that they represent."""

from flask import g, request

from civic.core import db
from civic.core.clock import now
from civic.core.permissions import Permission
from civic.core.web import number, viewer_id
from voting import queries, voters
from voting.actions.casting import TooLate
from voting.models import Round

Electors = list[tuple[int, str, int]]
"""Id, name and weight of those for whom the actor votes."""


def electors(round: Round) -> Electors:
    return queries.electors_of(db.session, round_id=round.id, actor_id=viewer_id())


def asked_for() -> int:
    """The elector that an address or a form names; else the actor."""
    return request.values.get("for", type=number) or viewer_id()


def acting_for(round: Round, mine: Electors, *, to: Permission) -> int:
    """For which of these the actor does something. Raises Forbidden; TooLate to who is on the
    roll."""
    elector = asked_for()
    weights = {id: weight for id, _name, weight in mine}
    voter = voters.Voter(round, weights.get(elector))
    if voter.weight is not None and queries.has_ended(round, now=now()):
        raise TooLate(round.closed_at or round.closes_at)
    to.check(g.actor, voter)
    return elector
