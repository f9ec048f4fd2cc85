"""How the house says no: what happened, and what to do; in the reader's language."""

import re

import pytest
from sqlalchemy import insert

from civic.community.actions import the_community
from civic.core import db, headers
from civic.core.clock import now
from civic.refusals import CURES, TITLES
from civic.sign_in.models import SignInSession
from tests.browser.reading import Reading, in_the_wrong_language


def says(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


@pytest.fixture
def contact(app, people):
    with db.writing() as session:
        the_community(session).contact = "desk@example.org"


def test_403_says_who_you_are_and_whom_to_ask(browser, contact):
    answer = browser("Ben").get("/settings")
    assert answer.status_code == 403
    assert "You are signed in as Ben." in says(answer)
    assert 'href="mailto:desk@example.org"' in answer.text


def test_a_visitor_is_led_to_the_door_and_back(browser, garden):
    answer = browser(None).get("/settings?x=1")
    assert answer.status_code == 302
    assert "next=/settings" in answer.location.replace("%2F", "/")


def test_404_offers_a_search_for_the_words_of_the_address(browser):
    answer = browser("Ben").get("/proposals/99-plant-pear-trees")
    assert answer.status_code == 404
    assert 'value="plant pear trees"' in answer.text
    assert 'action="/search"' in answer.text


def test_405_says_what_is_allowed(browser):
    answer = browser("Ben").post("/record")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_413_says_that_nothing_was_kept(browser):
    answer = browser("Ben").post("/language", data={"language": "x" * headers.LARGEST_FORM})
    assert answer.status_code == 413
    assert "Send a smaller file or a shorter text." in says(answer)


def test_414_and_400_before_anything_is_read(browser):
    assert browser("Ben").get("/search?q=" + "x" * 5_000).status_code == 414
    assert browser("Ben").get("/search?q=%00").status_code == 400


def test_500_is_a_page_that_needs_nothing(app, browser, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "search.results", lambda: 1 / 0)
    answer = browser("Ben", "fr").get("/search")
    assert answer.status_code == 500
    assert 'lang="fr"' in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert "Traceback" not in answer.text


def test_409_is_for_two_at_once_and_not_for_a_fault_of_ours(browser, app, people, caplog):
    def answer_to(**row):
        def view():
            with db.writing() as session:
                session.execute(insert(SignInSession), row)

        app.view_functions["search.results"] = view
        return browser("Ben").get("/search").status_code

    whole = {"token_hash": "a hash", "device": "", "proof": "", "strong": False} | {
        name: now() for name in ("created_at", "last_used_at")
    }
    assert answer_to(**whole, member_id=999) == 409
    assert "a row was refused" not in caplog.text
    assert answer_to(**whole, member_id=None) == 500
    assert "a row was refused" in caplog.text
    assert "a hash" not in caplog.text


@pytest.mark.parametrize(
    "path", ["/settings", "/nothing-here", "/search?q=%00", "/search?q=" + "x" * 5_000]
)
def test_refusals_speak_french(browser, contact, path):
    reading = Reading(browser("Ben", "fr").get(path).text)
    assert reading.language == "fr"
    assert reading.headings == 1
    assert in_the_wrong_language(reading) == []


def test_each_refusal_has_its_cure():
    assert set(TITLES) - {403} == set(CURES)


def test_what_a_visitor_does_not_find_leads_to_the_door(people, browser):
    """Whether it is there for members or not: both answer alike."""
    page = browser(None).get("/nowhere")
    assert page.status_code == 404
    assert "members alone see it" in page.text
    assert page.text.count('href="/sign-in/"') == 2, "at the top, and where one reads"
    assert "members alone see it" not in browser("Ada").get("/nowhere").text
