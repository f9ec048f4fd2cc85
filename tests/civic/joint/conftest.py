"""What takes two: Kim asks."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.joint.models import JointAct
from civic.members.models import Member

BEN = {"name": "Ben", "email": "ben@example.org", "kind": "person", "weight": "1"}
AFTER_A_DAY = timedelta(hours=24, minutes=1)


@pytest.fixture
def ask(browser, people):
    """Kim wants Ben to administer, too."""

    def post(client=None, **changes):
        data = BEN | {"role": "administrator"} | changes
        return (client or browser("Kim")).post(f"/members/{people['Ben'].id}", data=data)

    return post


@pytest.fixture
def role(people, look):
    return lambda name="Ben": look(select(Member.role).where(Member.id == people[name].id))[0]


@pytest.fixture
def acts(look):
    return lambda: look(select(JointAct).order_by(JointAct.id))
