"""A mailbox that others read, too: whoever has another way in shuts mailed links off."""

from civic.members.models import Member
from tests.civic.sign_in.conftest import ACCOUNT


def test_links_can_be_shut_off_where_another_way_is_open(browser, ada, people, mails, look):
    ada_there = browser("Ada")
    ada_there.post(f"{ACCOUNT}/mailed-links", data={"links": "off"})
    client = browser(None)
    sent = len(mails())
    assert client.post("/sign-in/link", data={"email": "ada@example.org"}).location
    assert len(mails()) == sent  # as for an address that nobody has


def test_links_sent_before_no_longer_let_in_whoever_shut_them_off(
    browser, ada, save, mails, link_in, people
):
    save(Member(name="Her spouse", email="ada@example.org"))
    client = browser(None)
    client.post("/sign-in/link", data={"email": "ada@example.org"})
    link = link_in(mails()[-1])
    browser("Ada").post(f"{ACCOUNT}/mailed-links", data={"links": "off"})
    page = client.get(link).get_data(as_text=True)
    assert "Sign in as Ada" not in page
    assert client.post(link, data={"member": people["Ada"].id}).status_code == 410


def test_the_only_way_in_is_not_shut(browser, people, look, mails):
    ben = browser("Ben")
    ben.post(f"{ACCOUNT}/mailed-links", data={"links": "off"})
    assert "Add a passkey or a password first" in ben.get(f"{ACCOUNT}/ways-in").get_data(
        as_text=True
    )
    browser(None).post("/sign-in/link", data={"email": "ben@example.org"})
    assert len(mails()) == 1


def test_whoever_shares_an_address_is_told_what_that_means(browser, people, save):
    assert "reads that mailbox" not in browser("Ben").get(f"{ACCOUNT}/ways-in").get_data(
        as_text=True
    )
    save(Member(name="His spouse", email="ben@example.org"))
    assert "reads that mailbox" in browser("Ben").get(f"{ACCOUNT}/ways-in").get_data(as_text=True)
