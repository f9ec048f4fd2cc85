"""The list of an organisation's people leaves the house by two people, once, and is recorded."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.joint.models import JointAct
from civic.members.models import CommunityRole, Member
from civic.notifications import making
from civic.organisations.models import OrganisationMembership, OrganisationRole
from tests.civic.organisations.conftest import HERE


@pytest.fixture
def take_list(mill, browser):
    """Somebody asks for the list, another agrees, and it is taken."""

    def taken(by="Zoe", second="Kim"):
        client = browser(by)
        act = client.post(f"{HERE}/export").location
        browser(second).post(f"{act}/agree")
        return client.post(f"{HERE}/people.csv")

    return taken


def test_its_list_leaves_the_house_by_two_people_once_and_is_recorded(
    mill, bakery, browser, take_list, look
):
    assert browser("Zoe").post(f"{HERE}/people.csv").location == f"{HERE}/export"
    answer = take_list()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Ben;ben@example.org;member;no" in answer.text
    assert "fay@example.org" not in answer.text  # of the bakery
    (entry,) = look(select(AuditEntry).where(AuditEntry.name == "PeopleExported"))
    assert entry.details["added"] == 2
    assert "Zoe took a copy of the list of the people of" in browser("Ben").get("/record").text
    assert browser("Zoe").post(f"{HERE}/people.csv").location == f"{HERE}/export"


def test_a_list_that_was_agreed_to_is_of_that_organisation_alone(
    mill, bakery, save, browser, people
):
    save(OrganisationMembership(
        organisation_id=bakery.id, member_id=people["Zoe"].id, role=OrganisationRole.ADMINISTRATOR
    ))  # fmt: skip
    elsewhere = f"/organisations/{bakery.id}-the-bakery/people"
    zoe = browser("Zoe")
    browser("Kim").post(f"{zoe.post(f'{HERE}/export').location}/agree")
    refused = zoe.post(f"{elsewhere}/people.csv")
    assert refused.location == f"{elsewhere}/export"
    assert "fay@example.org" not in refused.text
    assert zoe.post(f"{HERE}/people.csv").status_code == 200, "the mill's is there still"


def test_another_of_its_own_administrators_agrees_and_nobody_elses(
    mill, bakery, browser, take_list, people, look
):
    with db.writing() as session:
        belongs = session.get_one(OrganisationMembership, (1, people["Ben"].id))
        belongs.role = OrganisationRole.ADMINISTRATOR
    assert take_list(second="Ada").status_code == 303  # of the bakery
    assert take_list(second="Zoe").status_code == 303  # who asked
    act = browser("Zoe").post(f"{HERE}/export").location
    assert browser("Ada").get(act).status_code == 404
    assert "takes a copy of the list of the people of The mill" in browser("Ben").get("/").text
    assert "takes a copy of the list of the people" not in browser("Ada").get("/").text
    making.run()
    is_told = col(OutboxMail.subject).startswith("It takes two")
    told = look(select(OutboxMail.address).where(is_told))
    assert sorted(told) == ["ben@example.org", "kim@example.org"]
    assert take_list(second="Ben").status_code == 200


def test_whom_the_asker_has_named_is_no_second_person(mill, browser, people, look):
    """One administrator of the community makes somebody an administrator of the organisation, and
    lets them agree: that is one person, until a second one has named them, too."""
    name = f"/organisations/{mill.id}-the-mill/administrators"
    browser("Kim").post(name, data={"member": "Ben"})
    act = browser("Kim").post(f"{HERE}/export").location
    page = browser("Ben").post(f"{act}/agree", follow_redirects=True).text
    assert "Somebody else has to agree." in page
    assert look(select(JointAct.agreed_at)) == [None]
    with db.writing() as session:
        session.get_one(Member, people["Fay"].id).role = CommunityRole.ADMINISTRATOR
    browser("Fay").post(name, data={"member": "Ben"})
    browser("Ben").post(f"{act}/agree")
    assert browser("Kim").post(f"{HERE}/people.csv").status_code == 200


def test_who_no_longer_looks_after_them_gets_no_list(mill, browser, people):
    act = browser("Zoe").post(f"{HERE}/export").location
    with db.writing() as session:
        belongs = session.get_one(OrganisationMembership, (1, people["Zoe"].id))
        belongs.role = OrganisationRole.MEMBER
    page = browser("Kim").post(f"{act}/agree", follow_redirects=True).text
    assert "This can no longer be done" in page


def test_asking_for_the_list_takes_a_fresh_sign_in(mill, browser, at, look):
    client = browser("Zoe")
    at(now() + timedelta(hours=2))
    assert client.post(f"{HERE}/export").location.startswith("/sign-in/?again=1")
    assert look(select(JointAct)) == []


def test_no_spreadsheet_runs_a_name(mill, people, take_list):
    with db.writing() as session:
        session.get_one(Member, people["Ben"].id).name = "=cmd()"
    assert "'=cmd()" in take_list().text
