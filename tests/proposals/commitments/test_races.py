"""Two at once, in real processes: a promise is settled once, and its keeper is asked once."""

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core.mail import OutboxMail
from civic.notifications import making
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
