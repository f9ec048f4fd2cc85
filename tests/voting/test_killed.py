"""The clock's process is killed while it reminds voters, or closes a vote and announces its second
round: after a restart everything is told, and told once."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from voting.models import Round, State

pytestmark = pytest.mark.thorough

THREE = [{"title": {"en": name}} for name in ("Trees", "A bench", "A pond")]


@pytest.fixture
def ends(app):
    """Move a round's days, as if it had been open for two already."""

    def move(round, end):
        with db.writing() as session:
            kept = session.get_one(Round, round.id)
            kept.opened_at, kept.closes_at = now() - timedelta(days=2), end

    return move


@pytest.mark.parametrize("statement", ["UPDATE round SET", "INSERT INTO pending_notice"])
def test_voters_are_reminded_once(
    new_round, vote, ends, tick_killed_at, tick_again, look, statement
):
    round = new_round()
    assert vote("Ben", round, q1_tick="o1").status_code == 303
    ends(round, now() + timedelta(hours=20))
    tick_killed_at(1, statement)
    assert look(select(Round.reminded_at)) == [None]
    tick_again()
    reminded = select(OutboxMail.address).where(col(OutboxMail.key).startswith("VotersReminded:"))
    told = Counter(look(reminded))
    assert set(told.values()) == {1}
    assert "ada@example.org" in told
    assert "ben@example.org" not in told


@pytest.mark.parametrize("statement", ["INSERT INTO round", "INSERT INTO audit_entry"])
def test_a_second_round_is_announced_once(
    new_round, vote, ends, tick_killed_at, tick_again, look, statement
):
    round = new_round(rule="two-round", options=THREE)
    for name, choice in {"Ben": "o1", "Ada": "o2", "Voter 1": "o3"}.items():
        assert vote(name, round, q1_choice=choice).status_code == 303
    ends(round, now() - timedelta(minutes=1))
    tick_killed_at(1, statement)
    assert len(look(select(Round))) == 1
    tick_again()
    first, second = look(select(Round).order_by(col(Round.id)))
    assert (first.state, second.copied_from_id) == (State.PUBLISHED, first.id)
    told = Counter(look(select(AuditEntry.name)))
    for fact in ("RoundClosed", "RoundPublished", "RoundAnnounced"):
        assert told[fact] == 1, fact
