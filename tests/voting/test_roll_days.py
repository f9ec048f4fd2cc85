"""Whose subscription still runs is asked by the community's own calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from civic.community.models import Community
from civic.core import db
from voting import actions
from voting.models import Elector, Round

LAST_DAY = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("zone", "opens_at", "on_it"),
    [
        ("America/Martinique", datetime(2027, 1, 1, 0, 30, tzinfo=UTC), True),
        ("America/Martinique", datetime(2027, 1, 1, 4, 30, tzinfo=UTC), False),
        ("Pacific/Noumea", datetime(2026, 12, 31, 12, 0, tzinfo=UTC), True),
        ("Pacific/Noumea", datetime(2026, 12, 31, 13, 30, tzinfo=UTC), False),
    ],
)
def test_a_subscription_runs_until_midnight_where_the_community_is(
    zone, opens_at, on_it, new_round, people, act, at, look, browser
):
    at(opens_at)
    round = new_round(opened=False)
    with db.writing() as session:
        session.exec(select(Community)).one().time_zone = zone
        for member in people.values():
            member.paid_up_until = LAST_DAY + timedelta(days=365)
            session.merge(member)
        session.get_one(type(people["Ben"]), people["Ben"].id).paid_up_until = LAST_DAY
        session.get_one(Round, round.id).roll_filters = {"paid_up": True}
    seen = browser("Fay").get(f"/votes/{round.id}-the-lawn/edit/voters").text
    assert (">Ben<" in seen) is on_it
    with db.writing() as session:
        actions.open_round(session, round_id=round.id, actor=act.fay, now=opens_at)
    assert (people["Ben"].id in look(select(Elector.member_id))) is on_it
