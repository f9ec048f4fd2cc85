"""Commitments are found by their words by whoever sees the space of the decision."""

import re

import pytest


@pytest.fixture
def finds(browser):
    """Titles of the commitments that somebody finds."""

    def ask(words, name="Ben"):
        page = browser(name).get("/search", query_string={"q": words, "kind": "commitment"}).text
        titles = re.findall(r"<h2 lang=[^>]*><a [^>]*>(.*?)</a></h2>", page)
        return [re.sub("<[^>]+>", "", title) for title in titles]

    return ask


def test_by_its_title_its_keeper_and_what_was_said_of_it(record, finds, browser):
    promise = record(keeper="", keeper_words="Roads department").location
    assert finds("trees") == finds("department") == ["Buy the trees"]
    assert finds("nursery") == []
    said = {"kind": "news", "body": "Ordered from the nursery."}
    browser("Fay").post(f"{promise}/news", data=said)
    assert finds("nursery") == finds("road") == ["Buy the trees"]


def test_who_does_not_see_the_space_finds_nothing(promised, finds):
    assert finds("trees", "Ada") == ["Buy the trees"]
    assert finds("trees", "Zoe") == []


def test_what_is_thrown_away_is_found_no_longer(promised, finds, browser):
    browser("Fay").post(f"{promised}/discard")
    assert finds("trees") == []
