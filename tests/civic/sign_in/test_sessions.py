"""Sessions end when they should, and cookies are what they should be."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.members.models import Member
from civic.privacy import ticking
from civic.sign_in import sessions
from civic.sign_in.models import Account, Attempts, KeptText, OneTimeToken, SignInSession
from tests.conftest import Browser


def token_of(client):
    with client.session_transaction() as cookies:
        return cookies.get("_user_id")


def test_the_session_is_another_after_signing_in(browser, ada, try_password):
    client = browser("Ben")
    before = token_of(client)
    try_password(client)
    assert token_of(client) not in (None, before)


def test_signing_in_again_leaves_no_old_session_behind(browser, ada, try_password, look):
    client = browser(None)
    try_password(client)
    try_password(client)
    assert len(look(select(SignInSession))) == 1


def test_signing_out_ends_the_session_itself(browser, ada, try_password, is_in):
    client = browser(None)
    try_password(client)
    stolen = token_of(client)
    client.post("/sign-in/out")
    with client.session_transaction() as cookies:
        cookies["_user_id"] = stolen
    assert not is_in(client)


def test_a_visit_to_sign_out_does_not_sign_out(browser, people, is_in):
    client = browser("Ben")
    assert client.get("/sign-in/out").status_code == 405
    assert is_in(client)


def test_leaving_ends_every_session_at_once(browser, people, is_in):
    phone, desk = browser("Ben"), browser("Ben")
    browser("Kim").post(f"/members/{people['Ben'].id}/state", data={"state": "left"})
    assert not is_in(phone)
    assert not is_in(desk)


def test_a_new_password_ends_the_other_sessions(browser, people, is_in):
    phone, desk = browser("Ben"), browser("Ben")
    desk.post("/sign-in/account/password", data={"password": "quatre mots que voici"})
    assert not is_in(phone)
    assert is_in(desk)


def test_without_an_address_no_password_is_set(browser, people, save, look):
    people["Ben"].email = None
    save(people["Ben"])
    ben = browser("Ben")
    for page in ("/sign-in/account", "/sign-in/account/ways-in"):
        assert "A password is asked for together with an e-mail address" in ben.get(page).text
    data = {"password": "quatre mots que voici"}
    assert ben.post("/sign-in/account/password", data=data).status_code == 422
    assert not any(look(select(Account.password)))


@pytest.mark.parametrize(
    ("idle", "there"), [(timedelta(days=29), True), (timedelta(days=31), False)]
)
def test_an_idle_session_ends(browser, people, is_in, at, idle, there):
    client = browser("Ben")
    at(now() + idle)
    assert is_in(client) is there


def test_no_session_lasts_for_ever(browser, people, is_in, at):
    client, began = browser("Ben"), now()
    for days in range(20, 180, 20):
        at(began + timedelta(days=days))
        assert is_in(client)
    at(began + timedelta(days=181))
    assert not is_in(client)


def test_a_device_is_ended_from_another(browser, people, is_in, look):
    phone, desk = browser("Ben"), browser("Ben")
    assert is_in(phone)
    oldest = look(select(SignInSession).order_by(SignInSession.id))[0]
    desk.post("/sign-in/account/devices", data={"device": oldest.id})
    assert not is_in(phone)
    assert is_in(desk)


def test_nobody_ends_another_members_session(browser, people, is_in, look):
    ben = browser("Ben")
    browser("Ada").post(
        "/sign-in/account/devices", data={"device": look(select(SignInSession))[0].id}
    )
    assert is_in(ben)


def test_all_other_devices_are_ended_together(browser, people, is_in):
    here, *others = (browser("Ben") for _number in range(4))
    here.post("/sign-in/account/devices")
    assert is_in(here)
    assert not any(is_in(other) for other in others)


def test_an_answer_that_comes_late_undoes_no_sign_in(browser, ada, try_password, is_in):
    """Where a session has ended, the door's script asks for a passkey's challenge while its reader
    signs in again: with its own cookie of before, that answer would take the place of the new."""
    client = browser(None)
    try_password(client)
    browser("Ada").post("/sign-in/account/devices")
    assert not is_in(client)
    late = client.post("/sign-in/passkey/options")
    assert late.get_json()["challenge"]
    assert "Set-Cookie" not in late.headers


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/131 Safari/537 Edg/131", "Edge"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) AppleWebKit/605 Version/18 Safari/604", "iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/18 Safari/605", "Mac"),
        ("", "unknown device"),
    ],
)
def test_devices_have_words(browser, ada, try_password, agent, words):
    client = browser(None)
    try_password(client, headers={"User-Agent": agent})
    assert words in client.get("/sign-in/account").get_data(as_text=True)


@pytest.fixture
def secure(config, living):
    """The same house behind TLS."""
    with living(replace(config, base_url="https://civic.example.org")) as app:
        app.test_client_class = Browser
        yield app


def test_cookies_have_every_guard(secure, ada, try_password):
    client = secure.test_client()
    how = {"base_url": "https://civic.example.org"}
    answer = try_password(client, **how)
    cookies = {c.partition("=")[0]: c.split("; ")[1:] for c in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"__Host-civic", "__Host-known"}
    for guards in cookies.values():
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(guards)
        assert not any(guard.startswith("Domain") for guard in guards)


@pytest.mark.parametrize("choice", ["language", "theme"])
def test_what_a_visitor_prefers_is_kept_as_carefully(secure, people, choice):
    sent = {"language": "fr", "theme": "dark", "next": "/"}
    how = {"base_url": "https://civic.example.org", "data": sent}
    kept = secure.test_client().post(f"/{choice}", **how).headers["Set-Cookie"].split("; ")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(kept)


@pytest.mark.parametrize(
    "cookie", ["", "x", "x" * 5_000, "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", "é", "a=b; civic=c"]
)
def test_a_bent_cookie_makes_a_visitor(app, people, cookie):
    client = app.test_client()
    headers = {"Cookie": f"civic={cookie}; civic={cookie}; known={cookie}; language={cookie}"}
    assert client.get("/", headers=headers).status_code == 200
    assert client.get("/sign-in/account", headers=headers).status_code == 302
    tried = {"email": "ben@example.org", "password": "not the one that Ben has"}
    assert client.post("/sign-in/password", headers=headers, data=tried).status_code == 422


def test_a_guessed_key_signs_no_cookie(app, people, browser):
    """The test's own key would; those that tools guess do not."""
    from flask.sessions import SecureCookieSessionInterface

    with db.writing() as session:
        token = sessions.begin(session, member_id=people["Ben"].id)
    for guess in ("secret", "dev", "changeme", "", "flask", "a secret for tests only"):
        fake = Flask("fake")
        fake.secret_key = guess or "empty"
        signed = (
            SecureCookieSessionInterface().get_signing_serializer(fake).dumps({"_user_id": token})
        )
        client = app.test_client()
        client.set_cookie("civic", signed)
        assert client.get("/sign-in/account").status_code == 302


def test_after_signing_out_the_back_button_shows_nothing(browser, people):
    answer = browser("Ben").get("/sign-in/account")
    assert answer.headers["Cache-Control"] == "no-store"


def test_using_a_session_is_noted_every_five_minutes(browser, people, look, at):
    client, began = browser("Ben"), now()
    times = []
    for minutes in (1, 4, 6, 8, 12):
        at(began + timedelta(minutes=minutes))
        client.get("/")
        times.append(look(select(SignInSession.last_used_at))[0])
    assert len(set(times)) == 3


def test_what_has_expired_is_swept_out(browser, ada, people, try_password, look, at, save):
    client = browser(None)
    client.post("/sign-in/link", data={"email": "ada@example.org"})
    client.post("/sign-in/link", data={"email": "nobody@example.org"})
    try_password(client)
    save(KeptText(token_hash="x", member_id=ada.id, path="/", fields=[]))
    at(now() + timedelta(days=200))
    ticking.keep_no_longer()
    for table in (OneTimeToken, SignInSession, Attempts, KeptText):
        assert look(select(table)) == []
    assert look(select(Member))
