"""Providers that lie (security.md 4.2): refused with a sentence and a line in the journal, nobody
is signed in, and never with a traceback."""

import time

from sqlmodel import select

from civic.members.models import Member
from civic.organisations.models import OrganisationMembership, OrganisationRole
from civic.partners.models import Attempt, PartnerAccount
from civic.partners.protocol.refusals import Reason
from tests.civic.partners.conftest import is_signed_in, way_to
from tests.civic.partners.lying import CLIENT

PRESENT = int(time.time())
HOUR = 3600

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


# 23, 24: whose answer it is


def test_a_code_of_another_provider_is_refused(
    browser, connection, connect, other_provider, provider, look
):
    """23: mix-up. The state belongs to one connection only."""
    other = connect(other_provider, "The town")
    client = browser(None)
    back = other_provider.authorize(way_to(client, other))
    answer = client.get(back.replace(f"/with/{other.id}/", f"/with/{connection.id}/"))
    assert answer.status_code == 400
    assert "was not begun in this browser" in answer.text
    assert not is_signed_in(client)
    assert "/token" not in provider.asked + other_provider.asked


def test_an_answer_in_anothers_name_is_refused(provider, browser, connection):
    """23: the ``iss`` parameter (RFC 9207)."""
    for says in ("http://elsewhere.example", "", provider.issuer + "/"):
        client = browser(None)
        back = provider.authorize(way_to(client, connection))
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
