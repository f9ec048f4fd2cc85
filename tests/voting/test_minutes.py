"""The minutes of a vote: what a secretary prints, has signed and files."""

import re

import pytest
from sqlmodel import select

from voting.models import Disclosure, Round


@pytest.fixture
def closed(new_round, vote, close, look):
    def make(papers, **how):
        round = new_round(**how)
        for name, choice in papers.items():
            vote(name, round, **choice)
        close(round)
        return look(select(Round).where(Round.id == round.id))[0]

    return make


def said(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).replace("\u00a0", " ").split())


def minutes(browser, round, name="Ada", language="en"):
    return browser(name, language).get(f"/votes/{round.id}-the-lawn/minutes")


YES = {"Ada": {"q1_choice": "for"}, "Ben": {"q1_choice": "for"}, "Fay": {"q1_choice": "against"}}


def test_they_say_what_was_asked_decided_counted_and_done(closed, browser):
    round = closed(YES, rule="motion")
    page = minutes(browser, round)
    assert page.status_code == 200
    text = said(page)
    for part in ("Minutes of the vote", "Mill Street – The garden", "Secret vote, on the Internet",
                 "9 people, as the list stood at the opening", "3 people, that is",
                 "No blank ballot", "Fay opened the vote", "Everybody is here.",
                 "Chair Name and signature", "Secretary Name and signature"):  # fmt: skip
        assert part in text, part
    assert round.check_code[:4] in text
    assert f"http://localhost/votes/{round.id}-the-lawn" in text
    assert "Procès-verbal du vote" in said(minutes(browser, round, language="fr"))


def test_names_stand_there_in_open_votes_alone(closed, browser):
    secret = said(minutes(browser, closed(YES, rule="motion")))
    assert "Who voted how" not in secret
    open_vote = said(minutes(browser, closed(YES, rule="motion", disclosure=Disclosure.OPEN)))
    assert "Who voted how" in open_vote
    assert "Fay Against" in open_vote


def test_none_before_the_end_and_none_for_strangers(new_round, browser):
    round = new_round("motion")
    assert minutes(browser, round).status_code == 403
    assert minutes(browser, round, "Zoe").status_code == 404


def test_result_and_console_lead_there(closed, browser):
    round = closed(YES, rule="motion")
    for name, address in (("Ada", ""), ("Fay", "/console")):
        shown = browser(name).get(f"/votes/{round.id}-the-lawn{address}").text
        assert f'href="/votes/{round.id}-the-lawn/minutes"' in shown


def test_few_statements(closed, browser, statements):
    round = closed(YES, rule="motion")
    statements.clear()
    minutes(browser, round)
    assert len(statements) <= 12
