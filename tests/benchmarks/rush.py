"""The last minute: thousands vote while the round closes, and nothing may be lost.

Votes go on past the end. Whoever was told "your ballot is cast" is counted, nobody else is; and
the result stands within ten seconds of the end, by the tick alone.
"""

import threading
import time
from collections.abc import Mapping
from datetime import timedelta

from flask import Flask
from sqlmodel import col, func, select

from civic.core import clock, db
from civic.core.actor import Actor
from civic.spaces.models import Space
from tests.benchmarks import figures, pages, votes
from tests.benchmarks.servers import load, serving
from voting import actions
from voting.models import CountedBallot, Round, State

CLIENTS = 64
LATE = 0.05
"""So large a part comes after the end."""


def hold(app: Flask, environment: Mapping[str, str], *, quick: bool) -> list[str]:
    """What was missed."""
    seconds, wanted = (8, 200) if quick else (60, 3_000)
    with serving(["civic", "serve", "--port"], environment) as running:
        with app.app_context(), db.writing() as session:
            ends = clock.now() + timedelta(seconds=seconds + 4)
            round_id, electors = announce(session, ends, wanted)
        page = pages.Page("cast", [f"/votes/{round_id}-the-lawn/cast"], post={"q1-tick": "o1"})
        clients: list[list[str]] = [[] for _ in range(CLIENTS)]
        for n, member in enumerate(electors):
            clients[n % CLIENTS].append(pages.request(app, page, page.addresses[0], member))
        wait = (ends - clock.now()).total_seconds() - seconds
        time.sleep(max(wait, 0))
        closed_after: list[float] = []
        watcher = threading.Thread(
            target=lambda: closed_after.append(watch(app, round_id, ends.timestamp()))
        )
        watcher.start()
        done = load(
            running.port,
            clients,
            seconds=seconds * 1.5,
            pace=seconds / len(electors) / (1 - LATE),
            most=len(electors),
        )
        watcher.join()
        with app.app_context(), db.reading() as session:
            counted = session.exec(
                select(func.count())
                .select_from(CountedBallot)
                .where(col(CountedBallot.round_id) == round_id)
            ).one()
    cast = done["statuses"].get("303", 0)
    print(
        f"rush: {cast:,} of {len(electors):,} votes cast in {seconds} s, p95 "
        f"{done['p95'] * 1_000:.0f} ms, longest {done['longest'] * 1_000:.0f} ms; answers "
        f"{done['statuses']}; counted {counted:,}; result {closed_after[0]:.1f} s after the end",
        flush=True,
    )
    missed = []
    if counted != cast or done["lost"]:
        missed.append(f"rush: {cast} were told that they voted, {counted} are counted")
    if closed_after[0] > 10:
        missed.append(f"rush: the result came {closed_after[0]:.1f} s after the end, not 10")
    return missed


def announce(session: object, ends: object, wanted: int) -> tuple[int, list[int]]:
    """An open round of the first space, and some of its electors."""
    fay = Actor(id=figures.FACILITATOR, name="Fay", roles_by_space={1: frozenset({"facilitator"})})
    round = actions.draft_round(
        session,
        space=session.get_one(Space, 1),
        actor=fay,
        titles={"en": "The lawn"},
        questions=[votes.question()],
        closes_at=ends,
    )
    actions.open_round(session, round_id=round.id, actor=fay, now=clock.now())
    return round.id, votes.electors(session, round.id, wanted)


def watch(app: Flask, round_id: int, ends: float) -> float:
    """Seconds from the end to the result; a minute is waited for it."""
    while True:
        with app.app_context(), db.reading() as session:
            state = session.exec(select(Round.state).where(col(Round.id) == round_id)).one()
        after = clock.now().timestamp() - ends
        if state in (State.CLOSED, State.PUBLISHED) or after > 60:
            return after
        time.sleep(0.1)
