"""Choosing a rule: each stands in its family, its settings are read as people write them, and
what is wrong is told by the words that stand beside the field."""

import re

import pytest

from tests.voting.drafts import QUESTION, add_question, draft, keep_rule, the_round
from voting import families, settings
from voting.actions import BadRound, new_question
from voting.models import State
from voting.rules import all_rules
from voting.scales import GRADES

__all__ = ["draft"]
COSTS = {"o-cost": ["60", "70", ""]}
NO_OPTIONS = {"o-title_en": ["", "", ""], "o-text_en": ["", "", ""]}


def rules_page(fay, edit):
    return fay.get(f"{edit}/question/1/rule").text


@pytest.mark.parametrize("changes", [{}, COSTS, NO_OPTIONS])
def test_every_rule_stands_once_on_the_page(draft, changes):
    fay, edit = draft
    add_question(fay, edit, **changes)
    linked = re.findall(r"/question/1/rule/([a-z0-9-]+)\"", rules_page(fay, edit))
    assert sorted(linked) == sorted(all_rules())


def test_what_cannot_count_the_options_says_why(draft):
    fay, edit = draft
    add_question(fay, edit)
    page = rules_page(fay, edit)
    usual = page[page.index('id="usual"') : page.index('id="more"')]
    assert "Approval" in usual
    assert "For or against" not in usual
    assert "It needs a cost for each option" in page
    assert "the ones that you wrote would not be shown" in page
    assert "It needs a cost for each option" not in usual


def test_a_text_is_first_offered_what_decides_on_texts(draft):
    fay, edit = draft
    add_question(fay, edit, **NO_OPTIONS)
    page = rules_page(fay, edit)
    usual = page[page.index('id="usual"') : page.index('id="more"')]
    assert "For or against" in usual
    assert "Approval" not in usual
    assert "It needs options to choose from" in page


@pytest.mark.parametrize("rule", ["approval", "stv-scottish", "borda"])
def test_the_rule_that_is_chosen_comes_first_and_once(draft, rule):
    fay, edit = draft
    add_question(fay, edit)
    keep_rule(fay, edit, rule, **{"p-seats": "2"})
    linked = re.findall(r"/question/1/rule/([a-z0-9-]+)\"", rules_page(fay, edit))
    assert linked[0] == rule
    assert sorted(linked) == sorted(all_rules())


def test_every_scale_of_grades_has_names_for_all_of_them():
    assert sorted(GRADES) == list(range(3, 11))
    for grades, names in GRADES.items():
        assert len(set(names)) == grades


def test_each_rule_has_a_family_and_suits_something():
    for rule in all_rules().values():
        assert families.family(rule) in families.FAMILIES
        assert set(families.suits(rule)) <= set(families.SUITS)
        assert families.suits(rule)
    assert families.suits(all_rules()["stv-scottish"]) == ("one", "several")
    assert families.family(all_rules()["dhondt"]) == "lists"


@pytest.mark.parametrize(("rule", "seats"), [("stv-scottish", 2), ("dhondt", 2), ("approval", 1)])
def test_a_rule_that_shares_places_begins_with_two_of_them(draft, rule, seats):
    fay, edit = draft
    add_question(fay, edit)
    page = fay.get(f"{edit}/question/1/rule/{rule}").text
    assert re.search(rf'name="p-seats"[^>]*value="{seats}"', page)
    assert ("so it begins with two" in page) == (seats == 2)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1/20", "1/20"), ("5 %", "1/20"), ("12,5%", "1/8"), ("0", "0"), ("0 %", "0"), ("", "0")],
)
def test_a_least_share_is_a_fraction_or_per_cent(typed, kept, draft, look):
    fay, edit = draft
    add_question(fay, edit)
    answer = keep_rule(fay, edit, "plurality", **{"p-seats": "1", "p-least_share": typed})
    assert answer.status_code == 303
    assert the_round(look).questions[0]["parameters"]["least_share"] == kept


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("quorum", "2,5", "2.5"),
        ("quorum", "3", "3"),
        ("majority", "3", 3),
        ("majority", "3,", 3),
        ("default_option", "o1", "o1"),
        ("default_option", "", None),
    ],
)
def test_decimals_numbers_and_options_are_read_as_they_are_written(name, typed, kept, draft, look):
    fay, edit = draft
    add_question(fay, edit)
    assert keep_rule(fay, edit, "debian", **{f"p-{name}": typed}).status_code == 303
    assert the_round(look).questions[0]["parameters"][name] == kept


@pytest.mark.parametrize(
    ("rule", "name", "typed", "said"),
    [
        ("approval", "seats", "101", "“How many are elected”: write a whole number from 1 to 100."),
        ("approval", "seats", "two", "“How many are elected”: write a whole number from 1 to 100."),
        ("dhondt", "threshold", "a lot", "to take part”: write a fraction such as 1/20"),
        ("dhondt", "threshold", "1/99999", "to take part”: write a fraction such as 1/20"),
        ("dhondt", "threshold_is", "perhaps", "is enough”: choose one of the answers."),
        ("debian", "quorum", "x", "above the default”: write a number such as 2 or 2.5."),
        ("debian", "majority", "1, 2, 3", "write one whole number for all, or one for each option"),
        ("debian", "majority", "1; -2", "write one whole number for all, or one for each option"),
        ("budget-greedy", "budget", "1 000 euros", "“The whole budget”: write a whole number"),
    ],
)
def test_a_wrong_setting_is_told_by_its_label_and_kept(rule, name, typed, said, draft, look):
    fay, edit = draft
    add_question(fay, edit, **(COSTS if rule == "budget-greedy" else {}))
    answer = keep_rule(fay, edit, rule, quorum="1/3", **{f"p-{name}": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert f"“{name}”" not in answer.text
    assert 'value="1/3"' in answer.text
    if rule != "dhondt" or name != "threshold_is":
        assert f'value="{typed}"' in answer.text
    assert the_round(look).questions[0]["draft"]["chosen"] is False


def test_the_default_is_chosen_among_the_options_of_the_question(draft):
    fay, edit = draft
    add_question(fay, edit)
    page = fay.get(f"{edit}/question/1/rule/debian").text
    choice = page[page.index('id="p-default_option"') :]
    choice = choice[: choice.index("</select>")]
    assert re.findall(r'value="([^"]*)"', choice) == ["", "o1", "o2"]
    assert "A bench" in choice


def test_a_list_of_numbers_has_one_for_each_option_that_it_speaks_of(draft, look):
    fay, edit = draft
    three = {"o-title_en": ["Trees", "A bench", "None of these"], "o-text_en": ["", "", ""]}
    add_question(fay, edit, **three)
    assert keep_rule(fay, edit, "debian", **{"p-majority": "3 1"}).status_code == 303
    assert the_round(look).questions[0]["parameters"]["majority"] == [3, 1]
    assert "does not fit" not in fay.get(edit).text
    fay.post(f"{edit}/question/1", data=QUESTION | {"o-id": ["o1", "o2", ""]})
    assert "does not fit its options" in fay.get(edit).text


def test_a_setting_that_a_rule_cannot_have_is_named_by_its_label(program):
    with (
        program.test_request_context("/", headers={"Accept-Language": "fr"}),
        pytest.raises(BadRound) as refused,
    ):
        new_question(title={"en": "?"}, rule="approval", parameters={"seats": 1_000})
    assert refused.value.numbers == {"name": "Combien sont élus"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(["1", "2"], [1, 2]), (["2", "2"], 2), (["", "3"], [1, 3]), ("1, 2", [1, 2])],
)
def test_a_number_of_each_option_is_written_beside_its_title(typed, kept, draft, look):
    fay, edit = draft
    add_question(fay, edit)
    page = fay.get(f"{edit}/question/1/rule/closed-lists").text
    fields = page[page.index("List of each candidate") : page.index("Names of the lists")]
    assert re.findall(r"<label[^>]*>([^<]*)</label>", fields)[:2] == ["Trees", "A bench"]
    assert re.findall(r'name="p-lists"[^>]*value="([^"]*)"', fields) == ["1", "1"]

    answer = keep_rule(fay, edit, "closed-lists", **{"p-seats": "1", "p-lists": typed})
    assert answer.status_code == 303, answer.text
    assert the_round(look).questions[0]["parameters"]["lists"] == kept
    page = fay.get(f"{edit}/question/1/rule/closed-lists").text
    shown = [str(number) for number in (kept if isinstance(kept, list) else [kept] * 2)]
    assert re.findall(r'name="p-lists"[^>]*value="([^"]*)"', page) == shown


def test_a_wrong_number_of_an_option_is_told_and_stays(draft):
    fay, edit = draft
    add_question(fay, edit)
    answer = keep_rule(fay, edit, "lot", **{"p-seats": "1", "p-groups": ["1", "two"]})
    assert answer.status_code == 422
    assert "“The group of each candidate”: write a whole number beside each" in answer.text
    assert 'value="two"' in answer.text


OPTIONS = [{"title": {"en": "Trees"}}, {"title": {"en": "A bench"}}]


@pytest.mark.parametrize(
    ("rule", "name", "chosen", "words"),
    [
        ("plurality", "least_share", "0", "none"),
        ("plurality", "least_share", "1/20", "5% (1/20)"),
        ("limited-vote", "ticks", 0, "as many as there are places"),
        ("limited-vote", "ticks", 2, "2"),
        ("debian", "quorum", "2.5", "2.5"),
        ("debian", "default_option", "o1", "“Trees”"),
        ("debian", "default_option", None, "the last one"),
        ("debian", "majority", [3], "Trees: 3"),
        ("debian", "majority", 3, "3"),
    ],
)
def test_a_setting_is_read_in_words(program, rule, name, chosen, words):
    with program.test_request_context("/", headers={"Accept-Language": "en"}):
        question = new_question(
            title={"en": "?"}, rule=rule, options=OPTIONS, parameters={name: chosen}
        )
        parameter = next(p for p in all_rules()[rule].parameters if p.name == name)
        assert settings.value(question, parameter) == words
        assert "(" not in settings.label(parameter)


@pytest.mark.parametrize(
    ("rule", "parameters", "french"),
    [
        ("stv-scottish", {"seats": 2}, ["Combien sont élus : 2"]),
        ("approval", {"seats": 1}, []),
        (
            "closed-lists",
            {"seats": 2, "lists": [1, 2]},
            [
                "Liste de chaque candidature : Trees : 1 et A bench : 2",
                "Peut-on rayer des noms ? non",
            ],
        ),
    ],
)
def test_settings_are_read_as_french_is_written(rule, parameters, french, program):
    """One place says nothing; a label that asks is answered as it stands."""
    with program.test_request_context("/", headers={"Accept-Language": "fr"}):
        question = new_question(
            title={"en": "?"}, rule=rule, options=OPTIONS, parameters=parameters
        )
        told = settings.lines(question, all_rules()[rule].parameters)
        read = [settings.line(*one).replace("\u00a0", " ") for one in told]
    assert set(french) <= set(read)
    assert ("Combien sont élus" in "".join(read)) == (parameters["seats"] > 1)


@pytest.mark.parametrize("crossing", ["no", "yes"])
def test_how_many_must_cross_out_is_said_where_names_may_be(crossing, program):
    asked = {"lists": [1, 2], "crossing": crossing, "votes_of": "candidates"}
    with program.test_request_context("/"):
        question = new_question(
            title={"en": "?"}, rule="closed-lists", options=OPTIONS, parameters=asked
        )
        told = settings.lines(question, all_rules()["closed-lists"].parameters)
    said = " ".join(name for name, _ in told)
    for name in ("must cross somebody out", "What counts as the votes of a list"):
        assert (name in said) == (crossing == "yes")


def test_the_settings_stand_on_the_ballot_and_on_the_result(new_round, vote, close, browser):
    round = new_round("plurality", parameters={"least_share": "1/4"})
    said = "Share of the ballots that an option needs at least: 25% (1/4)"
    assert said in browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot").text
    vote("Ben", round, q1_choice="o1")
    close(round)
    assert said in browser("Ben").get(f"/votes/{round.id}-the-lawn").text


def test_a_draft_keeps_its_options_for_every_rule(draft):
    fay, edit = draft
    add_question(fay, edit)
    assert QUESTION["o-title_en"][0] in fay.get(f"{edit}/question/1/rule/two-round").text


def test_more_options_than_a_rule_counts_keep_the_vote_closed(draft, look):
    """Said where rules are chosen, and again where the vote would be opened."""
    fay, edit = draft
    titles = [f"Place {n}" for n in range(13)]
    many = {name: [""] * 13 for name in ("o-id", "o-text_en", "o-cost")} | {"o-title_en": titles}
    add_question(fay, edit, **many)
    assert "It cannot count so many options" in rules_page(fay, edit)
    keep_rule(fay, edit, "kemeny")
    fay.post(f"{edit}/schedule", data={"opens": "hand", "closes_at": "2099-01-01T20:00"})
    said = "does so for 12 options at most. There are 13: leave some out, or choose another rule."
    assert said in fay.get(edit).text
    assert said in fay.post(edit.replace("/edit", "/open"), follow_redirects=True).text
    assert the_round(look).state == State.DRAFT
    keep_rule(fay, edit, "schulze")
    assert said not in fay.get(edit).text
