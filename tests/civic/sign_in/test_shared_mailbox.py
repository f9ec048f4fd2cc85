"""Ada shares a mailbox, and has shut mailed links off: no link that is mailed there lets in as her,
whatever it was sent for."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.sign_in import tokens
from civic.sign_in.models import Account, Purpose
from civic.sign_in.sessions import FRESH
from civic.spaces.models import Membership


@pytest.fixture
def shut(ada, browser):
    browser("Ada").post("/sign-in/account/mailed-links", data={"links": "off"})
    return ada


@pytest.fixture
def invitation(shut, garden, browser, mails, link_in) -> str:
    """Into the garden, which Ada left."""
    browser("Ada").post(f"/spaces/{garden.id}-the-garden/leave")
    browser("Fay").post(
        f"/spaces/{garden.id}-the-garden/invite",
        data={"addresses": "ada@example.org", "role": "member"},
    )
    return link_in(mails()[-1])


def test_nobody_signs_up_as_her(shut, browser, open_door, mails, link_in, is_in):
    client = browser(None)
    client.post("/sign-in/join", data={"name": "Al", "email": "ada@example.org"})
    link = link_in(mails()[-1])
    page = client.get(link).text
    assert "Continue as Ada" not in page
    assert "sign in first, then follow this link once more" in page
    assert client.post(link, data={"member": shut.id}).status_code == 410
    assert not is_in(client)


def test_nobody_follows_her_invitation_as_her(shut, invitation, browser, is_in):
    client = browser(None)
    assert client.post(invitation, data={"member": shut.id}).status_code == 410
    assert not is_in(client)


def test_she_follows_it_when_she_is_in(shut, invitation, browser, garden, look):
    ada = browser("Ada")
    assert "Continue as Ada" in ada.get(invitation).text
    answer = ada.post(invitation, data={"member": shut.id})
    assert answer.location == f"/spaces/{garden.id}-the-garden"
    assert look(select(Membership).where(Membership.member_id == shut.id))


def test_it_is_no_fresh_proof(shut, invitation, browser, at):
    """Who finds her unlocked device and reads the mailbox changes nothing either."""
    ada = browser("Ada")
    at(now() + FRESH + timedelta(minutes=1))
    ada.post(invitation, data={"member": shut.id})
    assert "again=1" in ada.post("/sign-in/account/mailed-links", data={"links": "on"}).location


def test_a_welcome_that_waits_there_is_void(ada, browser, look):
    with db.writing() as session:
        secret = tokens.make(session, Purpose.WELCOME, member_id=ada.id)
    browser("Ada").post("/sign-in/account/mailed-links", data={"links": "off"})
    assert look(select(Account.mailed_links)) == [False]
    assert browser(None).post(f"/sign-in/link/{secret}").status_code == 410
