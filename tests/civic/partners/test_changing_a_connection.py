"""A connection is corrected or changed: what was tried and asked for is what comes into force."""

import pytest
from sqlmodel import select

from civic.core import db
from civic.members.models import Member
from civic.organisations.models import Organisation
from civic.partners.models import Connection, Terms, TermsState
from tests.civic.partners.conftest import states, try_it
from tests.civic.partners.lying import CLIENT, SECRET


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


@pytest.fixture
def asked(browser, prepare, provider, second):
    """The address of what Kim prepared and tried, and of the act to which Ben may agree."""
    kim = browser("Kim")
    page = prepare(kim).location
    try_it(kim, page, provider)
    return page, kim.post(f"{page}/ask").location


def test_a_corrected_issuer_has_to_be_confirmed_again(browser, asked, provider, look):
    page, act = asked
    about = {"issuer": f"{provider.issuer}/", "client_id": CLIENT}
    browser("Kim").post(f"{page}/edit", data=about)
    browser("Ben").post(f"{act}/agree")
    assert states(look) == ["draft"]


def test_another_issuer_is_not_what_was_asked_for(browser, asked, look):
    """Whoever changed it meanwhile, and however."""
    _page, act = asked
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


def test_nobody_confirms_something_else_than_what_was_asked_for(browser, asked, look):
    page, act = asked
    browser("Kim").post(f"{page}/rules", data={"kind": "category", "claim": "kind"})
    assert browser("Ben").post(f"{act}/agree").status_code == 403
    assert states(look) == ["draft"]


def test_what_was_changed_behind_the_pages_is_not_put_into_force(browser, asked, look):
    _page, act = asked
    with db.writing() as session:
        session.exec(select(Terms)).one().label = "Another"
    browser("Ben").post(f"{act}/agree")
    assert states(look) == ["draft"]


def test_a_connection_that_is_dropped_is_gone(browser, prepare, look):
    kim = browser("Kim")
    page = prepare(kim).location
    kim.post(f"{page}/withdraw")
    assert look(select(Connection)) == []
