"""An administrator connects an organisation: prepared, looked at, tried, confirmed by two."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.joint import ticking
from civic.partners.models import Connection, PartnerAccount
from civic.sign_in import sessions
from civic.sign_in.models import SignInSession
from tests.civic.partners.conftest import states, try_it, way_out
from tests.civic.partners.lying import CLIENT, SECRET


def test_from_a_form_to_a_door(browser, prepare, provider, second, come_back, look):
    kim = browser("Kim")
    page = prepare(kim).location
    shown = kim.get(page).text
    assert "http://localhost/sign-in/with/1/back" in shown
    assert SECRET not in shown
    assert "Singers" not in browser(None).get("/sign-in/").text
    assert "Found: it answers" in kim.post(f"{page}/check").text
    assert try_it(kim, page, provider, groups=["board"]).location == page
    assert "board" in kim.get(page).text
    act = kim.post(f"{page}/ask").location
    assert states(look) == ["draft"]
    assert kim.post(f"{act}/agree").status_code == 403
    ben = browser("Ben")
    assert act in ben.get(page).text
    assert "The choir" in ben.get(act).text
    ben.post(f"{act}/agree")
    assert states(look) == ["in_force"]
    assert "Singers" in browser(None).get("/sign-in/").text
    (connection,) = look(select(Connection))
    assert come_back(browser(None), connection).location == "/sign-in/with/arrival"
    told = [entry.name for entry in look(select(AuditEntry).order_by(AuditEntry.id))]
    assert told[0] == "ConnectionDrafted"
    assert {"JointActAsked", "JointActAgreed", "ConnectionConfirmed"} <= set(told)


def test_who_has_no_client_id_yet_gets_the_addresses_first(
    browser, prepare, provider, second, look
):
    """The provider gives it only for an address that this page shows."""
    kim = browser("Kim")
    page = prepare(kim, client_id="", secret="").location
    assert "http://localhost/sign-in/with/1/back" in kim.get(page).text
    answer = kim.post(f"{page}/test", follow_redirects=True)
    assert "Write down the client id and the secret first." in answer.text
    about = {"issuer": provider.issuer, "client_id": CLIENT, "secret": SECRET}
    kim.post(f"{page}/edit", data=about)
    try_it(kim, page, provider)
    browser("Ben").post(f"{kim.post(f'{page}/ask').location}/agree")
    assert states(look) == ["in_force"]
    kim.post(f"{page}/edit", data={"client_id": "another", "issuer": "https://another.example"})
    (connection,) = look(select(Connection))
    assert (connection.client_id, connection.issuer) == (CLIENT, provider.issuer)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("login.example.org/realms/town", "https://login.example.org/realms/town"),
        ("https://a.example/t/.well-known/openid-configuration", "https://a.example/t"),
        ("https://a.example/", "https://a.example/"),
    ],
)
def test_what_a_provider_hands_out_is_understood(browser, prepare, look, typed, kept):
    prepare(browser("Kim"), issuer=typed)
    assert look(select(Connection.issuer)) == [kept]


def test_the_page_of_the_organisation_leads_to_its_doors(browser, connection):
    page = f"/organisations/{connection.organisation_id}"
    kim = browser("Kim")
    assert f'href="/connections/{connection.id}"' in kim.get(page, follow_redirects=True).text
    assert "/connections/" not in browser("Ben").get(page, follow_redirects=True).text


def test_a_test_sign_in_signs_nobody_in(browser, prepare, provider, look):
    kim = browser("Kim")
    page = prepare(kim).location
    devices = len(look(select(SignInSession)))
    try_it(kim, page, provider)
    assert len(look(select(SignInSession))) == devices
    assert look(select(PartnerAccount)) == []


def test_a_secret_mistyped_is_called_so_and_leads_back_to_be_typed_again(
    browser, prepare, provider
):
    """Whoever connects an organisation for the first time is left nowhere."""
    kim = browser("Kim")
    page = prepare(kim).location
    provider.answers["/token"] = (
        401, {"Content-Type": "application/json"}, b'{"error": "invalid_client"}'
    )  # fmt: skip
    answer = try_it(kim, page, provider)
    assert "<h1>The test sign-in did not work</h1>" in answer.text
    assert "does not know this platform by its client id and secret" in answer.text
    assert f'href="{page}"' in answer.text


def test_another_administrators_test_is_none_of_mine(browser, prepare, provider, second, people):
    """Even in the same browser."""
    client = browser("Kim")
    page = prepare(client).location
    back = provider.authorize(way_out(client.post(f"{page}/test")))
    with client.session_transaction() as cookies, db.writing() as session:
        cookies["_user_id"] = sessions.begin(session, member_id=people["Ben"].id)
    assert client.get(back).status_code == 400


def test_what_was_not_tried_is_not_put_into_force(browser, prepare, look):
    kim = browser("Kim")
    page = prepare(kim).location
    answer = kim.post(f"{page}/ask")
    assert "Try it first" in kim.get(answer.location).text
    assert states(look) == ["draft"]


def test_a_sole_administrator_waits_a_day(browser, prepare, provider, look, at):
    """Everybody is told meanwhile, as of every act that takes two."""
    kim = browser("Kim")
    page = prepare(kim).location
    try_it(kim, page, provider)
    kim.post(f"{page}/ask")
    ticking.run()
    assert states(look) == ["draft"]
    at(now() + timedelta(hours=24, minutes=1))
    ticking.run()
    assert states(look) == ["in_force"]


def test_only_administrators_see_connections(browser, connection):
    for name in ("Ben", "Fay"):
        assert browser(name).get("/connections/").status_code == 403
        assert browser(name).get(f"/connections/{connection.id}").status_code == 404
    assert browser("Kim").get("/connections/999").status_code == 404


def test_saml_is_out_and_the_page_says_so(browser, people):
    assert "SAML is not offered" in browser("Kim").get("/connections/").text


def test_what_is_missing_is_said_in_words(browser, provider, connection):
    page = f"/connections/{connection.id}/check"
    provider.metadata = {"userinfo_endpoint": None, "code_challenge_methods_supported": None}
    shown = browser("Kim").post(page).text
    assert "Not offered: more about people on request" in shown
    assert "Not said: whether it protects the way back" in shown
    provider.metadata = {"issuer": "http://other.example"}
    assert "It calls itself http://other.example" in browser("Kim").post(page).text
    provider.metadata = {"token_endpoint": "javascript:alert(1)"}
    assert "does not say all that a sign-in needs" in browser("Kim").post(page).text
