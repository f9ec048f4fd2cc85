"""Every way in is lost: two administrators, 72 hours, and a word to every address. One person
alone takes nobody's account away."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.joint import ticking
from civic.joint.models import JointAct
from civic.members.models import Member
from civic.notifications import making
from civic.privacy.models import Erasing
from civic.sign_in import joining
from civic.sign_in.models import Account, Passkey, SecondFactor, SignInSession
from civic.sign_in.sessions import FRESH

THREE_DAYS = timedelta(hours=72, minutes=1)
PERSON = {"name": "Ben", "kind": "person", "weight": "1", "role": "member"}


@pytest.fixture
def ben(people, save):
    """Ben, who came in often, and has lost his telephone with everything on it."""
    id = people["Ben"].id
    save(Account(member_id=id, password="x", last_sign_in_at=now()))
    save(Passkey(member_id=id, credential_id=b"1", public_key=b"2", name="Lost"))
    save(SecondFactor(member_id=id, secret=b"3", confirmed_at=now()))
    return people["Ben"]


@pytest.fixture
def ask(browser, ben):
    def post(address="", client=None, reason="He came to the office."):
        data = {"reason": reason, "email": address}
        return (client or browser("Kim")).post(f"/members/{ben.id}/recover", data=data).location

    return post


@pytest.fixture
def act(look):
    return lambda: look(select(JointAct))[0]


def agree_and_wait(browser, page, at, how_long=THREE_DAYS):
    browser("Lou").post(f"{page}/agree")
    at(now() + how_long)
    ticking.run()


def test_two_agree_and_after_72_hours_a_sheet_is_printed_once(ask, lou, ben, browser, at, act):
    agree_and_wait(browser, ask(), at)
    assert act().done_at
    kim = browser("Kim")
    sheet = kim.post(f"/members/{ben.id}/codes")
    assert sheet.get_data(as_text=True).count('class="code"') == joining.CODES
    assert kim.post(f"/members/{ben.id}/codes").status_code == 403


def test_until_the_sheet_is_printed_administrators_are_reminded_of_it(ask, lou, ben, browser, at):
    waits = b"Has no way in until you print a sheet"
    agree_and_wait(browser, page := ask(), at)
    assert waits in browser("Lou").get("/").data
    assert waits not in browser("Fay").get("/").data
    assert b'href="/members/' in browser("Lou").get(page).data
    browser("Kim").post(f"/members/{ben.id}/codes")
    assert waits not in browser("Lou").get("/").data


def test_before_72_hours_nothing_happens(ask, lou, ben, browser, at, act, look):
    agree_and_wait(browser, ask(), at, timedelta(hours=71))
    assert act().done_at is None
    assert browser("Kim").post(f"/members/{ben.id}/codes").status_code == 403
    assert len(look(select(Passkey))) == 1


def test_one_alone_gets_nothing_within_a_week(ask, ben, browser, at, act):
    ask()
    at(now() + timedelta(days=6, hours=23))
    ticking.run()
    assert act().done_at is None
    at(now() + timedelta(hours=2))
    ticking.run()
    assert act().done_at


def test_without_a_second_yes_it_is_never_done(ask, lou, at, act):
    ask()
    at(now() + timedelta(days=13))
    ticking.run()
    assert act().done_at is None


def test_all_old_ways_in_are_shut(ask, lou, ben, browser, at, look, is_in):
    client = browser("Ben")
    agree_and_wait(browser, ask(), at)
    assert not is_in(client)
    assert look(select(Passkey)) == look(select(SecondFactor)) == []
    assert look(select(SignInSession).where(SignInSession.member_id == ben.id)) == []
    assert look(select(Account.password).where(Account.member_id == ben.id)) == [None]


def test_with_a_new_address_a_link_goes_there(ask, lou, ben, browser, at, look, is_in):
    agree_and_wait(browser, ask("ben@new.example"), at)
    assert look(select(Member.email).where(Member.id == ben.id)) == ["ben@new.example"]
    sent = look(select(OutboxMail.body).where(OutboxMail.address == "ben@new.example"))
    link = re.search(r"http://localhost(/sign-in/link/\S+)", "".join(sent))[1]
    client = browser(None)
    client.post(link)
    assert is_in(client)
    assert b"Has no way in" not in browser("Lou").get("/").data


def test_the_member_is_told_at_every_address_that_is_known(ask, lou, ben, save, look):
    save(OutboxMail(key="k", member_id=ben.id, address="old@b.example", subject="s", body="b"))
    ask("ben@new.example")
    making.run()
    told = look(select(OutboxMail.address).where(OutboxMail.body.contains("/acts-of-two/stop/")))
    assert sorted(told) == ["ben@example.org", "old@b.example"]


def test_the_member_stops_it_by_the_link_and_its_button(ask, lou, ben, browser, at, act, look):
    page = ask()
    making.run()
    mail = look(select(OutboxMail.body).where(OutboxMail.address == "ben@example.org"))[0]
    link = re.search(r"http://localhost(/acts-of-two/stop/\S+)", mail)[1]
    visitor = browser(None)
    assert visitor.get(link).status_code in (200, 302)
    assert act().stopped_at is None
    visitor.post(link)
    assert act().stopped_at
    agree_and_wait(browser, page, at)
    assert len(look(select(Passkey))) == 1


@pytest.mark.parametrize("bent", ["x", "MQ.aaaa", ""])
def test_a_bent_link_stops_nothing(ask, lou, browser, act, bent):
    ask()
    assert browser(None).post(f"/acts-of-two/stop/{bent}").status_code in (302, 303, 404)
    assert act().stopped_at is None


def test_the_member_stops_it_from_a_device_that_is_signed_in(ask, lou, ben, browser, act):
    client = browser("Ben")
    page = ask()
    assert b"let back in" in client.get("/").data
    client.post(f"{page}/stop")
    assert act().stopped_at


def test_it_says_how_the_person_was_recognised(ask, browser, ben):
    answer = browser("Kim").post(f"/members/{ben.id}/recover", data={"reason": " "})
    assert answer.status_code == 422


def test_it_takes_a_fresh_sign_in_and_an_administrator(ask, lou, ben, browser, at, look):
    address = f"/members/{ben.id}/recover"
    assert browser("Fay").post(address, data={"reason": "x"}).status_code == 403
    kim = browser("Kim")
    at(now() + FRESH + timedelta(minutes=1))
    assert "again=1" in kim.post(address, data={"reason": "x"}).location
    assert look(select(JointAct)) == []


# The short ways are shut.


def test_nobody_prints_a_key_to_an_account_that_was_used(ben, browser, look):
    assert browser("Kim").post(f"/members/{ben.id}/codes").status_code == 403


def test_a_facilitator_prints_no_key_to_whoever_has_a_passkey(browser, garden, people, save):
    with db.writing() as session:
        session.get_one(Member, people["Ada"].id).email = None
    address = f"/spaces/{garden.id}-the-garden/person/{people['Ada'].id}/codes"
    assert browser("Fay").post(address).status_code == 200
    save(Passkey(member_id=people["Ada"].id, credential_id=b"9", public_key=b"9", name="Hers"))
    assert browser("Fay").post(address).status_code == 403


def test_nobody_moves_somebody_to_another_mailbox_alone(ben, browser, look):
    data = PERSON | {"email": "kim2@example.org"}
    assert browser("Kim").post(f"/members/{ben.id}", data=data).status_code == 422
    assert look(select(Member.email).where(Member.id == ben.id)) == ["ben@example.org"]


def test_no_table_does_either(ben, browser, look):
    from tests.civic.members.test_tables import apply, offer

    kim = browser("Kim")
    page = offer(kim, f"number,name,email\n{ben.id},Ben,kim2@example.org\n")
    assert b"signed in already" in page.data
    apply(kim, page)
    assert look(select(Member.email).where(Member.id == ben.id)) == ["ben@example.org"]


def test_nobody_votes_for_somebody_by_calling_them_an_entity(ben, browser, look):
    """Whoever represents a legal entity votes for it: Kim would cast Ben's ballot."""
    from tests.civic.members.test_tables import apply, offer

    kim = browser("Kim")
    sent = PERSON | {"email": "ben@example.org", "kind": "entity", "represented_by": "Kim"}
    answer = kim.post(f"/members/{ben.id}", data=sent)
    assert answer.status_code == 422
    assert "nobody votes in their place" in answer.text
    page = offer(kim, f"number,name,email,kind\n{ben.id},Ben,ben@example.org,entity\n")
    assert b"nobody votes in their place" in page.data
    apply(kim, page)
    assert look(select(Member.kind).where(Member.id == ben.id)) == ["person"]


def test_an_address_that_was_never_used_is_mended_by_one(browser, people, look):
    data = PERSON | {"email": "benjamin@example.org"}
    browser("Kim").post(f"/members/{people['Ben'].id}", data=data)
    assert look(select(Member.email).where(Member.name == "Ben")) == ["benjamin@example.org"]


def test_of_somebody_erased_no_act_is_left(ask, lou, ben, look, at):
    from civic.privacy import ticking as clocks

    ask("ben@new.example")
    with db.writing() as session:
        session.add(Erasing(member_id=ben.id, due_at=now()))
    clocks.erase()
    assert look(select(JointAct)) == []
