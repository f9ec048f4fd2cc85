"""Keys that change, and providers that are silent, slow, verbose or lead elsewhere (security.md
4.2): told kindly, and nobody waits for them."""

import time
from threading import Thread

import pytest
from joserfc.jwk import ECKey

from civic.members.models import Member
from civic.partners.protocol.known import Providers
from civic.partners.protocol.refusals import Reason, Refused
from tests.civic.partners.conftest import is_signed_in, way_to

# 31, 32


def test_new_keys_are_fetched_once(provider, browser, connection, enter, come_back):
    """31: rotation."""
    enter(browser(None), connection)
    second = ECKey.generate_key("P-256", {"kid": "second", "use": "sig"})
    provider.keys, provider.signing = [second], second
    app_keys_are_old(browser)
    provider.asked.clear()
    client = browser(None)
    come_back(client, connection)
    assert is_signed_in(client)
    come_back(browser(None), connection)
    assert provider.asked.count("/jwks") == 1


def app_keys_are_old(browser):
    """A minute passes for those who look for new keys."""
    known = browser(None).application.extensions["providers"]
    known.ticks = lambda before=known.ticks: before() + 61


def test_invented_keys_start_no_storm(provider, browser, connection, come_back):
    """31"""
    provider.header = {"kid": "invented"}
    for _number in range(5):
        assert come_back(browser(None), connection).status_code == 400
    assert provider.asked.count("/jwks") <= 2


def test_a_thousand_invented_keys_start_none_either(provider):
    known = Providers(private=True)
    with known.talk(provider.issuer) as line:
        found = known.provider(line, provider.issuer)
        known.keys(line, found)
        for number in range(1_000):
            with pytest.raises(Refused) as refusal:
                known.statement(line, found, provider.sign({}, kid=f"invented-{number}"))
            assert refusal.value.reason is Reason.UNKNOWN_KEY
    assert provider.asked.count("/jwks") == 1


def hang():
    time.sleep(1.5)
    return 200, {}, b"{}"


def drip():
    def pieces():
        for _number in range(40):
            time.sleep(0.1)
            yield b" "

    return 200, {"Content-Type": "application/json"}, pieces()


ILL = {
    "500": (500, {}, b"broken"),
    "hangs": hang,
    "drips": drip,
    "leads elsewhere": (302, {"Location": "http://169.254.169.254/latest/meta-data"}, b""),
    "100 MB": lambda: (200, {"Content-Type": "application/json"}, [b" " * 65_536] * 1_600),
    "bad JSON": (200, {"Content-Type": "application/json"}, b'{"keys": ['),
    "a list": (200, {"Content-Type": "application/json"}, b"[]"),
    "deep": (200, {"Content-Type": "application/json"}, b"[" * 100_000),
    "packed": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
    "no keys": (200, {"Content-Type": "application/json"}, b'{"keys": 7}'),
}


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token"])
def test_a_provider_that_is_not_well_is_told_of_kindly(
    app, provider, browser, connection, path, people
):
    """32: bounded, a friendly page, and every other door works meanwhile."""
    for illness in ILL.values():
        app.extensions["providers"] = Providers(private=True, seconds=0.4)
        provider.honest()
        client, back = browser(None), None
        if path != "/.well-known/openid-configuration":
            back = provider.authorize(way_to(client, connection))
        provider.answers[path] = illness
        began = time.perf_counter()
        answer = client.get(back) if back else client.post(f"/sign-in/with/{connection.id}")
        assert time.perf_counter() - began < 2
        assert answer.status_code in (400, 503)
        assert "Other ways to sign in" in answer.text
        assert not is_signed_in(client)
    assert browser("Ada").get("/sign-in/account").status_code == 200
    assert browser(None).get("/sign-in/").status_code == 200


def test_no_lock_is_held_while_a_provider_is_slow(app, provider, browser, connection, save):
    provider.answers["/.well-known/openid-configuration"] = hang
    client = browser(None)
    slow = Thread(target=client.post, args=[f"/sign-in/with/{connection.id}"])
    slow.start()
    while not provider.asked:
        time.sleep(0.01)
    save(Member(name="Written meanwhile"))
    assert slow.is_alive()
    slow.join()


def test_a_silent_provider_is_left_alone_for_a_while(app, provider, browser, connection):
    provider.answers["/.well-known/openid-configuration"] = (500, {}, b"")
    for _number in range(5):
        assert browser(None).post(f"/sign-in/with/{connection.id}").status_code == 503
    assert len(provider.asked) == 1


# 35


def test_what_a_provider_says_of_its_refusal_is_not_believed(provider, browser, connection, look):
    client = browser(None)
    provider.authorize(way_to(client, connection))
    evil = "<script>alert(1)</script>"
    answer = client.get(
        f"/sign-in/with/{connection.id}/back",
        query_string={"state": provider.last.state, "error": evil, "error_description": evil},
    )
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    assert "did not sign you in" in answer.text
    assert not is_signed_in(client)


def test_redirects_are_not_followed(provider, browser, connection):
    """32: to wherever they lead."""
    elsewhere = (302, {"Location": provider.issuer + "/elsewhere"}, b"")
    provider.answers["/.well-known/openid-configuration"] = elsewhere
    answer = browser(None).post(f"/sign-in/with/{connection.id}")
    assert "sends us on to another address" in answer.text
    assert provider.asked == ["/.well-known/openid-configuration"]


def test_a_large_answer_is_not_taken(provider, browser, connection):
    """32: however well it reads."""
    status, headers, body = provider.answer("GET", "/.well-known/openid-configuration", {}, b"")
    padded = (status, headers, b" " * 1_000_000 + body)
    provider.answers["/.well-known/openid-configuration"] = padded
    answer = browser(None).post(f"/sign-in/with/{connection.id}")
    assert answer.status_code == 503
    assert "far more than a sign-in needs" in answer.text
