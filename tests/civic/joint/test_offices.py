"""Nobody takes another's office away alone, nor the list of members."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.joint import ticking
from civic.members.models import CommunityRole, Member, MemberState
from civic.notifications import making
from tests.civic.joint.conftest import AFTER_A_DAY, BEN

# Offices taken away.


@pytest.fixture
def ida(people, save):
    """A third administrator."""
    people["Ida"] = save(
        Member(name="Ida", email="ida@example.org", role=CommunityRole.ADMINISTRATOR)
    )
    return people["Ida"]


@pytest.mark.parametrize("leaves", [True, False])
def test_nobody_takes_anothers_office_alone(lou, ida, browser, people, role, look, leaves):
    data = {"state": "left"} if leaves else {**BEN, "name": "Lou", "role": "member"}
    page = f"/members/{lou.id}/state" if leaves else f"/members/{lou.id}"
    act = browser("Kim").post(page, data=data | ({} if leaves else {"email": lou.email})).location
    assert role("Lou") == CommunityRole.ADMINISTRATOR
    lou_there = browser("Lou")
    assert lou_there.get("/members/").status_code == 200
    browser("Ida").post(f"{act}/agree")
    assert role("Lou") == CommunityRole.MEMBER
    assert lou_there.get("/members/").status_code == (302 if leaves else 403)


def test_of_two_administrators_neither_is_rid_of_the_other_unless_they_keep_silent(
    lou, browser, role, at, look
):
    start, left = now(), {"state": "left"}
    act = browser("Kim").post(f"/members/{lou.id}/state", data=left).location
    making.run()
    assert "lou@example.org" in look(select(OutboxMail.address))
    assert browser("Lou").post(f"{act}/stop").status_code == 303
    browser("Kim").post(f"/members/{lou.id}/state", data=left)
    at(start + timedelta(days=6))
    ticking.run()
    assert role("Lou") == CommunityRole.ADMINISTRATOR
    at(start + timedelta(days=8))
    ticking.run()
    assert role("Lou") == CommunityRole.MEMBER


def test_an_auditor_is_made_by_two(ask, lou, role, browser):
    act = ask(role="auditor").location
    assert role() == CommunityRole.MEMBER
    browser("Lou").post(f"{act}/agree")
    assert role() == CommunityRole.AUDITOR


# Coming back, and leaving the house.


def test_who_leaves_loses_the_role_for_good(lou, browser, people, role, look):
    for name, state in (("Lou", "left"), ("Kim", "active")):
        browser(name).post(f"/members/{lou.id}/state", data={"state": state})
    assert role("Lou") == CommunityRole.MEMBER
    assert look(select(Member.state).where(Member.id == lou.id)) == [MemberState.ACTIVE]


def test_the_list_of_members_leaves_by_two(browser, lou):
    kim = browser("Kim")
    assert kim.post("/members/members.csv").location == "/members/export"
    page = kim.post("/members/export").location
    lou_there = browser("Lou")
    lou_there.post(f"{page}/agree")
    assert lou_there.post("/members/members.csv").status_code == 303  # whoever asked takes it
    assert "ada@example.org" in kim.post("/members/members.csv").get_data(as_text=True)
    assert kim.post("/members/members.csv").location == "/members/export"  # once


def test_an_export_that_was_agreed_to_ends_after_a_day(browser, lou, at):
    kim = browser("Kim")
    browser("Lou").post(f"{kim.post('/members/export').location}/agree")
    at(now() + AFTER_A_DAY)
    assert browser("Kim").post("/members/members.csv").location == "/members/export"
