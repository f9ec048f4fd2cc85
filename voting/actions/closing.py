"""Closing, in two short steps: no ballot any more, then the count. Each happens once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.core.permissions import Forbidden
from civic.core.words import N_
from voting import policies, queries, urn
from voting.actions.carrying import settle
from voting.actions.questions import TAKES_TWO, BadRound
from voting.actions.second_round import announce_second_round
from voting.facts import RoundClosed, RoundImported, RoundPublished
from voting.models import KeyDebt, Publication, Round, State
from voting.papers import frozen_copy, takes_two
from voting.publishing import explained, sums_of
from voting.tally import Represented, tally
from voting.urn import keys
from voting.voices import Voices


def close(
    session: Session,
    *,
    round_id: int,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
    by_two: bool = False,
) -> Round:
    """From here on no ballot is taken. Whoever comes second finds the round closed.

    By a facilitator (before its time with a reason), or ``actor`` None: by the schedule, or
    because all have voted. Raises BadRound, Forbidden.
    """
    round = queries.locked(session, round_id, share=False)
    if actor is not None:
        policies.CLOSE.check(actor, round)
        if now < round.closes_at and not reason.strip():
            raise BadRound(N_("Say why the vote closes before its time: everybody will read it."))
        if now < round.closes_at and takes_two(round) and not by_two:
            raise BadRound(TAKES_TWO)
    early = reason.strip() if now < round.closes_at else ""
    closed = session.exec(
        update(Round)
        .where(col(Round.id) == round_id, col(Round.state) == State.OPEN)
        .values(state=State.CLOSING, closed_at=now, early_reason=early or None)
    )
    if closed.rowcount != 1:
        raise Forbidden(policies.CLOSE)
    session.refresh(round)
    tell(
        session,
        RoundClosed(
            round_id=round_id,
            space_id=round.space_id,
            actor_id=actor.id if actor else None,
            reason=early or None,
        ),
    )
    return round


def finish(session: Session, *, round_id: int) -> Round | None:
    """Count, once; None when somebody else has. The key is owed until ``pay_key_debts``."""
    round = queries.locked(session, round_id, share=False)
    if round.state != State.CLOSING:
        return None
    frozen = frozen_copy(round)
    voices = Voices(frozen)
    questions = [question["id"] for question in frozen["questions"]]
    carried, mandates = settle(session, round)
    ballots = urn.empty(session, round, questions, kept=voices.kept, carried=carried)
    seed = keys.read_seed(session.info["config"].key_folder, round.id) if frozen["seed"] else None
    store_result(
        session,
        round,
        frozen=frozen,
        ballots=ballots,
        seed=seed,
        voices=voices.heard(),
        mandates=mandates,
    )
    return round


def store_result(
    session: Session,
    round: Round,
    *,
    frozen: Mapping[str, Any],
    ballots: Mapping[str, Any],
    seed: str | None,
    voices: Mapping[str, Any],
    mandates: Mapping[str, Any] | None = None,
    currency: str = "",
) -> None:
    """Count and publish; where the chair has to break a tie, wait for that. ``currency``: of the
    costs, where it is not the community's."""
    represented = Represented(mandates["carried"], mandates["carried_weight"]) if mandates else None
    counted = tally(frozen, ballots, seed=seed, chair=round.chair, represented=represented)
    waits = any(
        counted[question["id"]].result["verdict"] == "tied"
        and question["tie"]["procedure"] == "chair"
        for question in frozen["questions"]
    )
    result: dict[str, Any] = {
        "results": {name: one.result for name, one in counted.items()},
        "explained": {name: explained(one.outcome) for name, one in counted.items()},
        "sums": sums_of(frozen, ballots) if round.publication == Publication.SUMS else None,
        "voices": dict(voices),
    }
    result |= {"mandates": dict(mandates)} if mandates else {}
    result |= {"currency": currency} if currency else {}
    round.state = State.CLOSED if waits else State.PUBLISHED
    round.result, round.seed = result, seed
    round.turnout_shown = 0
    session.add(round)
    if not waits and not round.imported:
        announce_second_round(session, round, frozen, result["results"])
    if not waits:
        news = RoundImported if round.imported else RoundPublished
        tell(session, news(round_id=round.id, space_id=round.space_id, actor_id=None))


def pay_key_debts(session: Session) -> int:
    """Destroy the keys of rounds whose result is committed. Safe to repeat after any crash.

    Called in a transaction of its own: the debt is struck out only if the key is gone.
    """
    owed = list(session.exec(select(KeyDebt)))
    for debt in owed:
        keys.destroy(session.info["config"].key_folder, debt.round_id)
        session.delete(debt)
    return len(owed)
