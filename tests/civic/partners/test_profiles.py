"""Kinds of providers: the French state's, and those without ID tokens."""

import json

import pytest
from sqlmodel import select

from civic.core.clock import now
from civic.members.models import Member
from civic.organisations.models import Organisation
from civic.partners.models import PartnerAccount, PartnerSession
from civic.partners.protocol.profiles import PROFILES
from tests.civic.partners.lying import CLIENT

BORN = "1987-03-14"
LOU = {"given_name": "Lou", "family_name": "Reed", "birthdate": BORN}


@pytest.fixture
def state(provider, connect):
    """FranceConnect as it behaves: levels, and signed userinfo."""
    provider.claims = {"acr": "eidas1"}
    sign_userinfo(provider, **LOU)
    return connect(provider, profile="franceconnect")


def sign_userinfo(provider, **said):
    claims = {"iss": provider.issuer, "aud": CLIENT, "sub": "sub-1", **said}

    def signed():
        return 200, {"Content-Type": "application/jwt"}, provider.sign(claims).encode()

    provider.answers["/userinfo"] = signed


def test_the_state_is_asked_for_its_level_and_its_claims(browser, provider, state, enter, look):
    enter(browser(None), state, name=None)
    assert provider.last.acr_values == "eidas1"
    assert "birthdate" in provider.last.scope
    assert look(select(Member.name).where(Member.name == "Lou Reed"))


def test_the_birth_date_is_looked_at_and_not_kept(browser, provider, state, enter, rows):
    enter(browser(None), state, name=None)
    assert BORN not in json.dumps(rows())


@pytest.mark.parametrize("born", ["1987-13-01", "14.3.1987", "", None, 1987, "2987-03-14"])
def test_a_birth_date_that_is_none_is_refused(browser, provider, state, come_back, born):
    sign_userinfo(provider, **LOU | {"birthdate": born})
    assert "did not send a date of birth" in come_back(browser(None), state, name=None).text


def test_who_is_too_young_is_told(browser, provider, connect, come_back):
    provider.claims = {"acr": "eidas2"}
    sign_userinfo(provider, **LOU | {"birthdate": f"{now().year - 15}-01-01"})
    grown_up = connect(provider, profile="franceconnect", least_age=16)
    assert "not of the age" in come_back(browser(None), grown_up, name=None).text


@pytest.mark.parametrize("level", [None, "eidas0", ["eidas1"]])
def test_a_lower_level_is_refused(browser, provider, state, come_back, level):
    provider.claims = {"acr": level}
    assert "less surely" in come_back(browser(None), state, name=None).text


def test_userinfo_has_to_be_signed_for_us(browser, provider, state, come_back):
    client = browser(None)
    del provider.answers["/userinfo"]
    provider.userinfo = LOU
    assert come_back(client, state, name=None).status_code == 400
    sign_userinfo(provider, **LOU, aud="another")
    assert come_back(client, state, name=None).status_code == 400
    sign_userinfo(provider, **LOU, sub="sub-2")
    assert come_back(client, state, name=None).status_code == 400


def test_userinfo_of_somebody_else_is_refused(browser, provider, connection, come_back):
    provider.userinfo = {"sub": "sub-2"}
    assert "whose account it is" in come_back(browser(None), connection).text


def test_signing_out_at_the_state_is_no_choice(browser, state, enter):
    client = browser(None)
    enter(client, state, name=None)
    page = client.get(client.post("/sign-in/out").location).text
    assert 'http-equiv="refresh"' in page


@pytest.fixture
def hub(provider, connect):
    """GitHub as it behaves: no discovery, no ID token, a number for a name."""
    provider.answers["/.well-known/openid-configuration"] = (404, {}, b"")
    provider.given = {"id_token": None}
    say = {"id": 42, "login": "lou", "name": "Lou Reed", "email": "ada@example.org"}
    provider.answers["/api/v3/user"] = (200, {}, json.dumps(say).encode())
    return connect(provider, profile="github")


def take_tokens_at_its_own_address(provider, monkeypatch):
    paths = PROFILES["github"].paths
    monkeypatch.setitem(paths, "token_endpoint", "/token")


def test_a_provider_without_id_tokens(browser, provider, hub, enter, look, monkeypatch):
    take_tokens_at_its_own_address(provider, monkeypatch)
    enter(browser(None), hub)
    (account,) = look(select(PartnerAccount))
    assert account.subject == "42"
    (member,) = look(select(Member).where(Member.id == account.member_id))
    assert (member.name, member.email) == ("Lou Reed", None)
    assert not hasattr(provider.last, "nonce")
    assert provider.last.code_challenge_method == "S256"
    assert look(select(PartnerSession.id_token)) == [b""]


@pytest.mark.parametrize("number", [0, -1, True, None, 4.2, "", {"a": 1}])
def test_its_number_has_to_be_one(browser, provider, hub, come_back, monkeypatch, number):
    take_tokens_at_its_own_address(provider, monkeypatch)
    provider.answers["/api/v3/user"] = (200, {}, json.dumps({"id": number}).encode())
    assert "whose account it is" in come_back(browser(None), hub).text


def test_it_cannot_tell_us_of_a_sign_out(browser, hub, provider):
    token = provider.sign({"iss": provider.issuer})
    answer = browser(None).post(f"/sign-in/with/{hub.id}/told", data={"logout_token": token})
    assert answer.status_code == 400


def test_each_kind_names_where_it_lives():
    for profile in PROFILES.values():
        assert all(issuer.startswith("https://") for issuer in profile.issuers)
    assert PROFILES["github"].provider("https://github.com").userinfo_endpoint == (
        "https://api.github.com/user"
    )


def test_the_form_takes_only_the_states_own_addresses(browser, people, save, provider):
    choir = save(Organisation(name="The choir", language="en"))
    typed = {
        "organisation_id": choir.id, "profile": "franceconnect", "issuer": provider.issuer,
        "client_id": "c", "secret": "s",
    }  # fmt: skip
    refused = browser("Kim").post("/connections/new", data=typed)
    assert refused.status_code == 422
    assert "https://oidc.franceconnect.gouv.fr/api/v2" in refused.text
    assert browser("Kim").post("/connections/new", data=typed | {"issuer": ""}).status_code == 303
