"""A text that was sent after its session had ended is given back after signing in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.sign_in import passwords
from civic.sign_in.actions import end_sessions
from civic.sign_in.models import Account, KeptText
from proposals.deliberation.models import Comment
from proposals.models import Proposal, Stage
from tests.civic.sign_in.conftest import PHRASE
from tests.conftest import Browser

LONG = "Trees give shade in July.\n\n" + "They also drink what the street cannot. " * 60


@pytest.fixture
def house(config, garden, save, people, living):
    """The garden with a proposal, in a house that asks for CSRF tokens; Ada has a password."""
    save(Account(member_id=people["Ada"].id, password=passwords.store(PHRASE)))
    save(Account(member_id=people["Ben"].id, password=passwords.store(PHRASE + " aussi")))
    save(
        Proposal(
            space_id=garden.id, author_id=people["Fay"].id, title="Plant trees", language="en",
            body="Along the road.", stage=Stage.DELIBERATION, opened_at=now(),
        )
    )  # fmt: skip
    with living(replace(config, extra={})) as app:
        app.test_client_class = Browser
        yield app


class Reader:
    """Somebody with a browser, who takes the CSRF token from the page before sending its form."""

    def __init__(self, house):
        self.client = house.test_client()
        self.client.set_cookie("language", "en")

    def page(self, address):
        return self.client.get(address, follow_redirects=True).get_data(as_text=True)

    def token(self, address):
        return self.page(address).partition('name="csrf_token" value="')[2].partition('"')[0]

    def sign_in(self, name="ada", phrase=PHRASE, at="/sign-in/"):
        data = {
            "email": f"{name}@example.org",
            "password": phrase,
            "csrf_token": self.token(at),
        }
        return self.client.post("/sign-in/password", data=data)


COMMENT = "/proposals/1-plant-trees/comments/new"


@pytest.fixture
def reader(house):
    """Ada, signed in, with the proposal open before her."""
    ada = Reader(house)
    ada.sign_in()
    return ada


def write(reader, **more):
    data = {"body": LONG, "language": "en", "csrf_token": reader.csrf} | more
    return reader.client.post(COMMENT, data=data, headers=more.pop("headers", {}))


@pytest.fixture
def expired(reader, people):
    """Her page stays open while her session ends."""
    reader.csrf = reader.token("/proposals/1-plant-trees")
    with db.writing() as session:
        end_sessions(session, member_id=people["Ada"].id)
    return reader


def test_a_long_comment_survives_an_expired_session(expired, look):
    answer = write(expired)
    assert answer.status_code == 303
    assert "kept=1" in answer.location
    assert "What you wrote is kept" in expired.page(answer.location)
    assert look(select(Comment)) == []
    led = expired.sign_in(at=answer.location)
    assert led.location == "/sign-in/kept"
    page = expired.page(led.location)
    assert "Trees give shade in July." in page
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    data = {"body": LONG, "language": "en", "csrf_token": token}
    sent = expired.client.post("/sign-in/kept", data=data)
    assert (sent.status_code, sent.location) == (307, COMMENT)
    assert expired.client.post(sent.location, data=data).status_code == 303
    assert look(select(Comment.body)) == [LONG.strip()]
    assert look(select(KeptText)) == []


def test_by_a_mailed_link_in_another_browser_it_comes_back_too(expired, house, mails, link_in):
    write(expired)
    other = Reader(house)
    data = {"email": "ada@example.org", "csrf_token": other.token("/sign-in/")}
    other.client.post("/sign-in/link", data=data)
    link = link_in(mails()[0])
    answer = other.client.post(link, data={"csrf_token": other.token(link)})
    assert answer.location == "/sign-in/kept"


def test_somebody_else_in_the_same_browser_does_not_get_it(expired):
    write(expired)
    led = expired.sign_in("ben", PHRASE + " aussi")
    assert led.location == "/"
    assert "Trees give shade" not in expired.page("/sign-in/kept")


def test_it_may_be_thrown_away(expired, look):
    write(expired)
    expired.sign_in()
    data = {"kept_deed": "drop", "csrf_token": expired.token("/sign-in/kept")}
    assert expired.client.post("/sign-in/kept", data=data).location == "/"
    assert look(select(KeptText)) == look(select(Comment)) == []


def test_it_waits_for_a_day(expired, at):
    write(expired)
    at(now() + timedelta(days=1, minutes=1))
    assert expired.sign_in().location == "/"


def test_htmx_is_led_to_the_door_too(expired):
    data = {"body": LONG, "language": "en", "csrf_token": expired.csrf}
    answer = expired.client.post(COMMENT, data=data, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "kept=1" in answer.headers["HX-Redirect"]


def test_a_form_that_is_older_than_ones_signing_in_is_offered_again(reader, look):
    """Signed out and in again in another tab: the old tab's token is no longer good."""
    reader.csrf = reader.token("/proposals/1-plant-trees")
    reader.client.post("/sign-in/out", data={"csrf_token": reader.csrf})
    reader.sign_in()
    data = {"body": LONG, "language": "en", "csrf_token": reader.csrf}
    answer = reader.client.post(COMMENT, data=data, headers={"Sec-Fetch-Site": "same-origin"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert "Trees give shade in July." in page
    assert look(select(Comment)) == []
    data["csrf_token"] = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert reader.client.post(COMMENT, data=data).status_code == 303


def test_what_another_site_sends_is_kept_nowhere(expired, reader, look):
    for site in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        data = {"body": LONG, "language": "en", "csrf_token": "forged"}
        answer = expired.client.post(COMMENT, data=data, headers=site)
        assert answer.status_code == 403
        assert "Trees give shade" not in answer.get_data(as_text=True)
    assert look(select(KeptText)) == []


def test_passwords_and_ballots_wait_nowhere(house):
    careful = {
        name for name, view in house.view_functions.items()
        if not getattr(view, "keeps_text", True)
    }  # fmt: skip
    assert {"voting.check", "voting.cast", "voting.arrange"} <= careful
    assert {
        rule.endpoint
        for rule in house.url_map.iter_rules()
        if rule.endpoint.startswith("sign_in.") and "POST" in rule.methods
    } - careful == {"sign_in.save_profile", "sign_in.end_device"}


def test_a_flood_of_texts_is_not_kept(expired, monkeypatch, look):
    from civic.sign_in import limits

    monkeypatch.setattr(limits, "TEXTS_PER_NETWORK", 3)
    for _number in range(5):
        write(expired)
    assert len(look(select(KeptText))) == 3
