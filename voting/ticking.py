"""What becomes due by itself: opening, closing, counting, and paying what is owed."""

import logging
from collections.abc import Callable, Iterable

from sqlmodel import col, update

from civic.core import db
from civic.core.clock import now
from civic.core.permissions import Forbidden
from civic.joint import actions as joint
from voting import actions, by_two, mandates, queries
from voting.actions import BadRound
from voting.models import Round, State
from voting.papers import frozen_copy

log = logging.getLogger(__name__)


def run() -> Exception | None:
    """Idempotent: each step looks again, under the round's lock, whether it is still due. Returns
    the first fault of a round that broke."""
    with db.reading() as session:
        opening = queries.due_to_open(session, now=now())
        closing = queries.due_to_close(session, now=now())
        turnouts = queries.turnouts(session)
        reminding = queries.due_to_remind(session, now=now())
    ending_early = [one for one in turnouts if one.early_close]
    complete = [one.round_id for one in ending_early if one.voted >= one.may_vote]
    represented = [
        one.round_id
        for one in ending_early
        if one.passed_on and one.voted < one.may_vote <= one.voted + one.passed_on
    ]
    faults = [
        *_each(opening, _open),
        *_each(reminding, _remind),
        *_each({*closing, *complete}, _close),
        *_each(represented, _close_if_all_are_heard),
    ]
    with db.reading() as session:
        being_closed = queries.being_closed(session)
    faults += _each(being_closed, _finish)
    with db.reading() as session:
        void = by_two.void(session)
    faults += _each(void, _end_what_was_asked, of="act of two")
    with db.writing() as session:
        actions.pay_key_debts(session)
        for one in turnouts:
            floored = one.voted // 5 * 5 if one.voted >= one.smallest_group else 0
            if floored != one.shown:
                session.exec(
                    update(Round)
                    .where(col(Round.id) == one.round_id, col(Round.state) == State.OPEN)
                    .values(turnout_shown=floored)
                )
    actions.scrub(now=now())
    return faults[0] if faults else None


def _each(
    numbers: Iterable[int], step: Callable[[int], None], *, of: str = "round"
) -> list[Exception]:
    """A round that breaks holds up no other, nor the keys that are still to be destroyed."""
    faults: list[Exception] = []
    for number in numbers:
        try:
            step(number)
        except Exception as fault:
            faults.append(fault)
            log.exception("%s %s could not be moved on and is tried again", of, number)
    return faults


def _open(round_id: int) -> None:
    try:
        with db.writing() as session:
            actions.open_round(session, round_id=round_id, actor=None, now=now())
    except (BadRound, Forbidden) as problem:
        log.warning("round %s could not be opened: %s", round_id, problem)


def _close(round_id: int) -> None:
    try:
        with db.writing() as session:
            actions.close(session, round_id=round_id, actor=None, now=now())
    except Forbidden:
        return  # somebody else has closed it in the meantime


def _finish(round_id: int) -> None:
    with db.writing() as session:
        actions.finish(session, round_id=round_id)


def _close_if_all_are_heard(round_id: int) -> None:
    """Where everybody has voted or has their vote cast by somebody else. Looked at under the lock:
    unlike a ballot, a mandate can be taken back."""
    with db.writing() as session:
        round = queries.locked(session, round_id, share=False)
        heard = mandates.heard(session, round)
        if round.state == State.OPEN and heard >= frozen_copy(round)["roll"]["size"]:
            actions.close(session, round_id=round_id, actor=None, now=now())


def _end_what_was_asked(act_id: int) -> None:
    with db.writing() as session:
        joint.end(session, act_id)


def _remind(round_id: int) -> None:
    try:
        with db.writing() as session:
            actions.remind(session, round_id=round_id, actor=None, now=now())
    except (BadRound, Forbidden):
        return  # closed, or reminded, in the meantime
