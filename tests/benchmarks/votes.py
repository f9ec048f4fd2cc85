"""The town's votes: one that is open, one that was counted, and as many like it as wanted."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlmodel import Session, col, select

from civic.core import clock, db
from civic.core.actor import Actor
from civic.spaces.models import Space
from tests.benchmarks.figures import FACILITATOR
from voting import actions
from voting.models import Elector, Round

OPEN, COUNTED = 1, 2
VOTERS = 400
"""Of the counted round."""
OPTIONS = ("Trees", "Benches", "A bicycle workshop", "Light in the passage", "A mural")


def hold(app: Flask, *, copies: int) -> None:
    """The rounds OPEN and COUNTED, and ``copies`` of the latter, in the first space."""
    present = clock.now()
    fay = Actor(id=FACILITATOR, name="Fay", roles_by_space={1: frozenset({"facilitator"})})
    with app.app_context(), db.writing() as session:
        for _ in (OPEN, COUNTED):
            round = actions.draft_round(
                session,
                space=session.get_one(Space, 1),
                actor=fay,
                titles={"en": "The lawn"},
                questions=[question()],
                closes_at=present + timedelta(days=3),
            )
            actions.open_round(session, round_id=round.id, actor=fay, now=present)
        cast(session, COUNTED)
        actions.close(
            session, round_id=COUNTED, actor=fay, now=present, reason="Everybody is here."
        )
        actions.finish(session, round_id=COUNTED)
        copy(session, copies)


def question() -> dict[str, Any]:
    return actions.new_question(
        title={"en": "What shall we do with the lawn?"},
        rule="approval",
        options=[{"title": {"en": name}} for name in OPTIONS],
    )


def cast(session: Session, round_id: int, voters: int = VOTERS) -> None:
    asked = session.get_one(Round, round_id).questions[0]
    ids = [option["id"] for option in asked["options"]]
    for member in electors(session, round_id, voters):
        actions.cast(
            session,
            round_id=round_id,
            actor=Actor(id=member, name="", roles_by_space={1: frozenset({"member"})}),
            elector_id=member,
            paper={asked["id"]: sorted({ids[member % 5], ids[member % 3]})},
            now=clock.now(),
        )


def electors(session: Session, round_id: int, number: int) -> list[int]:
    found = select(Elector.member_id).where(Elector.round_id == round_id)
    return list(session.exec(found.order_by(col(Elector.member_id)).limit(number)))


def copy(session: Session, copies: int) -> None:
    """What a community decided over the years."""
    names = [column.name for column in Round.__table__.columns]  # type: ignore[attr-defined]
    kept = ", ".join(name for name in names if name not in ("id", "public_id"))
    for n in range(copies):
        session.execute(
            text(
                f"INSERT INTO round (id, public_id, {kept}) "
                f"SELECT {COUNTED + 1 + n}, '{n:032x}', {kept} FROM round WHERE id = {COUNTED}"
            )
        )
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text(
                "SELECT setval(pg_get_serial_sequence('round', 'id'), (SELECT max(id) FROM round))"
            )
        )
