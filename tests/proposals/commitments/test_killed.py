"""The clock's process is killed while it reminds, or ends what nobody speaks of: after a restart
everything is told, and told once."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from proposals.commitments import actions
from proposals.commitments.models import Commitment, CommitmentNews, Kind, State

pytestmark = pytest.mark.thorough

PLACES = [
    (1, "UPDATE commitment SET"),
    (1, "INSERT INTO pending_notice"),
    (2, "UPDATE commitment SET"),  # one of two is done
]


@pytest.fixture
def due(record):
    """Two promises of Ben with this last day."""

    def promise(day):
        assert {record().status_code, record().status_code} == {303}
        with db.writing() as session:
            for promised in session.exec(select(Commitment)):
                promised.due = day

    return promise


@pytest.fixture
def told(look):
    """Who was written to about each promise of this kind of fact, with how many mails."""

    def mails(fact):
        mine = select(OutboxMail.address).where(col(OutboxMail.key).startswith(f"{fact}:"))
        return Counter(look(mine))

    return mails


@pytest.mark.parametrize(("time", "statement"), PLACES)
def test_a_keeper_is_reminded_once(due, tick_killed_at, tick_again, time, statement, look, told):
    due(now() + actions.NOTICE / 2)
    tick_killed_at(time, statement)
    assert sorted(look(select(Commitment.reminded))) == [False, time == 2]
    tick_again()
    assert look(select(Commitment.reminded)) == [True, True]
    assert told("CommitmentDue") == {"ben@example.org": 2}


@pytest.mark.parametrize(("time", "statement"), PLACES)
def test_what_lapses_lapses_once(due, tick_killed_at, tick_again, time, statement, look, told):
    due(now() - actions.GRACE - timedelta(days=1))
    with db.writing() as session:
        for promised in session.exec(select(Commitment)):
            promised.reminded = True
    tick_killed_at(time, statement)
    assert len(look(select(CommitmentNews))) == time - 1
    tick_again()
    assert look(select(CommitmentNews.kind)) == [Kind.LAPSED, Kind.LAPSED]
    assert look(select(Commitment.state)) == [State.NOT_KEPT, State.NOT_KEPT]
    journal = select(AuditEntry.name).where(AuditEntry.name == "CommitmentNotKept")
    assert look(journal) == ["CommitmentNotKept"] * 2
    assert told("CommitmentNotKept") == {"ben@example.org": 2, "fay@example.org": 2}
