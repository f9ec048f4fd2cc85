"""An administrator connects an organisation: prepared, looked at, tried, confirmed by two."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.joint import ticking
from civic.members.models import Member
from civic.organisations.models import Organisation
from civic.partners.models import Connection, PartnerAccount, Terms, TermsState
from civic.sign_in import sessions
from civic.sign_in.models import SignInSession
from tests.civic.partners.conftest import states, way_out
from tests.civic.partners.lying import CLIENT, SECRET


@pytest.fixture
def prepare(people, provider, save, look):
    """Kim fills in the form; the connection's address."""

    def prepared(client, **more):
        choir = save(Organisation(name="The choir", language="en"))
        typed = {
            "organisation_id": choir.id, "profile": "openid", "issuer": provider.issuer,
            "client_id": CLIENT, "secret": SECRET, "label": "Singers", **more,
        }  # fmt: skip
        return client.post("/connections/new", data=typed)

    return prepared


def try_it(client, page, provider, **person):
    gone = client.post(f"{page}/test")
    return client.get(provider.authorize(way_out(gone), **person))


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


def test_a_slash_at_the_issuers_end_is_corrected_where_it_stands(
    browser, prepare, provider, second, look
):
    """Its own name has to be the same to the last character, and stays refused until it is."""
    provider.metadata = {"issuer": f"{provider.issuer}/"}
    kim = browser("Kim")
    page = prepare(kim).location
    assert "a slash at the end included" in kim.post(f"{page}/check").text
    assert kim.post(f"{page}/test").status_code == 400
    assert f'value="{provider.issuer}"' in kim.get(f"{page}/edit").text
    about = {"issuer": f"{provider.issuer}/", "client_id": CLIENT}
    assert kim.post(f"{page}/edit", data=about).location == page
    assert look(select(Connection.issuer)) == [f"{provider.issuer}/"]
    assert "Found: it answers" in kim.post(f"{page}/check").text
    for wrong in ("", "https://x.example/?a=b", "nonsense://"):
        answer = kim.post(f"{page}/edit", data=about | {"issuer": wrong})
        assert answer.status_code == 422


def test_a_corrected_issuer_has_to_be_confirmed_again(browser, prepare, provider, second, look):
    kim = browser("Kim")
    page = prepare(kim).location
    try_it(kim, page, provider)
    act = kim.post(f"{page}/ask").location
    about = {"issuer": f"{provider.issuer}/", "client_id": CLIENT}
    kim.post(f"{page}/edit", data=about)
    browser("Ben").post(f"{act}/agree")
    assert states(look) == ["draft"]


def test_another_issuer_is_not_what_was_asked_for(browser, prepare, provider, second, look):
    """Whoever changed it meanwhile, and however."""
    kim = browser("Kim")
    page = prepare(kim).location
    try_it(kim, page, provider)
    act = kim.post(f"{page}/ask").location
    with db.writing() as session:
        session.exec(select(Connection)).one().issuer = "https://another.example"
    browser("Ben").post(f"{act}/agree")
    assert states(look) == ["draft"]


def test_an_issuer_is_not_corrected_into_another_connections(browser, prepare, provider, save):
    kim = browser("Kim")
    page = prepare(kim, issuer="https://second.example").location
    band = save(Organisation(name="The band", language="en"))
    about = {"organisation_id": band.id, "profile": "openid", "client_id": CLIENT}
    kim.post("/connections/new", data=about | {"issuer": provider.issuer})
    answer = kim.post(f"{page}/edit", data={"issuer": provider.issuer, "client_id": CLIENT})
    assert answer.status_code == 422
    assert "There is a connection with this issuer and client id already." in answer.text


@pytest.mark.parametrize("port", ["", ":8443"])
def test_a_secret_is_sent_to_no_other_server_than_it_was_typed_for(
    browser, prepare, second, look, port
):
    """Or one administrator would get from another what they were given for their provider."""
    page = prepare(browser("Kim"), issuer="https://login.example.org/town").location
    about = {"issuer": f"https://login.example.org{port or '.evil.example'}", "client_id": CLIENT}
    answer = browser("Ben").post(f"{page}/edit", data=about, follow_redirects=True)
    assert "The client secret was for another server" in answer.text
    assert look(select(Terms.secret)) == [b""]
    answer = browser("Ben").post(f"{page}/test", follow_redirects=True)
    assert "Write down the client id and the secret first." in answer.text
    browser("Kim").post(f"{page}/edit", data=about | {"secret": SECRET})
    slash = {**about, "issuer": about["issuer"] + "/"}
    browser("Kim").post(f"{page}/edit", data=slash)
    assert look(select(Terms.secret)) != [b""], "a path is corrected without it"


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


def test_a_change_waits_while_the_door_stays_open(
    browser, provider, connection, second, enter, look, garden
):
    kim, page = browser("Kim"), f"/connections/{connection.id}"
    rule = {"kind": "category", "claim": "kind", "gives": "Singer"}
    assert kim.post(f"{page}/rules", data=rule).status_code == 303
    assert states(look) == ["in_force", "draft"]
    enter(browser(None), connection, name="Lou", kind="alto")
    assert look(select(Member.category).where(Member.name == "Lou")) == [None]
    act = kim.post(f"{page}/ask").location
    browser("Ben").post(f"{act}/agree")
    assert states(look) == ["replaced", "in_force"]
    assert [terms.secret for terms in look(select(Terms))].count(b"") == 1


def test_a_change_of_the_secret_is_tried_anew(browser, connection, look):
    kim = browser("Kim")
    kim.post(f"/connections/{connection.id}/edit", data={"secret": "another", "label": "x"})
    (to_come,) = look(select(Terms).where(Terms.state == TermsState.DRAFT))
    assert to_come.tested_at is None
    assert b"another" not in to_come.secret


def test_nobody_confirms_something_else_than_what_was_asked_for(
    browser, prepare, provider, second, look
):
    kim = browser("Kim")
    page = prepare(kim).location
    try_it(kim, page, provider)
    act = kim.post(f"{page}/ask").location
    kim.post(f"{page}/rules", data={"kind": "category", "claim": "kind"})
    assert browser("Ben").post(f"{act}/agree").status_code == 403
    assert states(look) == ["draft"]


def test_what_was_changed_behind_the_pages_is_not_put_into_force(
    browser, prepare, provider, second, look
):
    kim = browser("Kim")
    page = prepare(kim).location
    try_it(kim, page, provider)
    act = kim.post(f"{page}/ask").location
    with db.writing() as session:
        session.exec(select(Terms)).one().label = "Another"
    browser("Ben").post(f"{act}/agree")
    assert states(look) == ["draft"]


def test_a_connection_that_is_dropped_is_gone(browser, prepare, look):
    kim = browser("Kim")
    page = prepare(kim).location
    kim.post(f"{page}/withdraw")
    assert look(select(Connection)) == []


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
