"""An organisation's administrators invite people, by address or by a table."""

import io
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core.clock import now
from civic.core.mail import NORMAL
from civic.members.models import CommunityRole, Member, MemberState
from civic.organisations.models import Organisation
from civic.sign_in import inviting
from civic.sign_in.models import OneTimeToken
from tests.civic.organisations.conftest import HERE, belonging


@pytest.fixture
def send_table(mill, browser):
    def send(text, by="Zoe", **more):
        file = (io.BytesIO(text.encode()), "people.csv")
        return browser(by).post(f"{HERE}/invite/table", data={"file": file, **more})

    return send


# Inviting.


def test_an_invitation_leads_into_the_organisation(ida, browser, mails, look, mill):
    mail = mails()[0]
    assert (mail.address, mail.subject) == (
        "ida@example.org",
        "The mill invites you to Mill Street",
    )
    assert mail.priority == NORMAL  # a hundred of them keep nobody waiting at the door
    found = belonging(look, ida)
    assert (found.organisation_id, found.brought_in, found.is_listed) == (mill.id, True, False)
    assert "Ida Noé" in browser("Zoe").get(f"{HERE}/").text
    assert "through this organisation" in browser("Zoe").get(f"{HERE}/{ida.id}").text


def test_who_accepts_is_told_what_is_seen_of_them(invite, browser, mails, link_in):
    invite()
    page = browser(None).get(link_in(mails()[0])).text
    assert "Its administrators will see your name and your address" in page


def test_a_member_of_the_community_who_is_invited_stays_one_person(
    invite, browser, people, mails, link_in, look
):
    invite("fay@example.org")
    browser(None).post(link_in(mails()[0]), data={"member": people["Fay"].id})
    assert len(look(select(Member).where(Member.email == "fay@example.org"))) == 1
    assert belonging(look, people["Fay"]).brought_in is False


def test_an_invitation_is_for_its_address_once_and_for_a_while(
    invite, browser, people, mails, link_in, at
):
    invite()
    link = link_in(mails()[0])
    assert browser(None).post(link, data={"member": people["Kim"].id}).status_code == 410
    assert browser(None).post(link, data={"name": "Ida"}).status_code == 303
    assert browser(None).post(link, data={"name": "Sly"}).status_code == 410
    invite("bob@example.org")
    at(now() + timedelta(days=14, seconds=1))
    assert browser(None).get(link_in(mails()[-1])).status_code == 410


def test_an_invitation_is_withdrawn(invite, bakery, browser, mails, link_in, look):
    invite()
    token = look(select(OneTimeToken))[0]
    assert "ida@example.org" in browser("Zoe").get(f"{HERE}/invite").text
    elsewhere = f"/organisations/2-the-bakery/people/invite/{token.id}/withdraw"
    assert browser("Ada").post(elsewhere).status_code == 404
    assert browser("Zoe").post(f"{HERE}/invite/{token.id}/withdraw").status_code == 303
    assert browser(None).get(link_in(mails()[0])).status_code == 410
    assert browser("Zoe").post(f"{HERE}/invite/{token.id}/withdraw").status_code == 404


def test_a_newer_invitation_replaces_the_older(invite, browser, mails, link_in):
    invite()
    invite("IDA@example.org")
    old, new = (link_in(mail) for mail in mails())
    assert browser(None).get(old).status_code == 410
    assert browser(None).get(new).status_code == 200


def test_what_ends_its_taking_part_ends_its_invitations(invite, browser, mails, link_in):
    invite()
    browser("Kim").post("/organisations/1-the-mill/archive", data={"archived": "1"})
    assert browser(None).get(link_in(mails()[0])).status_code == 410
    assert browser(None).post(link_in(mails()[0]), data={"name": "Ida"}).status_code == 410
    assert browser("Zoe").get(f"{HERE}/").status_code == 404
    assert invite("bob@example.org").status_code == 404
    assert invite("bob@example.org", by="Kim").status_code == 404


def test_whom_the_community_took_out_an_organisation_does_not_bring_back(
    invite, people, browser, mails, link_in, look
):
    browser("Kim").post(f"/members/{people['Fay'].id}/state", data={"state": "left"})
    invite("Fay <fay@example.org>")
    browser(None).post(link_in(mails()[-1]), data={"name": "Fay"})
    states = look(select(Member.state).where(Member.email == "fay@example.org"))
    assert states == [MemberState.REQUESTED]


def test_no_address_book_is_mailed_from_here(invite, monkeypatch, mails):
    monkeypatch.setattr(inviting, "MOST_PENDING", 2)
    assert invite("a@example.org\nb@example.org").status_code == 303
    assert invite("b@example.org").status_code == 303  # replaced, not added
    told = invite("c@example.org")
    assert told.status_code == 422
    assert "Too many invitations wait for an answer already." in told.text
    assert len(mails()) == 3


# A table.


def test_a_table_is_shown_before_anybody_is_invited(send_table, browser, mails):
    text = "nom;courriel;poids\nIda Noé;ida@example.org;3\nBen;ben@example.org;x\n"
    shown = send_table(text + "Olga;;\nIda;IDA@example.org;\nSly;nowhere;\n")
    for said in (
        "Nobody is invited yet.",
        "poids",  # a column that is left aside
        "Somebody with this address belongs to the organisation.",
        "An invitation needs an e-mail address.",
        "The same address stands above already.",
        "This is not an e-mail address.",
        "Line 3:",
        "Invite 1 person",
    ):
        assert said in shown.text
    assert mails() == []
    packed = re.search(r'name="packed" value="([^"]+)"', shown.text)[1]
    done = browser("Zoe").post(f"{HERE}/invite/table", data={"packed": packed, "apply": "1"})
    assert done.location == f"{HERE}/invite"
    assert [mail.address for mail in mails()] == ["ida@example.org"]
    again = browser("Zoe").post(f"{HERE}/invite/table", data={"packed": packed, "apply": "1"})
    assert "An invitation to this address waits for an answer." in again.text
    assert len(mails()) == 1


def test_a_table_does_not_tell_who_is_a_member_elsewhere(send_table, bakery):
    shown = send_table("name;email\nFay;fay@example.org\nKim;kim@example.org\n")
    assert "Invite 2 people" in shown.text


@pytest.mark.parametrize("text", ["", "email\nida@example.org\n", "name;nom\nIda;Ida\n"])
def test_what_is_no_table_says_why(send_table, text):
    assert send_table(text).status_code == 422


def test_fields_that_nobody_asked_for_change_nothing(invite, browser, mails, link_in, look):
    invite()
    sly = {"name": "Ida", "role": "administrator", "organisation_id": "2", "brought_in": "0"}
    browser(None).post(link_in(mails()[0]), data=sly)
    ida = look(select(Member).where(Member.name == "Ida"))[0]
    assert ida.role == CommunityRole.MEMBER
    assert belonging(look, ida).role == "member"
    assert len(look(select(Organisation))) == 1
