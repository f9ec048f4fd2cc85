"""What nobody needs any more is thrown away by the clock, and nothing younger with it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core.clock import now
from civic.notifications.models import PendingNotice
from civic.privacy import ticking
from civic.spaces.models import JoinRequest
from proposals.deliberation.models import Seen, Suspension
from proposals.models import Asking, Proposal, Stage


@pytest.fixture
def trees(save, people, garden) -> Proposal:
    return save(
        Proposal(
            space_id=garden.id, author_id=people["Ada"].id, title="Plant trees", language="en",
            stage=Stage.OPEN, opened_at=now(),
        )
    )  # fmt: skip


def a_request(at, garden, _trees, member):
    return JoinRequest(space_id=garden.id, member_id=member.id, at=at)


def a_visit(at, _garden, trees, member):
    return Seen(proposal_id=trees.id, member_id=member.id, last_at=at)


def a_suspension(at, garden, _trees, member):
    return Suspension(
        space_id=garden.id, member_id=member.id, reason="Insults.", at=at - timedelta(days=1),
        until=at,
    )  # fmt: skip


def a_notice(at, *_about):
    return PendingNotice(fact="ProposalOpened", details={}, failed=5, told_at=at)


def an_asking(at, _garden, _trees, member):
    return Asking(member_id=member.id, at=at)


@pytest.mark.parametrize(
    ("kind", "table", "days"),
    [
        (a_request, JoinRequest, 90),
        (a_visit, Seen, 365),
        (a_suspension, Suspension, 730),
        (a_notice, PendingNotice, 30),
        (an_asking, Asking, 1),
    ],
)
def test_after_its_time_and_not_before(kind, table, days, garden, trees, people, save, look):
    for name, age in (
        ("Ada", timedelta(days=days, minutes=1)),
        ("Ben", timedelta(days=days - 0.5)),
    ):
        save(kind(now() - age, garden, trees, people[name]))
    ticking.keep_no_longer()
    (left,) = look(select(table))
    assert getattr(left, "member_id", people["Ben"].id) == people["Ben"].id
