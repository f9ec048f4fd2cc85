"""Becoming a member by invitation to a space."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.core.clock import now
from civic.members.models import Member, MemberState
from civic.sign_in import joining, limits
from civic.sign_in.models import OneTimeToken
from civic.spaces.models import Membership, Role
from tests.civic.sign_in.conftest import called


@pytest.fixture
def invite(garden, browser):
    def send(addresses="Ida Noé <ida@example.org>", role="member", by="Fay"):
        return browser(by).post(
            f"/spaces/{garden.id}-the-garden/invite", data={"addresses": addresses, "role": role}
        )

    return send


def test_the_page_of_a_spaces_people_leads_to_the_ways_in(garden, people, browser):
    page = browser("Fay").get(f"/spaces/{garden.id}-the-garden/members").get_data(as_text=True)
    for way in ("invite", "add", f"person/{people['Ben'].id}"):
        assert f'href="/spaces/{garden.id}-the-garden/{way}"' in page


def test_an_invitation_leads_into_its_space(invite, garden, browser, mails, link_in, look, is_in):
    assert invite().status_code == 303
    mail = mails()[0]
    assert (mail.address, mail.subject) == ("ida@example.org", "Fay invites you to “The garden”")
    client = browser(None)
    page = client.get(link_in(mail)).get_data(as_text=True)
    assert "The garden" in page
    assert 'value="Ida Noé"' in page
    answer = client.post(link_in(mail), data={"name": "Ida Noé"})
    assert answer.location == f"/spaces/{garden.id}-the-garden"
    assert client.get(answer.location).status_code == 200
    ida = called(look, "Ida Noé")[0]
    belongs = look(select(Membership).where(Membership.member_id == ida.id))
    assert [(m.space_id, m.role) for m in belongs] == [(garden.id, Role.MEMBER)]


def test_a_member_who_is_invited_stays_one_person(invite, browser, people, mails, link_in, look):
    invite("zoe@example.org", role="observer")
    client = browser(None)
    client.post(link_in(mails()[0]), data={"member": people["Zoe"].id})
    assert len(look(select(Member).where(Member.email == "zoe@example.org"))) == 1
    found = look(select(Membership).where(Membership.member_id == people["Zoe"].id))
    assert [m.role for m in found] == [Role.OBSERVER]


def test_whom_administrators_took_out_no_facilitator_brings_back(
    invite, browser, people, mails, link_in, look
):
    """With the roles they had everywhere: they ask, and an administrator answers."""
    browser("Kim").post(f"/members/{people['Ben'].id}/state", data={"state": "left"})
    invite("Ben <ben@example.org>")
    answer = browser(None).post(link_in(mails()[-1]), data={"name": "Ben"})
    assert answer.location == "/sign-in/requested"
    assert [m.state for m in called(look, "Ben")] == [MemberState.REQUESTED]


def test_an_invitation_takes_no_role_away(invite, browser, people, mails, link_in, look):
    invite("fay@example.org", role="observer", by="Kim")
    browser(None).post(link_in(mails()[0]), data={"member": people["Fay"].id})
    found = look(select(Membership).where(Membership.member_id == people["Fay"].id))
    assert [m.role for m in found] == [Role.FACILITATOR]


def test_an_invitation_works_once(invite, browser, mails, link_in):
    invite()
    link = link_in(mails()[0])
    assert browser(None).post(link, data={"name": "Ida"}).status_code == 303
    assert browser(None).post(link, data={"name": "Sly"}).status_code == 410


def test_an_invitation_expires(invite, browser, mails, link_in, at):
    invite()
    at(now() + timedelta(days=14, seconds=1))
    assert browser(None).get(link_in(mails()[0])).status_code == 410


def test_an_invitation_is_withdrawn(invite, garden, browser, mails, link_in, look):
    invite()
    token = look(select(OneTimeToken))[0]
    page = browser("Fay").get(f"/spaces/{garden.id}-the-garden/invite").get_data(as_text=True)
    assert "ida@example.org" in page
    withdraw = f"/spaces/{garden.id}-the-garden/invite/{token.id}/withdraw"
    assert browser("Ben").post(withdraw).status_code == 403
    assert browser("Fay").post(withdraw).status_code == 303
    assert browser(None).post(link_in(mails()[0]), data={"name": "Ida"}).status_code == 410
    assert browser("Fay").post(withdraw).status_code == 404


def test_a_newer_invitation_replaces_the_older(invite, browser, mails, link_in):
    invite()
    invite()
    old, new = (link_in(mail) for mail in mails())
    assert browser(None).get(old).status_code == 410
    assert browser(None).get(new).status_code == 200


def test_several_are_invited_at_once_and_a_wrong_line_is_named(invite, mails):
    assert invite("a@example.org\nnot an address\nb@example.org").status_code == 422
    assert mails() == []
    invite("a@example.org\n\nBo <b@example.org>")
    assert [mail.address for mail in mails()] == ["a@example.org", "b@example.org"]


def test_what_was_typed_wrongly_is_shown_as_text(invite):
    page = invite("<b>here</b>").get_data(as_text=True)
    assert "&lt;b&gt;here" in page
    assert "<b>here" not in page
    assert "Diallo &lt;amina@example.org&gt;" in page, "escaped once"


def test_only_facilitators_and_administrators_invite(invite, mails):
    assert invite(by="Ben").status_code == 403
    assert invite(by="Zoe").status_code == 404
    assert invite(by="Kim").status_code == 303


def test_no_address_book_is_mailed_from_here(invite, monkeypatch, mails):
    monkeypatch.setattr(joining, "MOST_PENDING", 3)
    assert invite("a@x.org\nb@x.org\nc@x.org\nd@x.org").status_code == 422
    assert mails() == []


def test_a_name_cannot_bend_a_mails_head(invite, mails, browser, people, save):
    people["Fay"].name = "Fay\r\nBcc: all@example.org"
    save(people["Fay"])
    with pytest.raises(ValueError, match="one line each"):
        invite()
    data = {"name": people["Fay"].name, "locale": "en", "time_zone": "Europe/Paris", "theme": ""}
    browser("Fay").post("/sign-in/account", data=data)
    assert invite().status_code == 303
    assert "\n" not in mails()[0].subject


def test_nobodys_mailbox_is_flooded_with_invitations(invite, browser, mails, look, at):
    """Not even by withdrawing each."""
    for _time in range(limits.LINKS_PER_ADDRESS):
        assert invite().status_code == 303
        (token,) = look(select(OneTimeToken.id).where(col(OneTimeToken.used_at).is_(None)))
        browser("Fay").post(f"/spaces/1-the-garden/invite/{token}/withdraw")
    answer = invite("IDA@example.org")
    assert answer.status_code == 422
    assert "ida@example.org was invited several times just now." in answer.text
    assert len(mails()) == limits.LINKS_PER_ADDRESS
    assert invite("joe@example.org").status_code == 303, "others are"
    at(now() + limits.WINDOW)
    assert invite().status_code == 303
