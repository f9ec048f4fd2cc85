"""Signing in by password, by a mailed link, by a printed code."""

import re
import statistics
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.members.models import Member, MemberState
from civic.sign_in import limits, passwords, tokens
from civic.sign_in.models import Account, OneTimeToken, Purpose, SignInSession
from tests.civic.sign_in.conftest import PHRASE, ask
from tests.sizes import size


def test_a_password_lets_in(browser, ada, try_password, is_in):
    client = browser(None)
    answer = try_password(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)


def test_the_password_is_kept_as_argon2id_with_much_memory(heavy_passwords, ada, look):
    assert look(select(Account.password))[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.NOBODY.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_after_signing_in_one_is_where_one_wanted_to_be(browser, ada, garden, try_password):
    client = browser(None)
    door = client.get(f"/spaces/{garden.id}-the-garden").location
    page = client.get(door).get_data(as_text=True)
    assert f'name="next" value="/spaces/{garden.id}-the-garden"' in page
    data = {"email": "ada@example.org", "password": PHRASE, "next": "/spaces/"}
    assert client.post("/sign-in/password", data=data).location == "/spaces/"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "/\t/evil", ""],
)
def test_nobody_is_led_elsewhere(browser, ada, target):
    data = {"email": "ada@example.org", "password": PHRASE, "next": target}
    assert browser(None).post("/sign-in/password", data=data).location == "/"


def test_a_mailed_link_lets_in_by_its_button_only(browser, people, mails, link_in, is_in):
    client = browser(None)
    assert ask(client).location == "/sign-in/sent"
    link = link_in(mails()[0])
    assert client.get(link).status_code == 200
    assert not is_in(client)
    assert client.post(link).status_code == 303
    assert is_in(client)


def test_a_link_remembers_where_its_asker_wanted_to_be(browser, people, mails, link_in):
    client = browser(None)
    ask(client, next="/spaces/")
    assert client.post(link_in(mails()[0])).location == "/spaces/"


def test_only_the_newest_link_works_and_only_once(browser, people, mails, link_in):
    client = browser(None)
    ask(client)
    ask(client)
    old, new = (link_in(mail) for mail in mails())
    assert browser(None).get(old).status_code == 410
    assert browser(None).post(old).status_code == 410
    assert browser(None).post(new).status_code == 303
    assert browser(None).get(new).status_code == 410
    assert browser(None).post(new).status_code == 410


def test_a_link_ends_after_half_an_hour(browser, people, mails, link_in, at):
    ask(browser(None))
    link, began = link_in(mails()[0]), now()
    at(began + timedelta(minutes=31))
    assert browser(None).post(link).status_code == 410


def test_a_link_dies_with_a_new_password_and_with_leaving(browser, people, mails, link_in):
    ask(browser(None), "ben@example.org")
    client = browser("Ben")
    new = {"password": "quatre mots que voici"}
    first = client.post("/sign-in/account/password", data=new, follow_redirects=True)
    assert "The password is set" in first.text
    second = client.post("/sign-in/account/password", data=new, follow_redirects=True)
    assert "The password is changed" in second.text
    assert browser(None).post(link_in(mails()[0])).status_code == 410
    ask(browser(None), "ben@example.org")
    browser("Kim").post(f"/members/{people['Ben'].id}/state", data={"state": "left"})
    assert browser(None).post(link_in(mails()[-1])).status_code == 410


def test_a_link_for_one_purpose_opens_nothing_else(browser, people, mails, link_in):
    ask(browser(None))
    secret = link_in(mails()[0]).rpartition("/")[2]
    for other in ("join", "address"):
        assert browser(None).get(f"/sign-in/{other}/{secret}").status_code == 410
        data = {"name": "Sly"}
        assert browser(None).post(f"/sign-in/{other}/{secret}", data=data).status_code == 410


def test_only_the_hash_of_a_secret_is_kept(browser, people, mails, link_in, look):
    ask(browser(None))
    secret = link_in(mails()[0]).rpartition("/")[2]
    token = look(select(OneTimeToken))[0]
    assert secret not in str(token.model_dump())


# Two people, one address.


@pytest.fixture
def spouse(ada, save):
    """Al shares Ada's address."""
    return save(Member(name="Al", email="ada@example.org"))


def test_spouses_are_asked_who_it_is(browser, spouse, ada, mails, link_in, look):
    client = browser(None)
    ask(client)
    link = link_in(mails()[0])
    page = client.get(link).get_data(as_text=True)
    assert "Sign in as Ada" in page
    assert "Sign in as Al" in page
    assert client.post(link).status_code == 410
    assert client.post(link, data={"member": 999}).status_code == 410
    assert client.post(link, data={"member": spouse.id}).status_code == 303
    assert [entry.member_id for entry in look(select(SignInSession))] == [spouse.id]


def test_a_password_tells_spouses_apart(browser, spouse, ada, try_password, look):
    assert try_password(browser(None)).location == "/"
    assert [entry.member_id for entry in look(select(SignInSession))] == [ada.id]


def test_spouses_with_one_password_are_asked_too(browser, spouse, save, try_password, look):
    save(Account(member_id=spouse.id, password=passwords.store(PHRASE)))
    client = browser(None)
    assert try_password(client).location == "/sign-in/who"
    page = client.get("/sign-in/who").get_data(as_text=True)
    assert "Sign in as Ada" in page
    assert client.post("/sign-in/who", data={"member": 999}).location == "/sign-in/who"
    assert client.post("/sign-in/who", data={"member": spouse.id}).location == "/"
    assert [entry.member_id for entry in look(select(SignInSession))] == [spouse.id]


def test_who_one_is_cannot_be_said_without_the_password(browser, spouse):
    answer = browser(None).post("/sign-in/who", data={"member": spouse.id})
    assert answer.location == "/sign-in/"


def test_only_the_demo_shows_accounts_at_the_door(app, browser, monkeypatch):
    assert "amina@demo.example" not in browser(None).get("/sign-in/").text
    monkeypatch.setitem(app.config, "CIVIC", replace(app.config["CIVIC"], demo=True))
    door = browser(None).get("/sign-in/").text
    assert door.index("With a password</summary>") < door.index("amina@demo.example")
    assert 'href="/demo/mail"' in door


# Codes from a sheet.


def test_the_address_on_a_sheet_begins_with_the_field_for_its_code(browser):
    page = browser(None).get("/sign-in/code").text
    assert 0 < page.index('<details class="more" open>') < page.index("With a link by e-mail")
    folded = browser(None).get("/sign-in/").text
    assert folded.index("With a code from a printed sheet") > folded.index("With a link by e-mail")
    wrong = browser(None).post("/sign-in/code", data={"code": "WRONG"}).text
    assert wrong.index("Take the next one") < wrong.index("With a link by e-mail")
    assert browser("Ben").get("/sign-in/code").location == "/"


def test_a_printed_code_lets_in_once_however_it_is_typed(browser, app, people, is_in):
    with db.writing() as session:
        code = tokens.make(session, Purpose.CODE, secret="ABCDEFGH2345", member_id=people["Ben"].id)
    typed = {"code": f" {code[:4].lower()}-{code[4:8]} {code[8:]}"}
    client = browser(None)
    assert client.post("/sign-in/code", data=typed).location == "/"
    assert is_in(client)
    again = browser(None).post("/sign-in/code", data=typed)
    assert again.status_code == 422
    assert "Take the next one" in again.get_data(as_text=True)


def test_wrong_codes_lock_nobody_elses_sheet(browser, app, people):
    for _number in range(limits.CODES_PER_NETWORK + 1):
        last = browser(None).post("/sign-in/code", data={"code": "WRONG"})
    assert last.status_code == 429
    with db.writing() as session:
        tokens.make(session, Purpose.CODE, secret="ABCDEFGH2345", member_id=people["Ben"].id)
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    answer = browser(None).post(
        "/sign-in/code", data={"code": "ABCDEFGH2345"}, environ_overrides=elsewhere
    )
    assert answer.status_code == 303


# The same answer for known and unknown addresses.


@pytest.mark.parametrize("deed", ["link", "password"])
def test_known_and_unknown_addresses_get_the_same_answer(browser, ada, deed):
    def answer(address):
        data = {"email": address, "password": "a wrong one, surely"}
        got = browser(None).post(f"/sign-in/{deed}", data=data)
        headers = [(k, v) for k, v in got.headers if k not in ("Set-Cookie", "Content-Length")]
        page = re.sub(r'"csrf_token" value="[^"]+"', "", got.get_data(as_text=True))
        return got.status_code, headers, page.replace(address, "")

    assert answer("ada@example.org") == answer("nobody@example.org")


def test_signing_up_answers_the_same_for_members_and_strangers(browser, open_door):
    def answer(address):
        got = browser(None).post("/sign-in/join", data={"name": "Ida", "email": address})
        return got.status_code, got.location

    same = (303, "/sign-in/sent?joining=1")
    assert answer("ada@example.org") == answer("ida@example.org") == same


def test_an_unknown_address_gets_no_mail_but_the_same_rows(browser, people, mails, look):
    ask(browser(None), "nobody@example.org")
    assert mails() == []
    assert len(look(select(OneTimeToken))) == 1


@pytest.mark.thorough
@pytest.mark.parametrize("deed", ["link", "password"])
def test_known_and_unknown_addresses_take_as_long(heavy_passwords, browser, ada, deed, monkeypatch):
    """Medians of interleaved requests differ by less than their usual spread."""
    for bound in ("PASSWORDS_PER_ACCOUNT", "PASSWORDS_PER_NETWORK", "PASSWORDS_IN_ALL",
                  "LINKS_PER_ADDRESS", "LINKS_PER_NETWORK", "LINKS_IN_ALL"):  # fmt: skip
        monkeypatch.setattr(limits, bound, 1_000_000)
    client, took = browser(None), {"ada@example.org": [], "eve@example.org": []}
    for _number in range(size(30, 500)):
        for address, times in took.items():
            started = time.perf_counter()
            client.post(f"/sign-in/{deed}", data={"email": address, "password": "wrong one here"})
            times.append(time.perf_counter() - started)
    known, unknown = (sorted(times) for times in took.values())
    spread = known[len(known) * 3 // 4] - known[len(known) // 4]
    apart = abs(statistics.median(known) - statistics.median(unknown))
    assert apart < max(2 * spread, 0.15 * statistics.median(known))


@pytest.mark.parametrize("state", [MemberState.LEFT, MemberState.REQUESTED, MemberState.IMPORTED])
def test_only_members_come_in(browser, ada, save, state, try_password, mails):
    ada.state = state
    save(ada)
    assert try_password(browser(None)).status_code == 422
    ask(browser(None))
    assert mails() == []
