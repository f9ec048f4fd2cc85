"""The way there and back: once, in one browser, to where one was going."""

import time
from datetime import timedelta

from sqlmodel import col, select

from civic.core.clock import now
from civic.partners.asking import ATTEMPT_LASTS
from civic.partners.models import Attempt
from civic.sign_in.models import SignInSession
from civic.sign_in.sessions import FRESH
from tests.civic.partners.conftest import is_signed_in, way_out


def go(client, connection, **data):
    return client.post(f"/sign-in/with/{connection.id}", data=data)


def test_a_way_back_that_nobody_began_leads_nowhere(browser, connection, provider, look):
    """15: without a state, or with an invented one."""
    client = browser(None)
    for query in ("", "?code=a", "?state=invented&code=a", "?state=&code=a"):
        answer = client.get(f"/sign-in/with/{connection.id}/back{query}")
        assert answer.status_code == 400
        assert "not begun in this browser" in answer.text
    assert provider.asked == []
    assert look(select(SignInSession)) == []


def test_another_browsers_way_back_leads_nowhere(browser, connection, provider):
    """15: and does not spoil it for the browser that it belongs to."""
    client, stranger = browser(None), browser(None)
    go(stranger, connection)
    back = provider.authorize(way_out(go(client, connection)))
    assert stranger.get(back).status_code == 400
    assert client.get(back).location == "/sign-in/with/arrival"


def test_a_way_back_works_once(browser, connection, provider, enter):
    """15"""
    client = browser(None)
    back = provider.authorize(way_out(go(client, connection)))
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 400


def test_who_takes_too_long_begins_again(browser, connection, provider, at):
    client = browser(None)
    back = provider.authorize(way_out(go(client, connection)))
    at(now() + ATTEMPT_LASTS + timedelta(seconds=1))
    assert "took too long" in client.get(back).text


def test_no_link_begins_a_sign_in(browser, connection, provider, look):
    """28: login CSRF. Only a form of ours does."""
    client = browser(None)
    assert client.get(f"/sign-in/with/{connection.id}").status_code == 405
    client.application.config["WTF_CSRF_ENABLED"] = True
    answer = client.post(f"/sign-in/with/{connection.id}", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code >= 300
    assert look(select(Attempt)) == []


def test_the_provider_sends_people_back_to_the_configured_site(browser, connection, provider):
    """29: whatever a request calls it."""
    answer = browser(None).post(
        f"/sign-in/with/{connection.id}",
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )
    provider.authorize(way_out(answer))
    assert provider.last.redirect_uri == f"http://localhost/sign-in/with/{connection.id}/back"


def test_one_returns_to_paths_of_this_site_only(browser, connection, enter, come_back):
    """30"""
    enter(browser(None), connection)
    for evil in (
        "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)",
        "/%0d%0aLocation:evil", "https:evil.example", "/\t/evil.example", "@evil.example",
        "http:///evil.example", "\u2025//evil", "/\u2028/evil",
    ):  # fmt: skip
        client = browser(None)
        location = come_back(client, connection, next=evil).location
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))
        assert "evil.example" not in location


def test_thirty_unfinished_ways_fit_into_the_cookie(browser, connection, provider):
    """33"""
    client = browser(None)
    for _number in range(30):
        answer = go(client, connection)
    assert sum(len(str(cookie.value)) for cookie in client._cookies.values()) < 1_000
    assert client.get(provider.authorize(way_out(answer))).location == "/sign-in/with/arrival"


def test_too_many_ways_from_one_network_are_slowed_down(browser, connection, monkeypatch):
    monkeypatch.setattr("civic.sign_in.limits.PARTNERS_PER_NETWORK", 3)
    answers = [go(browser(None), connection).status_code for _number in range(4)]
    assert answers == [200, 200, 200, 429]


def test_who_is_signed_in_proves_anew_who_they_are(browser, connection, provider, enter, come_back):
    """A session that is open at the provider is no fresh proof."""
    enter(browser(None), connection)
    client = browser(None)
    come_back(client, connection)
    come_back(client, connection)
    assert (provider.last.prompt, provider.last.max_age) == ("login", "0")
    provider.claims = {"auth_time": 1_700_000_000}
    assert "did not ask you again" in come_back(client, connection).text


def test_an_open_session_there_opens_no_sensitive_act(
    browser, connection, provider, enter, come_back
):
    enter(browser(None), connection)
    for at, may in ((time.time() - 7_200, False), (None, False), (time.time(), True)):
        provider.claims = {"auth_time": at}
        client = browser(None)
        come_back(client, connection)
        assert is_signed_in(client)
        answer = client.post("/sign-in/account/address", data={"email": "new@example.org"})
        assert ("again=1" in (answer.location or "")) is not may


def test_when_a_device_came_in_is_told_apart_from_when_its_owner_proved_who_they_are(
    browser, connection, provider, enter, come_back, look
):
    enter(browser(None), connection)
    provider.claims = {"auth_time": None}
    come_back(browser(None), connection)
    device = look(select(SignInSession).order_by(col(SignInSession.id).desc()))[0]
    assert now() - device.created_at < timedelta(minutes=5) < FRESH < now() - device.proved_at


def test_a_new_session_begins_at_each_sign_in(browser, connection, enter, come_back):
    """5: no session is carried over."""
    client = browser(None)
    enter(client, connection)
    with client.session_transaction() as cookies:
        before = cookies["_user_id"]
    come_back(client, connection)
    with client.session_transaction() as cookies:
        assert cookies["_user_id"] != before
    assert is_signed_in(client)
