"""Where people stand for several places, every page speaks of candidates; elsewhere, of options."""

import re
from pathlib import Path

import pytest
from sqlmodel import select

from civic.core.words import LANGUAGES
from tests.tools import catalogues
from voting import settings
from voting.models import Round
from voting.rules import all_rules

WAYS = {
    "stv-scottish": ({"q1_rank": ["o2", "o1"]}, {"q1_rank": ["o2", "o2"]}),
    "majority-judgment": ({"q1_grade-o1": "5"}, {"q1_grade-o1": "9"}),
    "approval": ({"q1_tick": "o2"}, {"q1_tick": ["o2", "nobody"]}),
    "limited-vote": ({"q1_tick": "o2"}, {"q1_tick": ["o1", "o2", "o3"]}),
    "committee-seq-phragmen": ({"q1_tick": "o2"}, {"q1_tick": ["o2", "nobody"]}),
}
"""A rule -> a ballot, and one with a fault."""
PAGES = sorted(Path("templates/voting").rglob("*.html"))
OPTION = re.compile(r"\boptions?\b", re.I)


def read_aloud(page):
    """The words of the middle of a page, without those of its address and of its classes."""
    [middle] = re.findall(r"<main.*</main>", page, re.S)
    return re.sub(r"<[^>]+>", " ", middle)


@pytest.fixture(scope="module")
def english():
    return catalogues.committed("en")


@pytest.fixture
def pages(new_round, vote, close, browser):
    """The ballot, its check with a fault, the result, its replay, and the minutes."""

    def walk(rule, language, seats):
        round = new_round(rule, parameters={"seats": seats})
        good, faulty = WAYS[rule]
        at = f"/votes/{round.id}-the-lawn"
        ada = browser("Ada", language)
        fields = {name.replace("_", "-", 1): value for name, value in faulty.items()}
        texts = [ada.get(at).text, ada.get(at + "/ballot").text]
        texts += [ada.post(at + "/ballot", data=fields).text]
        assert vote("Ben", round, **good).status_code == 303
        close(round)
        return texts + [ada.get(at + path).text for path in ("", "/count/q1", "/minutes")]

    return walk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", WAYS)
def test_no_page_calls_somebody_an_option(rule, language, pages):
    texts = [read_aloud(text) for text in pages(rule, language, seats=2)]
    for text in texts:
        found = OPTION.search(text)
        assert found is None, text[max(found.start() - 200, 0) : found.end() + 200]
    assert sum("candidat" in text.lower() for text in texts) > 2


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_what_a_page_says_of_options_is_known_of_candidates(english, page):
    for sentence in re.findall(r'worded\(question, "([^"]+)"', page.read_text()):
        assert english.get(sentence, context="candidates"), sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_one_place_goes_to_need_not_be_a_person(language, pages):
    texts = pages("approval", language, seats=1)
    assert any(OPTION.search(read_aloud(text)) for text in texts)
    assert not any("candidat" in text.lower() for text in texts)


@pytest.mark.parametrize(
    ("preset", "said"),
    [("board-by-grades", "One candidate a line"), ("date", "One option a line")],
)
def test_who_prepares_an_election_writes_candidates(preset, said, garden, voters, browser, look):
    fay = browser("Fay")
    fields = {"title_en": "The lawn", "binding": "decision", "p-seats": "4"}
    new = fay.post(f"/votes/new/{garden.id}-the-garden?like={preset}", data=fields)
    assert new.status_code == 303
    [draft] = look(select(Round))
    assert said in fay.get(f"/votes/{draft.id}-the-lawn/edit/question/1").text


def test_how_many_places_there_are_stands_before_the_vote_and_in_the_minutes(
    new_round, vote, close, browser
):
    round = new_round("stv-scottish", parameters={"seats": 2})
    at, said = f"/votes/{round.id}-the-lawn", "How many are elected: 2"
    assert said in browser("Ada").get(at).text
    vote("Ben", round, **WAYS["stv-scottish"][0])
    close(round)
    assert said in browser("Ada").get(at + "/minutes").text


@pytest.mark.parametrize(
    ("rule", "parameters", "said"),
    [
        ("stv-scottish", {}, ["How many are elected: 1"]),
        ("approval", {}, []),
        ("approval", {"seats": 3}, ["How many are elected: 3"]),
        ("budget-greedy", {"budget": 8000}, ["The whole budget: €8,000"]),
    ],
)
def test_places_and_money_are_said_where_they_do_not_go_without_saying(
    rule, parameters, said, program
):
    question = {"parameters": parameters, "options": [], "rule": rule}
    with program.test_request_context("/"):
        assert settings.stakes(question, all_rules()[rule]) == said


def test_a_draft_speaks_of_candidates_as_the_open_vote_will(new_round, browser):
    draft = new_round("stv-scottish", opened=False, parameters={"seats": 2})
    page = browser("Fay").get(f"/votes/{draft.id}-the-lawn/edit/questions").text
    assert "Put the candidates in your order" in page
    assert "Put the options in your order" not in page
