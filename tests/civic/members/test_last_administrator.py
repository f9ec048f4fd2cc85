"""Two who lay their office down at once do not leave the community without any administrator."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.actor import Actor
from civic.members import actions
from civic.members.models import CommunityRole, Member


def test_the_second_of_two_who_lay_their_office_down_at_once_keeps_it(app, people, save, look):
    people["Zoe"].role = CommunityRole.ADMINISTRATOR
    save(people["Zoe"])

    def lay_down(session, name):
        member = session.get_one(Member, people[name].id)
        actor = Actor(id=member.id, is_admin=True)
        actions.change(session, actor=actor, member=member, values={"role": CommunityRole.MEMBER})

    def afterwards():
        with app.app_context(), db.writing() as session:
            lay_down(session, "Zoe")

    with ThreadPoolExecutor(1) as hands:
        with db.writing() as session:
            lay_down(session, "Kim")
            second = hands.submit(afterwards)
            wait([second], timeout=1)
        with pytest.raises(actions.LastAdministrator):
            second.result()
    found = select(Member.name).where(Member.role == CommunityRole.ADMINISTRATOR)
    assert look(found) == ["Zoe"]
