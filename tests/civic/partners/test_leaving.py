"""Signing out here, there, and hearing of it."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from civic.partners.protocol.tokens import LOGOUT
from tests.civic.partners.conftest import is_signed_in
from tests.civic.partners.lying import CLIENT

EVENT = {LOGOUT: {}}


@pytest.fixture
def tell(provider, connection, browser):
    """The provider says that somebody signed out there; the status of our answer."""

    def say(typ="logout+jwt", key=None, **about):
        present = int(time.time())
        claims = {
            "iss": provider.issuer, "aud": CLIENT, "iat": present, "exp": present + 60,
            "jti": "once", "sub": "sub-1", "events": EVENT, **about,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        token = provider.sign(claims, key, typ=typ)
        address = f"/sign-in/with/{connection.id}/told"
        return browser(None).post(address, data={"logout_token": token}).status_code

    return say


def test_signing_out_offers_to_sign_out_there(browser, provider, connection, enter):
    client = browser(None)
    enter(client, connection)
    answer = client.post("/sign-in/out")
    page = client.get(answer.location).text
    assert not is_signed_in(client)
    assert "Sign out at The choir, too" in page
    asked = parse_qs(urlsplit(page.split('href="' + provider.issuer)[1].split('"')[0]).query)
    assert {"id_token_hint", "amp;client_id", "amp;post_logout_redirect_uri"} <= set(asked)


def test_who_came_in_another_way_signs_out_as_ever(browser, connection):
    assert browser("Ada").post("/sign-in/out").location == "/"


def test_an_address_for_leaving_that_nobody_signed_is_none(browser, connection, enter):
    enter(browser(None), connection)
    assert browser(None).get("/sign-in/with/leave/1").status_code == 404


def test_a_provider_that_is_silent_does_not_keep_anybody(app, browser, provider, connection, enter):
    client = browser(None)
    enter(client, connection)
    app.extensions["providers"].forget(provider.issuer)
    provider.answers["/.well-known/openid-configuration"] = (500, {}, b"")
    page = client.get(client.post("/sign-in/out").location)
    assert "You are signed out here" in page.text


def test_who_signed_out_there_is_signed_out_here(browser, connection, enter, come_back, tell):
    first, second = browser(None), browser(None)
    enter(first, connection)
    come_back(second, connection)
    ada = browser("Ada")
    assert tell() == 200
    assert not is_signed_in(first)
    assert not is_signed_in(second)
    assert is_signed_in(ada)


def test_one_session_there_is_one_session_here(
    browser, provider, connection, enter, come_back, tell
):
    provider.claims = {"sid": "first"}
    first, second = browser(None), browser(None)
    enter(first, connection)
    provider.claims = {"sid": "second"}
    come_back(second, connection)
    assert tell(sid="first") == 200
    assert not is_signed_in(first)
    assert is_signed_in(second)


def test_a_word_of_yesterday_ends_no_session_of_today(browser, connection, enter, tell):
    client = browser(None)
    enter(client, connection)
    assert tell(iat=int(time.time()) - 300) == 200
    assert is_signed_in(client)


def test_logout_tokens_that_are_none_are_ignored(browser, provider, connection, enter, tell):
    """34"""
    client = browser(None)
    enter(client, connection)
    stranger = provider.first_key.generate_key("P-256", {"kid": "first"})
    assert tell(nonce="a") == 400
    assert tell(typ="at+jwt") == 400
    assert tell(aud="another") == 400
    assert tell(aud=["another", CLIENT]) == 400
    assert tell(iss="http://elsewhere.example") == 400
    assert tell(events={}) == 400
    assert tell(events=None) == 400
    assert tell(jti=None) == 400
    assert tell(sub=None) == 400
    assert tell(sub="") == 400
    assert tell(iat=int(time.time()) - 3_600) == 400
    assert tell(key=stranger) == 400
    address = f"/sign-in/with/{connection.id}/told"
    assert browser(None).post(address).status_code == 400
    assert browser(None).post(address, data={"logout_token": "a.b.c"}).status_code == 400
    assert is_signed_in(client)


def test_a_second_proof_is_asked_for_and_the_device_is_tied_all_the_same(
    browser, connection, enter, come_back, tell
):
    first, second = browser(None), browser(None)
    enter(first, connection)
    page = first.post("/sign-in/account/second/begin", follow_redirects=True).text
    app = pyotp.TOTP(re.search(r'class="code">([A-Z2-7 ]+)<', page)[1].replace(" ", ""))
    first.post("/sign-in/account/second", data={"code": app.now()})
    assert come_back(second, connection).location == "/sign-in/second"
    assert not is_signed_in(second)
    second.post("/sign-in/second", data={"code": app.at(int(time.time()) + 30)})
    assert is_signed_in(second)
    assert tell() == 200
    assert not is_signed_in(second)
