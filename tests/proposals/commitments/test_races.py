"""Two at once, in real processes: a promise is settled once, and its keeper is asked once."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.notifications import making
from civic.notifications.models import PendingNotice
from proposals.commitments import actions, agenda
from proposals.commitments.models import Commitment, CommitmentNews, CommitmentWish, Kind, State

pytestmark = pytest.mark.thorough


def test_of_two_who_settle_it_at_once_one_is_believed(promised, press_at_once, look):
    """Ben says that it is kept, and Fay that it is not."""
    said = {"Ben": Kind.KEPT, "Fay": Kind.NOT_KEPT}
    answers = press_at_once(
        *((name, f"{promised}/news", {"kind": kind, "body": "So."}) for name, kind in said.items())
    )
    assert sorted(answers) == [303, 403]
    (first,) = look(select(CommitmentNews.kind))
    assert first == list(said.values())[answers.index(303)]
    assert look(select(Commitment.state)) == [State.KEPT if first == Kind.KEPT else State.NOT_KEPT]
    told = ("CommitmentKept", "CommitmentNotKept")
    assert len(look(select(AuditEntry).where(col(AuditEntry.name).in_(told)))) == 1


def test_however_often_news_are_asked_for_at_once_the_keeper_is_told_once(
    promised, press_at_once, look
):
    who = ("Ada", "Ada", "Fay", "Fay")
    assert press_at_once(*((name, f"{promised}/ask", {}) for name in who)) == [303] * 4
    assert len(look(select(CommitmentWish))) == 2
    making.run()
    asked = select(OutboxMail.address).where(col(OutboxMail.key).startswith("NewsWanted:"))
    assert look(asked) == ["ben@example.org"]


def test_two_ticks_that_both_found_it_remind_its_keeper_once(app, promised, look, at):
    """The second found it due before the first had told."""
    with db.reading() as session:
        [number] = agenda.due_soon(session, before=now() + timedelta(days=30))
    for _tick in range(2):
        with db.writing() as session:
            actions.remind(session, number)
    making.run()
    told = select(OutboxMail.address).where(col(OutboxMail.key).startswith("CommitmentDue:"))
    assert look(told) == ["ben@example.org"]


def test_whoever_asks_for_news_waits_for_whoever_asks_just_now(app, promised, look, browser, act):
    """Without the lock PostgreSQL would let both find that nobody has asked."""
    fay = browser("Fay")
    with ThreadPoolExecutor(1) as hands:
        with db.writing() as session:
            commitment = session.exec(select(Commitment).with_for_update(of=Commitment)).one()
            actions.ask(session, commitment=commitment, actor=act.ada)
            session.flush()
            asking = hands.submit(fay.post, f"{promised}/ask")
            wait([asking], timeout=1)
        assert asking.result().status_code == 303
    wanted = select(PendingNotice).where(PendingNotice.fact == "NewsWanted")
    assert len(look(wanted)) == 1
