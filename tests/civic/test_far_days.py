"""A day at the end of the calendar is refused in words, wherever one types a day: where clocks are
later it is in no year at all, and each page that shows it would break."""

import pytest

from civic.core import db
from civic.core.clock import now
from civic.members.models import CommunityRole, Member
from voting.models import Round

FAR = ("9999-12-31", "0001-01-01")
SAID = "Give a day between the years 1900 and 2200."


@pytest.mark.parametrize("day", FAR)
def test_of_a_mandate(people, garden, browser, day):
    with db.writing() as session:
        session.get_one(Member, people["Zoe"].id).role = CommunityRole.ADMINISTRATOR
    kim = browser("Kim")
    duty = {"member": people["Ben"].id, "role": "facilitator", "until": day}
    for address, typed in (
        ("/spaces/1-the-garden/members", duty),
        (f"/members/{people['Zoe'].id}/mandate", {"until": day}),
    ):
        answer = kim.post(address, data=typed)
        assert answer.status_code == 422
        assert SAID in answer.text


@pytest.mark.parametrize("day", FAR)
def test_of_a_phase_and_of_a_subscription(people, garden, browser, day):
    phase = {"title-1": "Debate", "starts-1": f"{day}T10:00", "acts-1": []}
    assert browser("Fay").post("/spaces/1-the-garden/phases", data=phase).status_code == 422
    member = {"name": "Ben", "kind": "person", "weight": "1", "paid_up_until": day}
    answer = browser("Kim").post(f"/members/{people['Ben'].id}", data=member)
    assert answer.status_code == 422
    assert SAID in answer.text


@pytest.mark.parametrize("day", FAR)
def test_of_a_vote(garden, save, browser, day):
    draft = save(Round(space_id=1, titles={"en": "Benches"}, closes_at=now()))
    typed = {"opens": "date", "opens_at": f"{day}T10:00", "closes_at": f"{day}T23:30"}
    answer = browser("Fay").post(f"/votes/{draft.id}-benches/edit/schedule", data=typed)
    assert answer.status_code == 422
    assert SAID in answer.text


def test_of_a_vote_that_goes_on_longer(ballot, browser):
    address = f"/votes/{ballot().id}-the-lawn"
    later = {"closes_at": "9999-12-31T23:30", "reason": "Holidays."}
    answer = browser("Fay").post(f"{address}/extend", data=later)
    assert answer.status_code == 422
    assert browser("Fay").get(address).status_code == 200
