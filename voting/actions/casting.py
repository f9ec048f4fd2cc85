"""Casting. It tells no fact: who voted when, in a memory that never forgets, would undo the
secret."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.permissions import Forbidden
from voting import policies, queries, urn, voters
from voting.models import Disclosure
from voting.papers import Problems, problems_of
from voting.urn import Paper


class TooLate(Exception):
    """The round closed before the ballot came; says when."""

    def __init__(self, closed_at: datetime) -> None:
        super().__init__()
        self.closed_at = closed_at


def cast(
    session: Session,
    *,
    round_id: int,
    actor: Actor,
    elector_id: int,
    paper: Paper | Callable[[voters.Poll], Paper],
    now: datetime,
) -> Problems:
    """Put a paper into the urn, or say what is wrong with it. ``paper``: or how it is read from
    what was sent, once the round is known: first of all, as it may refuse.

    Accepted if its lock on the round came before the closing one and the clock had not reached
    the end. Raises TooLate, Forbidden, KeyMissing.
    """
    voter = voters.voter(session, round_id=round_id, actor_id=actor.id, elector_id=elector_id)
    if voter is None or not voter.round.frozen:
        raise Forbidden(policies.CAST)
    paper = paper(voter.round) if callable(paper) else paper
    if queries.has_ended(voter.round, now=now):
        raise TooLate(voter.round.closed_at or voter.round.closes_at)
    policies.CAST.check(actor, voter)
    found = problems_of(voter.round.questions, paper)
    if not found:
        urn.put(
            session,
            round=voter.round,
            member_id=elector_id,
            weight=voter.weight or 1,
            paper=paper,
        )
    return found


def begin_ballot(session: Session, *, round_id: int, actor: Actor, elector_id: int) -> None:
    """Somebody checked a ballot: home reminds them until it is cast."""
    voter = voters.voter(session, round_id=round_id, actor_id=actor.id, elector_id=elector_id)
    if voter is None:
        raise Forbidden(policies.CAST)
    policies.CAST.check(actor, voter)
    urn.begin(session, round_id=round_id, member_id=elector_id)


def keep_draft(
    session: Session, *, round_id: int, actor: Actor, elector_id: int, paper: Paper
) -> None:
    """Of an open vote only: the choice is kept, unfinished, on the server."""
    voter = voters.voter(session, round_id=round_id, actor_id=actor.id, elector_id=elector_id)
    if voter is None or voter.round.disclosure != Disclosure.OPEN:
        raise Forbidden(policies.CAST)
    policies.CAST.check(actor, voter)
    urn.begin(session, round_id=round_id, member_id=elector_id)
    urn.keep_draft(session, round_id=round_id, member_id=elector_id, paper=paper)
