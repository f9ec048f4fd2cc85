"""Becoming a member: by signing up, on request, by somebody's hand."""

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.community.models import Community, SignUp
from civic.core import db
from civic.members.models import CommunityRole, Member, MemberState
from civic.notifications import making
from civic.sign_in import joining
from civic.sign_in.models import Account, OneTimeToken
from tests.civic.sign_in.conftest import called


def sign_up(client, name="Ida", email="ida@example.org"):
    return client.post("/sign-in/join", data={"name": name, "email": email})


# Signing up.


def test_whoever_confirms_an_address_is_a_member(browser, open_door, mails, link_in, look, is_in):
    client = browser(None, "fr")
    assert sign_up(client).location == "/sign-in/sent?joining=1"
    link = link_in(mails()[0])
    assert 'value="Ida"' in client.get(link).get_data(as_text=True)
    assert called(look, "Ida") == []
    assert client.post(link, data={"name": "Ida Noé"}).status_code == 303
    assert is_in(client)
    ida = called(look, "Ida Noé")[0]
    assert (ida.state, ida.locale, ida.role) == (MemberState.ACTIVE, "fr", CommunityRole.MEMBER)
    assert ida.email_confirmed_at is not None


def test_where_members_are_invited_nobody_signs_up(browser, people, mails):
    page = browser(None).get("/sign-in/join").get_data(as_text=True)
    assert "Members are invited here" in page
    sign_up(browser(None))
    assert mails() == []


def test_fields_that_were_not_asked_for_are_ignored(browser, open_door, mails, link_in, look):
    client = browser(None)
    data = {"name": "Sly", "email": "sly@example.org", "role": "administrator", "weight": "9"}
    client.post("/sign-in/join", data=data)
    client.post(link_in(mails()[0]), data={**data, "space_id": "1", "state": "active"})
    sly = called(look, "Sly")[0]
    assert (sly.role, sly.weight) == (CommunityRole.MEMBER, 1)


def test_a_member_who_signs_up_again_goes_on_as_before(browser, open_door, mails, link_in, look):
    client = browser(None)
    sign_up(client, "Adah", "ada@example.org")
    link = link_in(mails()[0])
    assert "Continue as Ada" in client.get(link).get_data(as_text=True)
    ada = called(look, "Ada")[0]
    assert client.post(link, data={"member": ada.id}).location == "/"
    assert called(look, "Adah") == []


def test_somebody_with_the_address_of_a_member_may_join_beside_them(
    browser, open_door, mails, link_in, look
):
    client = browser(None)
    sign_up(client, "Al", "ada@example.org")
    client.post(link_in(mails()[0]), data={"name": "Al"})
    assert [m.email for m in called(look, "Al") + called(look, "Ada")] == ["ada@example.org"] * 2


def test_a_sign_up_link_makes_nobody_of_another_address(browser, open_door, mails, link_in, people):
    client = browser(None)
    sign_up(client)
    answer = client.post(link_in(mails()[0]), data={"member": people["Kim"].id})
    assert answer.status_code == 410


# On request.


@pytest.fixture
def asked(people, app, browser, mails, link_in, look) -> Member:
    """Ida, who asks to join."""
    with db.writing() as session:
        session.get(Community, 1).sign_up = SignUp.ON_REQUEST
    client = browser(None)
    sign_up(client)
    answer = client.post(link_in(mails()[0]), data={"name": "Ida"})
    assert answer.location == "/sign-in/requested"
    return called(look, "Ida")[0]


def test_who_asks_waits_and_administrators_are_told(asked, browser, app, mails):
    assert asked.state == MemberState.REQUESTED
    making.run()
    told = mails()[-1]
    assert (told.address, told.subject) == ("kim@example.org", "Ida asks to join")
    assert f"/members/{asked.id}-ida/request" in told.body
    assert "Ida" in browser("Kim").get("/").get_data(as_text=True)
    assert "Ida" not in browser("Ben").get("/").get_data(as_text=True)


def test_asking_twice_is_asking_once(asked, browser, mails, link_in, look):
    client = browser(None)
    sign_up(client)
    client.post(link_in(mails()[-1]), data={"name": "Ida"})
    assert len(called(look, "Ida")) == 1


def test_an_administrator_accepts(asked, browser, look, mails):
    address = f"/members/{asked.id}-ida/request"
    assert "Accept" in browser("Kim").get(address).get_data(as_text=True)
    browser("Kim").post(address, data={"answer": "yes", "words": "See you on Monday."})
    assert called(look, "Ida")[0].state == MemberState.ACTIVE
    told = mails()[-1]
    assert told.address == "ida@example.org"
    assert "See you on Monday." in told.body
    assert "http://localhost/sign-in/" in told.body
    assert browser("Kim").post(address, data={"answer": "no"}).status_code == 403
    assert look(select(AuditEntry.name)) == ["MemberAdmitted"]


def test_of_a_refused_request_nothing_is_kept(asked, browser, look, mails):
    browser("Kim").post(f"/members/{asked.id}-ida/request", data={"answer": "no"})
    assert called(look, "Ida") == []
    assert look(select(Account)) == []
    assert (mails()[-1].address, mails()[-1].member_id) == ("ida@example.org", None)


def test_nobody_else_answers_requests(asked, browser, look):
    for name in ("Ben", "Fay"):
        answer = browser(name).post(f"/members/{asked.id}-ida/request", data={"answer": "yes"})
        assert answer.status_code == 403
    assert called(look, "Ida")[0].state == MemberState.REQUESTED


def test_who_was_taken_out_comes_back_by_request_only(browser, open_door, mails, link_in, look):
    ben = called(look, "Ben")[0]
    browser("Kim").post(f"/members/{ben.id}/state", data={"state": "left"})
    client = browser(None)
    sign_up(client, "Ben", "ben@example.org")
    answer = client.post(link_in(mails()[-1]), data={"name": "Ben"})
    assert answer.location == "/sign-in/requested"
    assert [m.state for m in called(look, "Ben")] == [MemberState.REQUESTED]


# By hand, without e-mail.


@pytest.fixture
def olga(garden, browser, look) -> Member:
    """Added by Fay, without an address."""
    browser("Fay").post(f"/spaces/{garden.id}-the-garden/add", data={"name": "Olga", "email": ""})
    return called(look, "Olga")[0]


def sheet(client, garden, member):
    return client.post(f"/spaces/{garden.id}-the-garden/person/{member.id}/codes")


def test_a_facilitator_adds_somebody_and_prints_a_sheet(olga, garden, browser, look, is_in):
    assert (olga.email, olga.state) == (None, MemberState.ACTIVE)
    page = sheet(browser("Fay"), garden, olga).get_data(as_text=True)
    codes = [part.partition("<")[0] for part in page.split('class="code">')[1:]]
    assert len(set(codes)) == joining.CODES
    for code in codes[:2]:
        client = browser(None)
        client.post("/sign-in/code", data={"code": code})
        assert is_in(client)
        assert client.get(f"/spaces/{garden.id}-the-garden").status_code == 200
    kept = " ".join(look(select(OneTimeToken.token_hash)))
    assert not any(code.replace(" ", "") in kept for code in codes)
    assert "SheetPrinted" in look(select(AuditEntry.name))


def test_a_new_sheet_makes_the_old_one_worthless(olga, garden, browser, is_in):
    old = sheet(browser("Fay"), garden, olga).get_data(as_text=True)
    sheet(browser("Fay"), garden, olga)
    client = browser(None)
    code = old.split('class="code">')[1].partition("<")[0]
    assert client.post("/sign-in/code", data={"code": code}).status_code == 422


@pytest.mark.parametrize("name", ["Ada", "Ben", "Fay"])
def test_a_facilitator_prints_no_key_to_somebodys_account(garden, browser, people, name, look):
    assert sheet(browser("Fay"), garden, people[name]).status_code == 403
    assert look(select(OneTimeToken)) == []


def test_a_facilitator_prints_no_key_to_an_office(olga, garden, browser, save, look):
    olga.role = CommunityRole.ADMINISTRATOR
    save(olga)
    assert sheet(browser("Fay"), garden, olga).status_code == 403


def test_a_sheet_is_for_the_spaces_own_people(garden, browser, people):
    assert sheet(browser("Fay"), garden, people["Zoe"]).status_code == 404
    assert sheet(browser("Ben"), garden, people["Ada"]).status_code == 403


def test_an_administrator_prints_for_anybody(browser, people):
    answer = browser("Kim").post(f"/members/{people['Ben'].id}/codes")
    assert answer.get_data(as_text=True).count('class="code"') == joining.CODES


def test_somebody_added_by_an_administrator_is_told_where_to_sign_in(browser, people, mails):
    ben = people["Ben"].id
    browser("Kim").post(f"/members/{ben}/welcome")
    assert mails()[0].address == "ben@example.org"
    assert "http://localhost/sign-in/" in mails()[0].body
