"""An office has a last day: it falls away by itself, is told a month before, and the last
administrator keeps theirs."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.members import actions, ticking
from civic.members.models import CommunityRole, Member
from civic.notifications import making
from civic.organisations import mandates as partners
from civic.organisations.models import Organisation, OrganisationMembership, OrganisationRole
from civic.spaces import ticking as spaces
from civic.spaces.models import Membership, Role


@pytest.fixture
def second(people):
    """Zoe administers, too."""
    with db.writing() as session:
        session.get_one(Member, people["Zoe"].id).role = CommunityRole.ADMINISTRATOR


@pytest.fixture
def limit(people, browser):
    def set_last_day(name, days, by="Kim"):
        day = f"{now() + timedelta(days=days):%Y-%m-%d}" if days is not None else ""
        address = f"/members/{people[name].id}/mandate"
        return browser(by).post(address, data={"until": day})

    return set_last_day


def role(look, member):
    return look(select(Member.role).where(Member.id == member.id))[0]


def test_an_office_ends_on_its_last_day_by_itself(second, limit, people, browser, look, at):
    start = now()
    assert limit("Zoe", 40).status_code == 303
    assert "Mandate until" in browser("Ben").get("/who-may-do-what").text
    ticking.run()
    assert role(look, people["Zoe"]) == CommunityRole.ADMINISTRATOR
    at(start + timedelta(days=41, hours=1))
    ticking.run()
    ticking.run()
    assert role(look, people["Zoe"]) == CommunityRole.MEMBER
    assert browser("Zoe").get("/members/").status_code == 403
    names = look(select(AuditEntry.name).order_by(col(AuditEntry.id)))
    assert names == ["MandateLimited", "RoleGranted"]
    record = browser("Ben").get("/record").text
    assert "Kim set until when somebody holds an office. The last day:" in record
    assert "The platform changed the role of a member." in record


def test_the_last_administrator_keeps_the_office_until_somebody_else_has_it(
    second, limit, people, look, at
):
    start = now()
    limit("Zoe", 35)
    limit("Kim", 35)
    at(start + timedelta(days=37))
    ticking.run()
    kept = [role(look, people[name]) for name in ("Zoe", "Kim")]
    assert sorted(kept) == [CommunityRole.ADMINISTRATOR, CommunityRole.MEMBER]
    ticking.run()
    assert [role(look, people[name]) for name in ("Zoe", "Kim")] == kept
    with db.writing() as session:
        session.get_one(Member, people["Ada"].id).role = CommunityRole.ADMINISTRATOR
    ticking.run()
    assert {role(look, people[name]) for name in ("Zoe", "Kim")} == {CommunityRole.MEMBER}


def test_a_month_before_those_concerned_are_told_once(second, limit, people, mails, at):
    start = now()
    limit("Zoe", 40)
    ticking.run()
    making.run()
    assert mails() == []
    at(start + timedelta(days=12))
    for _twice in range(2):
        ticking.run()
        making.run()
    assert sorted(mail.address for mail in mails()) == ["kim@example.org", "zoe@example.org"]
    assert mails()[0].subject == "The mandate of Zoe ends soon"
    limit("Zoe", 31)  # another day is told anew
    at(start + timedelta(days=20))
    ticking.run()
    making.run()
    assert len(mails()) == 4


def test_no_end_ends_nothing_and_a_past_day_is_refused(second, limit, people, look, at):
    start = now()
    assert "This day is over." in limit("Zoe", -3).text
    limit("Zoe", 33)
    limit("Zoe", None)
    at(start + timedelta(days=400))
    ticking.run()
    assert role(look, people["Zoe"]) == CommunityRole.ADMINISTRATOR


def test_nobody_ends_anothers_office_at_short_notice_or_lengthens_their_own(second, limit, look):
    assert "A month from now at the earliest" in limit("Zoe", 10).text
    assert limit("Kim", 10).status_code == 303
    assert "extended by another administrator" in limit("Kim", 20).text
    assert "extended by another administrator" in limit("Kim", None).text
    assert limit("Kim", 50, by="Zoe").status_code == 303


def test_only_administrators_limit_an_office_and_only_an_office_has_a_mandate(second, limit):
    assert limit("Kim", 3, by="Ben").status_code == 403
    assert limit("Ben", 3).status_code == 404


def test_a_mandate_is_of_one_office(second, limit, people, look):
    """Zoe stops administering, and audits: the first office's day is not the second's."""
    limit("Zoe", 33)
    with db.writing() as session:
        member = session.get_one(Member, people["Zoe"].id)
        actor = Actor(id=people["Kim"].id, is_admin=True)
        audits = {"role": CommunityRole.AUDITOR}
        actions.change(session, actor=actor, member=member, values=audits, by_two=True)
    assert look(select(Member.role_until).where(Member.id == people["Zoe"].id)) == [None]


def test_an_organisations_administrator_goes_the_same_way(people, save, look, mails, at, browser):
    save(Organisation(name="The mill", language="en"))
    membership = OrganisationMembership(
        organisation_id=1, member_id=people["Ben"].id, role=OrganisationRole.ADMINISTRATOR,
        role_until=now() + timedelta(days=20),
    )  # fmt: skip
    save(membership)
    start = now()
    for _twice in range(2):
        partners.run()
        making.run()
    assert sorted(mail.address for mail in mails()) == ["ben@example.org", "kim@example.org"]
    assert "Ben looks after the people of The mill." in mails()[0].body
    at(start + timedelta(days=21))
    assert browser("Ben").get("/organisations/1-the-mill/people/").status_code == 404  # at once
    partners.run()
    found = look(select(OrganisationMembership))[0]
    assert (found.role, found.role_until) == (OrganisationRole.MEMBER, None)
    assert look(select(AuditEntry.name)) == ["OrganisationRoleGiven"]


def test_who_facilitates_a_space_goes_the_same_way(garden, people, browser, look, mails, at):
    start, page = now(), f"/spaces/{garden.id}/members"
    kim = browser("Kim")
    day = f"{start + timedelta(days=40):%Y-%m-%d}"
    duty = {"member": people["Ben"].id, "role": "facilitator", "until": day}
    assert "This day is over." in kim.post(page, data=duty | {"until": "2020-01-01"}).text
    assert kim.post(page, data=duty).status_code == 303
    assert "Mandate until" in kim.get(page, follow_redirects=True).text
    ben = browser("Ben")
    later = f"{start + timedelta(days=90):%Y-%m-%d}"
    answer = ben.post(page, data=duty | {"until": later}, follow_redirects=True)
    assert "Your own mandate is set by somebody else" in answer.text
    at(start + timedelta(days=20))
    for _twice in range(2):
        spaces.run()
        making.run()
    told = [mail.address for mail in mails() if mail.subject == "The mandate of Ben ends soon"]
    assert sorted(told) == ["ben@example.org", "fay@example.org", "kim@example.org"]
    at(start + timedelta(days=41, hours=1))
    spaces.run()
    assert roles_in(look, garden, "Ben") == [Role.MEMBER]


def test_the_last_who_facilitates_keeps_the_duty(garden, people, browser, look, at):
    start, page = now(), f"/spaces/{garden.id}/members"
    day = f"{start + timedelta(days=3):%Y-%m-%d}"
    duty = {"member": people["Fay"].id, "role": "facilitator", "until": day}
    browser("Kim").post(page, data=duty)
    at(start + timedelta(days=5))
    spaces.run()
    assert roles_in(look, garden, "Fay") == [Role.FACILITATOR]
    browser("Kim").post(page, data={"member": people["Ada"].id, "role": "facilitator"})
    spaces.run()
    assert roles_in(look, garden, "Fay") == [Role.MEMBER]


def roles_in(look, space, name):
    found = select(Membership.role).join(Member).where(Membership.space_id == space.id)
    return look(found.where(Member.name == name))
