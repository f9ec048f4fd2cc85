"""A rule is found by questions and tried beside others; nothing is chosen, nothing is kept."""

import io
from itertools import product

import pytest
from sqlmodel import select

from voting import finding
from voting.families import SUITS
from voting.models import Round
from voting.rules import all_rules

BLT = b"""3 1
3 1 2 3 0
2 3 2 1 0
2 2 3 1 0
0
"Trees"
"A bench"
"A pond"
"The lawn"
"""


@pytest.fixture
def page(garden, voters, browser, look):
    """Fay's page of questions for a draft with three options."""
    fay = browser("Fay")
    begun = fay.post(f"/votes/new/{garden.id}-the-garden", data={"title_en": "The lawn"})
    edit = begun.location.removesuffix("/questions")
    titles = ["Trees", "A bench", "A pond"]
    fields = {"o-id": [""] * 3, "o-title_en": titles, "o-text_en": [""] * 3, "o-cost": [""] * 3}
    fay.post(f"{edit}/question", data={"title_en": "What shall we plant?"} | fields)

    def look_at(query="", *, file=None):
        address = f"{edit}/question/1/find?{query}"
        if file is None:
            return fay.get(address)
        data = {"file": (io.BytesIO(file), "ballots.blt")}
        return fay.post(address, data=data, content_type="multipart/form-data")

    return look_at


def test_every_rule_is_found_by_some_answers():
    answers = product(finding.OUTCOMES, finding.SAYS)
    found = {
        rule.id
        for outcome, says in answers
        for rule, _ in finding.found(outcome=outcome, says=says)
    }
    assert found == set(all_rules())
    assert set(finding.OUTCOMES) == set(SUITS)
    assert set().union(*finding.KEEPS.values()) <= set(all_rules())
    assert set(finding.KEEPS) == set(finding.MATTERS)


def test_what_keeps_most_of_what_matters_comes_first():
    first, kept = finding.found(outcome="one", matters=["broad", "duels"])[0]
    assert first.id == "schulze"
    assert kept == ["broad", "duels"]
    assert finding.found(outcome="text", says="order") == []


def test_of_rules_that_are_much_alike_two_stand_at_the_top():
    forms = [rule.form for rule, _kept in finding.found(outcome="one", matters=["duels"])[:6]]
    assert forms.count("ranking") == 2


def test_the_same_voters_answer_under_each_rule_that_fits(page):
    shown = page("outcome=one&matters=duels&matters=second").text
    assert "Classification" not in shown
    for told in ("The same invented voters", "wins each of its", "the same as the first"):
        assert told in shown


def test_rules_part_where_voters_are_counted_otherwise(page):
    shown = page("outcome=one&says=one", file=BLT).text
    assert "7 ballots of your file, counted under each rule." in shown
    assert "“Trees” has 3 votes, out of 7." in shown
    ranked = page("outcome=one&says=order", file=BLT).text
    assert "<strong>A bench</strong>" in ranked


def test_rules_that_cannot_read_the_file_say_so(page):
    assert "It cannot count the ballots of this file." in page("says=grades", file=BLT).text


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "This file could not be read"),
        (b"\xff\xfe\x00", "This file could not be read: look at its line 1."),
    ],
    ids=["empty", "no text"],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(file, sentence, page):
    answer = page("outcome=one", file=file)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_large_file_is_not_even_read(page, monkeypatch):
    monkeypatch.setattr("voting.views.finding.LARGEST_FILE", len(BLT) - 1)
    assert "This file is larger than 1 MB." in page("outcome=one", file=BLT).text


def test_more_ballots_than_a_page_can_count_are_left_to_the_command_line(page, monkeypatch):
    monkeypatch.setattr("voting.comparing.MOST_MARKS", 8)
    assert "Count it with “civic tally --compare”." in page("outcome=one", file=BLT).text


def test_looking_and_counting_a_file_change_nothing(page, look):
    before = look(select(Round))[0].questions
    page("outcome=several&seats=2&matters=shares")
    page("outcome=one", file=BLT)
    assert look(select(Round))[0].questions == before


def test_answers_go_with_the_link_to_the_rules_own_settings(page):
    shown = page("outcome=several&seats=2&says=order").text
    assert "rule/stv-scottish?p-seats=2" in shown


def test_strange_answers_ask_for_nothing(page):
    assert page("outcome=gold&says=loud&matters=me&seats=-1&budget=lots").status_code == 200


def test_nobody_else_may_look(garden, voters, browser, page, look):
    draft = look(select(Round))[0]
    address = f"/votes/{draft.id}-the-lawn/edit/question/1/find"
    assert browser("Ada").get(address).status_code == 404
    assert browser("Fay").get(address.replace("/1/find", "/7/find")).status_code == 404
