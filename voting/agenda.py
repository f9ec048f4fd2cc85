"""What votes mean for one member: what waits, what comes, what was decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, exists, func, or_
from sqlalchemy import select as pick
from sqlmodel import Session, col

from civic.core import db
from civic.core.actor import Actor
from civic.core.audience import Reader, readable_by, reader
from civic.core.links import Deadline, Outcome, Waiting
from civic.core.tables import columns
from civic.core.waiting import Contribution, Question, Row, all_of_them, asked, details
from civic.core.words import N_, language_of, number, text_in
from civic.spaces.agenda import concerning
from civic.spaces.models import Space
from voting import verdicts
from voting.mandates import is_passed_on
from voting.models import BallotBegun, Elector, Fate, Mandate, Participation, Round, State

TIME_TO_START = timedelta(seconds=40)
TIME_FOR_AN_OPTION = timedelta(seconds=10)


def missing_votes(actor: Actor, *, now: datetime) -> Question:
    """Open rounds in which the actor may vote and has not, the nearest end first."""
    return Question(_missing_votes(), {"member_id": actor.id, "now": now})


@cache
def _missing_votes() -> Select[Any]:
    voted = exists().where(
        col(Participation.round_id) == Elector.round_id,
        col(Participation.member_id) == Elector.member_id,
    )
    begun = exists().where(
        col(BallotBegun.round_id) == Elector.round_id,
        col(BallotBegun.member_id) == Elector.member_id,
    )
    has_begun = case((begun, "true"), else_="false")
    said = details(titles=Round.titles, questions=Round.questions, begun=has_begun)
    return (
        asked(col(Round.id), details=said, at=col(Round.closes_at))
        .join(Elector)
        .where(
            col(Elector.member_id) == bindparam("member_id"),
            col(Round.state) == State.OPEN,
            col(Round.closes_at) > bindparam("now"),
            ~voted,
            ~is_passed_on(round_id=Elector.round_id, giver_id=Elector.member_id),
        )
        .order_by(col(Round.closes_at))
    )


def other_votes(session: Session, actor: Actor, *, now: datetime, limit: int) -> list[Waiting]:
    """In which the actor has not voted either, for whoever has just voted."""
    missing = [Contribution(rows=missing_votes, entry=vote_waits)]
    return all_of_them(session, missing, actor=actor, now=now, limit=limit)


def vote_waits(session: Session, row: Row) -> Waiting:
    titles, begun = row.details["titles"], row.details["begun"]
    return Waiting(
        endpoint="voting.ballot",
        id=row.id,
        title=text_in(titles),
        language=language_of(titles),
        kind=N_("Vote"),
        message=N_("Ballot begun, not cast.") if begun else N_("Your vote is missing."),
        button=N_("Go and vote"),
        deadline=row.at,
        minutes=minutes(row.details["questions"]),
    )


def outcomes(session: Session, actor: Actor | None, *, limit: int) -> list[Outcome]:
    """What was decided lately where the actor may look."""
    rows = db.look(session, _decided(reader(actor)), _told(actor) | {"limit": limit})
    return [
        Outcome(
            endpoint="voting.show",
            id=id,
            title=text_in(titles),
            language=language_of(titles),
            at=closed_at,
            headline=_decision(questions, result),
            message=N_("Voters: %(count)s, you among them.")
            if has_voted
            else N_("Voters: %(count)s."),
            numbers={"count": number(_cast(result))},
        )
        for id, titles, closed_at, questions, result, has_voted in rows
    ]


def _told(actor: Actor | None) -> dict[str, Any]:
    """What statements that are put together once for each kind of reader want to know of one."""
    return {"member_id": actor.id if actor else 0, "spaces": actor.spaces if actor else ()}


@cache
def _decided(reader: Reader) -> Select[Any]:
    voted = exists().where(
        col(Participation.round_id) == Round.id,
        col(Participation.member_id) == bindparam("member_id"),
    )
    carried = exists().where(
        col(Mandate.round_id) == Round.id,
        col(Mandate.giver_id) == bindparam("member_id"),
        col(Mandate.fate) == Fate.CARRIED,
    )
    visible = readable_by(reader, audience=Space.audience, space_id=Space.id)
    found: Select[Any] = (
        pick(
            *columns(
                Round.id, Round.titles, Round.closed_at, Round.questions, Round.result,
                or_(voted, carried),
            )
        )
        .join(Space)
        .where(visible, col(Round.state) == State.PUBLISHED)
        .order_by(col(Round.closed_at).desc())
        .limit(bindparam("limit"))
    )  # fmt: skip
    return found


def _decision(questions: Sequence[Mapping[str, Any]], result: Mapping[str, Any]) -> str:
    """The first two questions' headlines."""
    results = result["results"]
    said = [verdicts.headline(q, results[q["id"]]) for q in questions if q["id"] in results]
    return " · ".join(said[:2]) + (" …" if len(said) > 2 else "")


def _cast(result: Mapping[str, Any]) -> int:
    return max((one["turnout"]["cast"] for one in result["results"].values()), default=0)


def to_come(actor: Actor | None, *, now: datetime) -> Question:
    """Of the actor's spaces and of the rounds in which the actor may vote; the nearest first."""
    return Question(_to_come(reader(actor)), _told(actor) | {"now": now})


@cache
def _to_come(reader: Reader) -> Select[Any]:
    mine = concerning(reader)
    now: Any = bindparam("now")
    if reader != Reader.VISITOR:
        rolls = pick(col(Elector.round_id)).where(col(Elector.member_id) == bindparam("member_id"))
        mine = or_(mine, col(Round.id).in_(rolls))
    opens = col(Round.state) == State.ANNOUNCED
    return (
        asked(
            col(Round.id),
            details=details(titles=Round.titles, opens=case((opens, "true"), else_="false")),
            at=case((opens, Round.opens_at), else_=Round.closes_at),
            told_at=func.coalesce(Round.opened_at, Round.created_at),
        )
        .join(Space)
        .where(
            mine,
            or_(
                and_(col(Round.state) == State.OPEN, col(Round.closes_at) > now),
                and_(opens, col(Round.opens_at) > now),
            ),
        )
        .order_by(col(Round.closes_at))
    )


def comes(session: Session, row: Row) -> Deadline:
    assert row.at
    assert row.told_at
    titles, opens = row.details["titles"], row.details["opens"]
    return Deadline(
        endpoint="voting.show",
        id=row.id,
        title=text_in(titles),
        language=language_of(titles),
        at=row.at,
        what="opens" if opens else "closes",
        message=N_("The vote opens.") if opens else N_("The vote closes."),
        told_at=row.told_at,
    )


def minutes(questions: Sequence[Any]) -> int:
    """About how long a paper takes: reading each question, and each of its options."""
    options = sum(len(question["options"]) for question in questions)
    taken = len(questions) * TIME_TO_START + options * TIME_FOR_AN_OPTION
    return max(1, round(taken / timedelta(minutes=1)))
