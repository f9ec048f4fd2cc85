"""The options of a question as they are written, moved, pasted and compared."""

import re
from time import process_time

import pytest

from tests.voting.drafts import QUESTION, add_question, draft, keep_rule, the_round
from voting.actions.questions import looks
from voting.forms.questions import Options

__all__ = ["draft"]


def test_a_question_without_words_keeps_its_options(draft, look):
    fay, edit = draft
    answer = add_question(fay, edit, title_en="", **{"o-cost": ["12 x", "", ""]})
    assert answer.status_code == 422
    assert "Write the question in one language at least." in answer.text
    assert "The cost of option 1 is not a whole number." in answer.text
    assert all(text in answer.text for text in ('value="Trees"', "For shade.", 'value="12 x"'))
    assert the_round(look).questions == []


def test_rows_of_options_move_and_come_back_without_being_saved(draft, look):
    fay, edit = draft

    def titles(page):
        return re.findall(r'name="o-title_en"[^>]*value="([^"]*)"', page)

    assert titles(add_question(fay, edit, do="down:0").text) == ["A bench", "Trees", ""]
    assert len(titles(add_question(fay, edit, do="more").text)) == 4
    page = add_question(fay, edit, do="out:0").text
    assert titles(page) == ["A bench", ""]
    carried = dict(re.findall(r'name="(out-[a-z_]+)" value="([^"]*)"', page))
    left = {name: values[1:] for name, values in QUESTION.items() if name.startswith("o-")}
    assert titles(add_question(fay, edit, do="back", **left, **carried).text)[0] == "Trees"
    assert the_round(look).questions == []


def test_a_pasted_list_keeps_its_semicolons_and_is_read_as_far_as_it_fits():
    rows = Options([])
    rows.add_lines("Vélos ; piétons\nUn banc ; 300\nBus\tet tram", "fr")
    assert [(row["title_fr"], row["cost"]) for row in rows.rows] == [
        ("Vélos ; piétons", ""), ("Un banc", "300"), ("Bus et tram", ""),
    ]  # fmt: skip
    began = process_time()
    rows.add_lines("\n".join(f"Person {n}" for n in range(50_000)), "fr")
    assert len(rows.rows) == 200
    assert process_time() - began < 2


PASTED = "Ada Byron\n\n  Grace   Hopper ;\nTrees\nBench; 1 200 €\nPond\t800\nA; B\nGrace Hopper\n"


@pytest.mark.parametrize("how", [{"do": "lines"}, {}])
def test_a_pasted_list_becomes_options_one_a_line(draft, look, how):
    """Costs follow a semicolon or a tab; nobody stands there twice; saving takes them, too."""
    fay, edit = draft
    add_question(fay, edit, lines=PASTED, **how)
    if how:
        assert the_round(look).questions == []
        page = add_question(fay, edit, lines=PASTED, **how).text
        assert page.count('value="Grace Hopper"') == 1
        assert re.findall(r'name="o-cost"[^>]*value="([^"]+)"', page) == ["1 200 €", "800"]
        assert ">Ada Byron" not in page.partition('id="lines"')[2].partition("</textarea>")[0]
        return
    titles = [one["title"]["en"] for one in the_round(look).questions[0]["options"]]
    assert titles == ["Trees", "A bench", "Ada Byron", "Grace Hopper", "Bench", "Pond", "A; B"]


def test_a_list_that_is_too_long_says_so(draft, look):
    fay, edit = draft
    many = "\n".join(f"Person {n}" for n in range(205))
    page = add_question(fay, edit, lines=many, do="lines").text
    assert "A question has 200 options at most; the rest is left out." in page
    assert "Person 197" in page
    assert "Person 198" not in page


def test_options_that_a_rule_does_not_use_are_not_lost(draft, look):
    fay, edit = draft
    add_question(fay, edit)
    keep_rule(fay, edit, "motion")
    assert [o["id"] for o in the_round(look).questions[0]["options"]] == [
        "for",
        "against",
        "abstain",
    ]
    assert 'value="A bench"' in fay.get(f"{edit}/question/1").text
    keep_rule(fay, edit, "schulze")
    assert [o["title"]["en"] for o in the_round(look).questions[0]["options"]] == [
        "Trees",
        "A bench",
    ]


def test_an_option_keeps_its_id_when_the_order_changes(draft, look):
    fay, edit = draft
    add_question(fay, edit)
    swapped = {"o-id": ["o2", "o1"], "o-title_en": ["A bench", "Trees"], "o-text_en": ["", ""]}
    fay.post(f"{edit}/question/1", data=QUESTION | swapped)
    assert [o["id"] for o in the_round(look).questions[0]["options"]] == ["o2", "o1"]


@pytest.mark.parametrize(
    "twin",
    ["trees", "Ｔｒｅｅｓ", "Tre\u200bes", "Trees \u202e", "  Trees"],
)
def test_options_that_look_alike_are_one_to_a_reader(twin):
    assert looks("Trees") == looks(twin)
    assert looks("Trees") != looks("Treetops")
