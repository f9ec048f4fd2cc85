"""Reading single rounds: locks, ballots, what is due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, exists, union_all
from sqlalchemy import select as pick
from sqlmodel import Session, col, func, or_, select

from civic.core import db
from civic.core.pagination import Page
from civic.core.tables import columns
from civic.members.models import Member
from civic.members.queries import further
from voting import lifecycle
from voting.mandates import is_passed_on
from voting.models import (
    CountedBallot,
    Elector,
    Mandate,
    OpenBallot,
    Participation,
    Round,
    State,
)
from voting.tally import CameTo, came_to
from voting.voters import Poll


def locked(session: Session, round_id: int, *, share: bool) -> Round:
    """The round as it is now, until the end of the transaction: shared by all who cast, alone for
    who opens, closes or cancels. SQLite has one writer anyway; PostgreSQL needs the row lock."""
    found = (
        select(Round)
        .where(Round.id == round_id)
        .execution_options(populate_existing=True)
        .with_for_update(read=share, of=Round)
    )
    return session.exec(found).unique().one()


def has_ended(round: Round | Poll, *, now: datetime) -> bool:
    if round.state in lifecycle.EVER_OPEN and round.state != State.OPEN:
        return True
    return round.state == State.OPEN and now >= round.closes_at


def counted_ballots(session: Session, round: Round) -> dict[str, list[list[Any]]]:
    """Each question's ballots in their published order: none where nobody took part."""
    rows = session.exec(
        select(CountedBallot.question, CountedBallot.weight, CountedBallot.choice)
        .where(CountedBallot.round_id == round.id)
        .order_by(col(CountedBallot.question), col(CountedBallot.place))
    )
    ballots: dict[str, list[list[Any]]] = {question["id"]: [] for question in round.questions}
    for question, weight, choice in rows:
        ballots[question].append([weight, choice])
    return ballots


def has_voted(session: Session, *, round_id: int, member_ids: Sequence[int]) -> set[int]:
    """Which of the members took part."""
    return set(session.scalars(_voted(), {"round_id": round_id, "member_ids": member_ids}))


@cache
def _voted() -> Select[Any]:
    return pick(col(Participation.member_id)).where(
        col(Participation.round_id) == bindparam("round_id"),
        col(Participation.member_id).in_(bindparam("member_ids", expanding=True)),
    )


def electors_of(session: Session, *, round_id: int, actor_id: int) -> list[tuple[int, str, int]]:
    """For whom an actor votes in a round: id, name, weight; oneself first."""
    rows = db.look(session, _electors_of(), {"round_id": round_id, "actor_id": actor_id})
    return sorted(((id, name, weight) for id, name, weight in rows), key=lambda r: r[0] != actor_id)


@cache
def _electors_of() -> Select[Any]:
    actor_id: Any = bindparam("actor_id", type_=Integer)
    mine = union_all(
        pick(actor_id.label("id")),
        pick(col(Member.id)).where(col(Member.represented_by_id) == actor_id),
    ).subquery()  # found first: the roll is long
    found: Select[Any] = (
        pick(*columns(Elector.member_id, Member.name, Elector.weight))
        .join(Member)
        .where(
            col(Elector.round_id) == bindparam("round_id"),
            col(Elector.member_id).in_(pick(mine.c.id)),
        )
    )
    return found


def due_to_open(session: Session, *, now: datetime) -> list[int]:
    found = select(Round.id).where(Round.state == State.ANNOUNCED, col(Round.opens_at) <= now)
    return list(session.exec(found))


def due_to_close(session: Session, *, now: datetime) -> list[int]:
    found = select(Round.id).where(Round.state == State.OPEN, Round.closes_at <= now)
    return list(session.exec(found))


def being_closed(session: Session) -> list[int]:
    return list(session.exec(select(Round.id).where(Round.state == State.CLOSING)))


class TurnoutSoFar(NamedTuple):
    """How many people have taken part in an open round so far."""

    round_id: int
    voted: int
    passed_on: int
    may_vote: int
    early_close: bool
    smallest_group: int
    shown: int
    """What its page says of it."""


def turnouts(session: Session) -> list[TurnoutSoFar]:
    """Of every open round."""
    voted = (
        select(func.count())
        .select_from(Participation)
        .where(Participation.round_id == Round.id)
        .scalar_subquery()
    )
    passed = (
        select(func.count())
        .select_from(Mandate)
        .where(Mandate.round_id == Round.id, col(Mandate.declined).is_(False))
        .scalar_subquery()
    )
    may = (
        select(func.count())
        .select_from(Elector)
        .where(Elector.round_id == Round.id)
        .scalar_subquery()
    )
    rows = session.execute(
        pick(
            *columns(
                Round.id,
                voted,
                passed,
                may,
                Round.early_close,
                Round.smallest_group,
                Round.turnout_shown,
            )
        ).where(col(Round.state) == State.OPEN)
    )
    return [TurnoutSoFar(*row) for row in rows]


def missing_names(session: Session, round_id: int, *, limit: int) -> list[str]:
    """The first by name who have neither taken part nor passed their vote on; for open votes
    only."""
    voted = exists().where(
        col(Participation.round_id) == round_id,
        col(Participation.member_id) == Elector.member_id,
    )
    found = (
        select(Member.name)
        .join(Elector, col(Elector.member_id) == Member.id)
        .where(
            Elector.round_id == round_id,
            ~voted,
            ~is_passed_on(round_id=Elector.round_id, giver_id=Elector.member_id),
        )
        .order_by(col(Member.sort_name))
        .limit(limit)
    )
    return list(session.exec(found))


def due_to_remind(session: Session, *, now: datetime) -> list[int]:
    """Open rounds that close within a day, have been open for longer than half of one, and whose
    voters were not reminded within this last day."""
    return list(
        session.exec(
            select(Round.id).where(
                Round.state == State.OPEN,
                Round.closes_at > now,
                Round.closes_at <= now + timedelta(days=1),
                col(Round.opened_at) <= now - timedelta(hours=12),
                or_(
                    col(Round.reminded_at).is_(None),
                    col(Round.reminded_at) <= now - timedelta(days=1),
                ),
            )
        )
    )


def what_came_of(session: Session, round_id: int) -> CameTo:
    asked, found, binding = session.execute(
        pick(*columns(Round.questions, Round.result, Round.binding)).where(
            col(Round.id) == round_id
        )
    ).one()
    return came_to(asked, found["results"], binding=binding) if found else CameTo()


def open_ballots(
    session: Session, round_id: int, *, size: int, after: str = ""
) -> Page[tuple[int, str, dict[str, Any]]]:
    """Numbers and names beside choices, of a closed open vote, by name."""
    rows = session.execute(
        pick(*columns(Member.id, Member.name, OpenBallot.ballot, Member.sort_name))
        .join(OpenBallot, col(OpenBallot.member_id) == Member.id)
        .where(
            col(OpenBallot.round_id) == round_id,
            col(OpenBallot.ballot).is_not(None),
            *further(after),
        )
        .order_by(col(Member.sort_name), col(Member.id))
        .limit(size + 1)
    ).all()
    end = rows[size - 1] if len(rows) > size else None
    shown = [(id, name, dict(ballot or {})) for id, name, ballot, _sorted_as in rows[:size]]
    return Page(shown, next=f"{end.sort_name}|{end.id}" if end else None)
