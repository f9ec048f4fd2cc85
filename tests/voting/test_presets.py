"""A kind of vote that statutes know is chosen, fills a draft, and can be changed in every point."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.core.words import LANGUAGES
from civic.members.models import CommunityRole
from voting import actions
from voting.models import Binding, Disclosure, Round, State
from voting.presets import BY_ID, PRESETS
from voting.rules import all_rules

ANSWERS = {"seats": "4", "budget": "30 000"}


@pytest.fixture
def fill(garden, voters, browser, look):
    """Fay begins a vote of a kind; her browser, the draft, and the address of its pages."""

    def begin(name, **fields):
        fay, preset = browser("Fay"), BY_ID[name]
        asked = {f"p-{preset.asks}": ANSWERS[preset.asks]} if preset.asks else {}
        answer = fay.post(
            f"/votes/new/{garden.id}-the-garden?like={name}",
            data={"title_en": "The lawn", "binding": preset.binding} | asked | fields,
        )
        assert answer.status_code == 303, answer.text
        draft = look(select(Round).order_by(Round.id.desc()))[0]
        return fay, draft, answer.location.removesuffix("/questions")

    return begin


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_each_fills_questions_rule_quorum_voters_and_secrecy(preset, fill):
    fay, draft, edit = fill(preset.id)
    assert [question["rule"] for question in draft.questions] == [q.rule for q in preset.questions]
    assert all(question["draft"]["chosen"] for question in draft.questions)
    assert all(set(question["title"]) == set(LANGUAGES) for question in draft.questions)
    assert draft.disclosure == preset.disclosure
    assert draft.binding == preset.binding
    for asked, question in zip(preset.questions, draft.questions, strict=True):
        assert {name: question["requirements"][name] for name in asked.requirements} == dict(
            asked.requirements
        )
    if preset.asks:
        said = draft.questions[0]["parameters"][preset.asks]
        assert str(said) == ANSWERS[preset.asks].replace(" ", "")
    assert preset.to_write is None or preset.to_write in fay.get(edit).text


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_what_it_fills_in_is_said_before_in_words(preset, garden, voters, browser):
    for language in LANGUAGES:
        fay = browser("Fay", language)
        assert fay.get(f"/votes/new/{garden.id}-the-garden/from").status_code == 200
        page = fay.get(f"/votes/new/{garden.id}-the-garden?like={preset.id}").text
        assert preset.title[language] in unescape(page)


def test_resolutions_of_an_ordinary_assembly_can_be_opened_as_they_are(fill, look):
    fay, draft, edit = fill("ordinary-assembly")
    check = fay.get(edit).text
    assert "Nothing stands in the way." in check
    assert "Quorum: at least a quarter of those who may vote must take part." in check
    assert "Nobody votes for more than 3 others." in check
    assert "Resolution: approval of the moral report and the report on activities" in check
    assert check.count("Decided in the same way.") == 2, "the rule is told once for the three"
    fay.post(edit.replace("/edit", "/open"))
    assert look(select(Round).where(Round.id == draft.id))[0].state == State.OPEN


def test_statutes_with_other_figures_replace_them_on_the_rules_own_page(fill, look):
    fay, draft, edit = fill("extraordinary-assembly")
    page = fay.get(f"{edit}/question/1/rule/motion").text
    assert 'value="1/2"' in page
    assert 'value="2/3"' in page
    fay.post(
        f"{edit}/question/1/rule/motion",
        data={"quorum": "1/3", "majority": "3/4", "strict": "no", "tie": "nobody"},
    )
    needed = look(select(Round).where(Round.id == draft.id))[0].questions[0]["requirements"]
    assert needed["quorum"]["share"] == [1, 3]
    assert needed["majority"]["share"] == [3, 4]


def test_a_budget_asks_for_its_money_at_the_start(fill, garden, voters, browser):
    answer = browser("Fay").post(
        f"/votes/new/{garden.id}-the-garden?like=budget",
        data={"title_en": "The lawn", "binding": "decision", "p-budget": ""},
    )
    assert answer.status_code == 422
    assert "“The whole budget” is missing. Write a whole number, without cents." in answer.text


@pytest.mark.parametrize("known", [True, False], ids=["dues", "no dues"])
def test_only_members_who_paid_vote_where_dues_are_known(known, fill, voters, save):
    if known:
        voters[0].paid_up_until = (now() + timedelta(days=90)).date()
        save(voters[0])
    _fay, draft, _edit = fill("ordinary-assembly")
    assert draft.roll_filters["paid_up"] is known


def test_what_is_not_filled_in_is_told_before_opening(fill):
    fay, _draft, edit = fill("board-by-ranking")
    check = fay.get(edit).text
    assert "needs two options at least" in check
    assert "Nothing stands in the way." not in check


def test_a_choice_of_a_date_is_open_and_a_sounding_binds_nobody(fill):
    _fay, date, _edit = fill("date")
    assert date.disclosure == Disclosure.OPEN
    _fay, sounding, _edit = fill("sounding")
    assert sounding.binding == Binding.ADVICE


def test_only_who_may_prepare_a_vote_sees_the_kinds(garden, voters, browser):
    assert browser("Ada").get(f"/votes/new/{garden.id}-the-garden/from").status_code == 403
    assert browser("Fay").get(f"/votes/new/{garden.id}-the-garden?like=coup").status_code == 404


def test_every_preset_is_within_its_rules_bounds():
    for preset in PRESETS:
        for asked in preset.questions:
            rule = all_rules()[asked.rule]
            rule.settle({**asked.parameters, **({"budget": 10} if rule.has_costs else {})})
        assert re.fullmatch(r"[a-z-]+", preset.id)
        assert actions.paper(preset, {})[0]["id"] == "q1"


def test_a_secret_decision_takes_two_people_where_there_are_two(fill, browser, garden):
    fay, draft, edit = fill("ordinary-assembly")
    assert draft.by_two
    assert "takes two people" in fay.get(edit).text
    assert "takes two people" in fay.get(f"/votes/new/{garden.id}-the-garden/from").text
    fay.post(f"{edit}/schedule", data={"opens": "hand", "closes_at": "2099-01-01T20:00"})
    assert "one person may close it early" in fay.get(edit).text


def test_and_one_where_there_is_nobody_else(fill, people):
    with db.writing() as session:
        session.merge(people["Kim"]).role = CommunityRole.MEMBER
    fay, draft, edit = fill("ordinary-assembly")
    assert not draft.by_two
    assert "it would wait for 24 hours" in fay.get(f"{edit}/schedule").text


def test_advice_and_open_votes_take_one(fill):
    assert not fill("sounding")[1].by_two
