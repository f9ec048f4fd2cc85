"""Providers that lie (security.md 4.2): refused with a sentence and a line in the journal, nobody
is signed in, and never with a traceback."""

import hmac
import time
from base64 import urlsafe_b64encode
from threading import Thread

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.members.models import Member
from civic.organisations.models import OrganisationMembership, OrganisationRole
from civic.partners.models import Attempt, PartnerAccount
from civic.partners.protocol import tokens
from civic.partners.protocol.known import Providers
from civic.partners.protocol.refusals import Reason, Refused
from civic.sign_in.models import SignInSession
from tests.civic.partners.conftest import is_signed_in, way_out
from tests.civic.partners.lying import CLIENT

PRESENT = int(time.time())
HOUR = 3600


@pytest.fixture
def refused(browser, connection, come_back, look):
    """Come back from the provider as it is now, and be refused for this reason."""

    def is_refused(reason, status=400, **person):
        client = browser(None)
        answer = come_back(client, connection, **person)
        assert answer.status_code == status, answer.text
        assert "<h1>You were not signed in</h1>" in answer.text
        assert "Traceback" not in answer.text
        assert not is_signed_in(client)
        assert look(select(SignInSession)) == []
        assert look(select(PartnerAccount)) == []
        entries = look(select(AuditEntry).order_by(AuditEntry.id))
        assert (entries[-1].name, entries[-1].details["reason"]) == ("PartnerRefused", reason.value)

    return is_refused


# 16 to 19, 21, 22: what the token says


ABOUT_ANOTHER = (
    ({"nonce": None}, Reason.WRONG_NONCE),
    ({"nonce": "another"}, Reason.WRONG_NONCE),
    ({"nonce": ["a", "list"]}, Reason.WRONG_NONCE),
    ({"nonce": None, "nonce_supported": False}, Reason.WRONG_NONCE),
    ({"iss": "http://elsewhere.example"}, Reason.WRONG_ISSUER),
    ({"iss": None}, Reason.WRONG_ISSUER),
    ({"aud": "another"}, Reason.WRONG_AUDIENCE),
    ({"aud": "another", "azp": CLIENT}, Reason.WRONG_AUDIENCE),
    ({"aud": [CLIENT, "another"]}, Reason.WRONG_AUDIENCE),
    ({"aud": [CLIENT, "another"], "azp": CLIENT}, Reason.WRONG_AUDIENCE),
    ({"aud": []}, Reason.WRONG_AUDIENCE),
    ({"azp": "another"}, Reason.WRONG_AUDIENCE),
    ({"sub": ""}, Reason.WRONG_SUBJECT),
    ({"sub": " "}, Reason.WRONG_SUBJECT),
    ({"sub": None}, Reason.WRONG_SUBJECT),
    ({"sub": "a" * 256}, Reason.WRONG_SUBJECT),
    ({"sub": 7}, Reason.WRONG_SUBJECT),
    ({"sub": ["sub-1"]}, Reason.WRONG_SUBJECT),
    ({"sub": "a\nb"}, Reason.WRONG_SUBJECT),
    ({"exp": PRESENT - 60}, Reason.WRONG_TIME),
    ({"exp": None}, Reason.WRONG_TIME),
    ({"exp": True}, Reason.WRONG_TIME),
    ({"exp": str(PRESENT + HOUR)}, Reason.WRONG_TIME),
    ({"iat": PRESENT + HOUR}, Reason.WRONG_TIME),
    ({"iat": PRESENT - HOUR, "exp": PRESENT + HOUR}, Reason.WRONG_TIME),
    ({"iat": None}, Reason.WRONG_TIME),
    ({"nbf": PRESENT + HOUR}, Reason.WRONG_TIME),
    ({"at_hash": "AAAA"}, Reason.WRONG_HASH),
    ({"at_hash": ""}, Reason.WRONG_HASH),
)


def test_a_token_that_says_something_else_is_refused(provider, refused):
    for claims, reason in ABOUT_ANOTHER:
        provider.claims = claims
        provider.userinfo = {"sub": claims.get("sub", "sub-1")}
        refused(reason)


def test_a_nonce_works_once(provider, refused, browser, connection, come_back):
    """16: a token of another sign-in, signed and fresh, is replayed."""
    kept = []
    provider.token = lambda claims: kept.append(provider.sign(claims)) or kept[0]
    come_back(browser(None), connection)
    refused(Reason.WRONG_NONCE)


def test_no_id_token_is_no_sign_in(provider, refused):
    """17"""
    provider.given = {"id_token": None}
    refused(Reason.NO_ID_TOKEN)


def test_the_provider_has_to_have_the_issuers_name_to_the_last_sign(provider, browser, connection):
    """18"""
    name = provider.issuer
    for other in (f"{name}/", f"{name}0", name.upper(), name.replace("http", "https"), None, ["x"]):
        provider.metadata = {"issuer": other}
        answer = browser(None).post(f"/sign-in/with/{connection.id}")
        assert answer.status_code == 400
        assert "calls itself by another address" in answer.text


# 20: how it is signed


def unsigned(provider):
    return lambda claims: ".".join(
        [encoded(b'{"alg":"none","typ":"JWT"}'), encoded(str(claims).encode()), ""]
    )


def encoded(part):
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def with_public_key_as_password(provider):
    """Libraries refuse to make it, so it is put together by hand."""

    def signing(claims):
        body = provider.sign(claims).split(".")[1]
        said = encoded(b'{"alg":"HS256","kid":"first"}') + "." + body
        key = provider.first_key.as_pem(private=False)
        return said + "." + encoded(hmac.digest(key, said.encode(), "sha256"))

    return signing


def with_own_key_inside(provider):
    mine = ECKey.generate_key("P-256", {"kid": "mine"})
    return lambda claims: provider.sign(claims, mine, jwk=mine.as_dict(private=False))


def with_a_stranger(provider):
    mine = ECKey.generate_key("P-256", {"kid": "first"})
    return lambda claims: provider.sign(claims, mine)


def with_header(**more):
    registry = jws.JWSRegistry(strict_check_header=False)

    def signing(provider):
        return lambda claims: jwt.encode(
            {"alg": "ES256", "kid": "first", **more}, claims, provider.first_key,
            algorithms=["ES256"], registry=registry,
        )  # fmt: skip

    return signing


def with_crit(provider):
    def signing(claims):
        _head, body, _signature = provider.sign(claims).split(".")
        head = encoded(b'{"alg":"ES256","kid":"first","crit":["exp"],"exp":1}')
        return f"{head}.{body}.{encoded(bytes(64))}"

    return signing


def with_large_header(provider, size):
    def signing(claims):
        _head, body, signature = provider.sign(claims).split(".")
        head = encoded(b'{"alg":"ES256","kid":"' + b"a" * size + b'"}')
        return f"{head}.{body}.{signature}"

    return signing


FORGED = (
    (unsigned, Reason.BAD_ALGORITHM),
    (with_public_key_as_password, Reason.BAD_ALGORITHM),
    (with_own_key_inside, Reason.BAD_HEADER),
    (with_header(jku="http://127.0.0.1/keys"), Reason.BAD_HEADER),
    (with_header(x5u="http://127.0.0.1/keys"), Reason.BAD_HEADER),
    (with_crit, Reason.BAD_HEADER),
    (with_a_stranger, Reason.BAD_SIGNATURE),
    (lambda _provider: lambda _claims: "no.token", Reason.BAD_TOKEN),
    (lambda _provider: lambda _claims: {"a": "dict"}, Reason.BAD_TOKEN),
    (lambda _provider: lambda _claims: "a.b.c", Reason.BAD_TOKEN),
)


def test_a_token_that_is_signed_in_another_way_is_refused(provider, refused):
    for forge, reason in FORGED:
        provider.token = forge(provider)
        refused(reason)


@pytest.mark.parametrize("size", [300_000, 1_000_000])
def test_a_huge_header_is_refused(provider, refused, size):
    """A megabyte is not even read to its end."""
    provider.token = with_large_header(provider, size)
    refused(Reason.TOO_LARGE, status=503)


def test_a_huge_header_costs_nothing(provider):
    token = with_large_header(provider, 1_000_000)({})
    began = time.process_time()
    with pytest.raises(Refused) as refusal:
        tokens.signer(token, (), ("ES256",))
    assert refusal.value.reason is Reason.TOO_LARGE
    assert time.process_time() - began < 0.1


# 23, 24: whose answer it is


def test_a_code_of_another_provider_is_refused(
    browser, connection, connect, other_provider, provider, look
):
    """23: mix-up. The state belongs to one connection only."""
    other = connect(other_provider, "The town")
    client = browser(None)
    back = other_provider.authorize(_way(client, other))
    answer = client.get(back.replace(f"/with/{other.id}/", f"/with/{connection.id}/"))
    assert answer.status_code == 400
    assert "was not begun in this browser" in answer.text
    assert not is_signed_in(client)
    assert "/token" not in provider.asked + other_provider.asked


def test_an_answer_in_anothers_name_is_refused(provider, browser, connection):
    """23: the ``iss`` parameter (RFC 9207)."""
    for says in ("http://elsewhere.example", "", provider.issuer + "/"):
        client = browser(None)
        back = provider.authorize(_way(client, connection))
        answer = client.get(f"{back}&iss={says}")
        assert answer.status_code == 400
        assert "comes from another provider" in answer.text
        assert "/token" not in provider.asked


def test_who_promises_to_name_themselves_has_to(provider, refused):
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    refused(Reason.MIX_UP)
    assert "/token" not in provider.asked


def test_the_way_back_is_protected(provider, browser, connection, come_back, look, caplog):
    """24: the challenge is S256, and the verifier is in no address and no log."""
    client = browser(None)
    with caplog.at_level("DEBUG"):
        come_back(client, connection)
    assert provider.last.code_challenge_method == "S256"
    assert len(provider.last.code_challenge) == 43
    assert not hasattr(provider.last, "code_verifier")
    (verifier,) = look(select(Attempt.verifier))
    assert verifier not in caplog.text
    assert all(verifier not in str(cookie) for cookie in client._cookies.values())


def test_a_provider_without_s256_is_refused(provider, browser, connection):
    provider.metadata = {"code_challenge_methods_supported": ["plain"]}
    answer = browser(None).post(f"/sign-in/with/{connection.id}")
    assert answer.status_code == 400
    assert "PKCE" in answer.text


def test_a_provider_may_not_drop_s256(provider, browser, connect):
    connection = connect(provider, names_s256=True)
    provider.metadata = {"code_challenge_methods_supported": None}
    assert browser(None).post(f"/sign-in/with/{connection.id}").status_code == 400


# 25 to 27: who it is


def test_an_address_takes_nobody_over(browser, connection, enter, look, people):
    """25: Ada's address, said by another provider."""
    for number, verified in enumerate((True, False, None, "true")):
        enter(
            browser(None), connection, sub=f"sub-{number}", name="Ada", email="ada@example.org",
            email_verified=verified,
        )  # fmt: skip
    accounts = look(select(PartnerAccount))
    assert len(accounts) == 4
    assert people["Ada"].id not in {account.member_id for account in accounts}
    arrived = {account.member_id for account in accounts}
    assert look(select(Member.email).where(Member.id.in_(arrived))) == [None] * 4


def test_an_unproved_address_is_not_taken_over(browser, connection, enter, look):
    enter(browser(None), connection, name="Lou", email="lou@x.example", email_verified="true")
    assert look(select(Member.email).where(Member.name == "Lou")) == [None]


def test_no_claim_moves_anybody_or_makes_an_administrator(
    browser, connection, connect, enter, look, other_provider
):
    """26"""
    town = connect(other_provider, "The town")
    enter(
        browser(None), connection, name="Lou", org="The town", hd="town.example",
        organisation_id=town.organisation_id, groups=["admin", "administrator"],
        role="administrator", roles=["admin"], is_admin=True,
    )  # fmt: skip
    (lou,) = look(select(Member).where(Member.name == "Lou"))
    belongs = look(select(OrganisationMembership).where(OrganisationMembership.member_id == lou.id))
    assert [(b.organisation_id, b.role) for b in belongs] == [
        (connection.organisation_id, OrganisationRole.MEMBER)
    ]
    assert lou.role == "member"


def test_the_same_subject_at_two_providers_is_two_people(
    browser, connection, connect, enter, come_back, other_provider, look
):
    """27"""
    town = connect(other_provider, "The town")
    enter(browser(None), connection, name="Lou")
    client = browser(None)
    answer = come_back(client, town, to=other_provider, name="Lou")
    assert answer.location == "/sign-in/with/arrival"
    client.post("/sign-in/with/arrival")
    accounts = look(select(PartnerAccount))
    assert len({account.member_id for account in accounts}) == 2


# 31, 32: keys, and providers that are not well


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
            back = provider.authorize(_way(client, connection))
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
    provider.authorize(_way(client, connection))
    evil = "<script>alert(1)</script>"
    answer = client.get(
        f"/sign-in/with/{connection.id}/back",
        query_string={"state": provider.last.state, "error": evil, "error_description": evil},
    )
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    assert "did not sign you in" in answer.text
    assert not is_signed_in(client)


def _way(client, connection):
    return way_out(client.post(f"/sign-in/with/{connection.id}"))


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
