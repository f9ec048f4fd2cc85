"""Choose, check, cast: what a voter sees, with script and without."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core.clock import now
from civic.members.models import Member, MemberKind
from civic.spaces.models import Membership
from voting.models import BallotBegun, Disclosure, OpenBallot, UrnSlot
from voting.rules import all_rules

FORMS = {
    "motion": "choice",
    "consent": "stance",
    "approval": "approval",
    "majority-judgment": "grades",
    "irv": "rank",
    "closed-lists": "list",
}
WITH_SCRIPT = {"HX-Request": "true"}


def paper_of(browser, name, round, **fields):
    data = {key.replace("_", "-", 1): value for key, value in fields.items()}
    return browser(name).post(f"/votes/{round.id}-the-lawn/ballot", data=data)


def arrange(browser, round, headers=None, **fields):
    address = f"/votes/{round.id}-the-lawn/ballot/arrange"
    return browser("Ben").post(address, data=fields, headers=headers)


@pytest.mark.parametrize("rule", FORMS)
def test_nothing_is_chosen_beforehand_and_blank_is_offered(rule, new_round, browser):
    page = browser("Ben").get(f"/votes/{new_round(rule).id}-the-lawn/ballot").text
    paper = page[page.index('id="paper"') :]
    assert "checked" not in paper
    assert "I vote blank" in paper
    assert ("None of them suits me: I vote blank" in paper) is (rule == "approval")


@pytest.mark.parametrize("rule", FORMS)
def test_an_empty_paper_says_what_to_do_and_is_no_vote(rule, new_round, browser, look):
    answer = paper_of(browser, "Ben", new_round(rule))
    assert answer.status_code == 422
    assert "Choose something, or vote blank." in answer.text
    target = re.search(r'<li><a href="#([^"]+)">What shall', answer.text)[1]
    assert f'id="{target}"' in answer.text
    assert look(select(BallotBegun)) == []


def test_blank_beside_a_choice_is_a_contradiction(new_round, browser):
    answer = paper_of(browser, "Ben", new_round(), q1_blank="1", q1_tick="o1")
    assert answer.status_code == 422
    assert "Keep one of the two" in answer.text
    assert answer.text.count("checked") == 2  # both as they were typed


def test_the_circle_of_a_blank_vote_is_a_blank_vote(new_round, browser, vote, papers_in_the_urn):
    round = new_round("motion")
    assert "Blank: you take part" in paper_of(browser, "Ben", round, q1_choice="(blank)").text
    vote("Ben", round, q1_choice="(blank)")
    assert papers_in_the_urn(round) == [{"q1": None}]


def test_a_missing_grade_has_its_effect_at_the_option_and_on_the_check_page(new_round, browser):
    round = new_round("majority-judgment")
    page = browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot").text
    assert page.count("Without a grade: counts as") == 2
    checked = paper_of(browser, "Ben", round, **{"q1_grade-o1": "5"})
    assert "A bench: no grade, counts as" in checked.text


def test_a_grade_is_taken_away_without_script(new_round, browser):
    fields = {"q1-grade-o1": "5", "q1-grade-o2": "2", "move": "q1:clear:o1"}
    page = arrange(browser, new_round("majority-judgment"), **fields).text
    assert re.findall(r'name="(q1-grade-o\d)" value="(\d)" checked', page) == [("q1-grade-o2", "2")]


def test_an_arrow_moves_an_option_and_keeps_the_focus(new_round, browser):
    round = new_round("irv")
    fields = {"q1-rank": ["o1", "o2"], "move": "q1:down:o1"}
    page = arrange(browser, round, **fields).text
    assert re.findall(r'name="q1-rank" value="(o\d)"', page) == ["o2", "o1"]
    assert re.search(r'id="q1-down-o1"[^>]* autofocus', page)
    assert "<html" in page

    paper = arrange(browser, round, WITH_SCRIPT, **fields).text
    assert "<html" not in paper
    assert 'data-hx-swap-oob="innerHTML">Trees is choice 2 of 2.' in paper


def test_the_check_page_says_what_is_left_unranked(new_round, browser):
    assert "Not ranked: A bench" in paper_of(browser, "Ben", new_round("irv"), q1_rank="o1").text


@pytest.mark.parametrize("rule", ["schulze", "majority-judgment", "star"])
def test_an_answer_takes_the_place_of_its_own_question_only(rule, new_round, browser):
    """What is chosen meanwhile under another question would be lost with the whole paper."""
    page = browser("Ada").get(f"/votes/{new_round(rule).id}-the-lawn/ballot").text
    for attribute in ("target", "select"):
        assert set(re.findall(f'data-hx-{attribute}="([^"]+)"', page)) == {"#q1"}
    assert '<section class="stack" id="q1"' in page


@pytest.mark.parametrize("rule", ["approval", "plurality"])
def test_everybody_has_an_order_of_options_that_stays(new_round, browser, rule):
    round = new_round(rule, options=[{"title": {"en": f"Tree {n}"}} for n in range(8)])

    def order(name):
        page = browser(name).get(f"/votes/{round.id}-the-lawn/ballot").text
        return re.findall(r'name="q1-(?:tick|choice)" value="(o\d)"', page)

    names = ["Ada", "Ben", "Fay", *(f"Voter {n}" for n in range(6))]
    orders = {name: order(name) for name in names}
    assert len({tuple(found) for found in orders.values()}) > 1
    assert all(order(name) == found for name, found in orders.items())


def test_a_motion_asks_everybody_in_the_same_order(new_round, browser):
    round = new_round("motion")
    for name in ("Ada", "Ben", "Voter 1", "Voter 2", "Voter 3"):
        page = browser(name).get(f"/votes/{round.id}-the-lawn/ballot").text
        order = re.findall(r'name="q1-choice" value="([a-z]+)"', page)
        assert order == ["for", "against", "abstain"]


def test_a_secret_ballot_starts_empty_again_and_an_open_one_filled_in(new_round, vote, browser):
    for disclosure in Disclosure:
        round = new_round(disclosure=disclosure)
        vote("Ben", round, q1_tick="o1")
        page = browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot").text
        assert "You have cast a ballot already" in page
        assert ('value="o1" checked' in page) == (disclosure == Disclosure.OPEN)


def test_an_open_ballot_keeps_a_draft_and_a_secret_one_only_that_it_was_begun(
    new_round, browser, look
):
    paper_of(browser, "Ben", new_round(), q1_tick="o1")
    assert look(select(OpenBallot)) == look(select(UrnSlot)) == []
    assert len(look(select(BallotBegun))) == 1
    round = new_round(disclosure=Disclosure.OPEN)
    paper_of(browser, "Ben", round, q1_tick="o1")
    assert look(select(OpenBallot))[0].draft == {"q1": ["o1"]}
    assert 'value="o1" checked' in browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot").text
    assert "Ballot begun, not cast." in browser("Ben").get("/").text


@pytest.fixture
def the_mill(save, people, garden):
    """A legal entity for which Ben votes."""
    mill = Member(name="The Mill", kind=MemberKind.ENTITY, represented_by_id=people["Ben"].id)
    save(mill)
    save(Membership(space_id=garden.id, member_id=mill.id))
    return mill


def test_who_votes_for_an_entity_says_first_for_whom(the_mill, new_round, browser, vote, look):
    round = new_round()
    ben, address = browser("Ben"), f"/votes/{round.id}-the-lawn"
    page = ben.get(f"{address}/ballot").text
    assert "For myself, Ben" in page
    assert "For The Mill, which I represent" in page
    assert "You vote for The Mill." in ben.get(f"{address}/ballot?for={the_mill.id}").text

    ben.post(f"{address}/cast", data={"q1-tick": "o1", "for": the_mill.id})
    assert "Your own vote is still missing." in ben.get(f"{address}/cast").text
    vote("Ben", round, q1_tick="o2")
    assert len(look(select(UrnSlot))) == 2
    assert browser("Ada").get(f"{address}/ballot?for={the_mill.id}").status_code == 403


def test_a_closed_vote_says_so_on_every_page_of_the_ballot(new_round, browser, close):
    round = new_round()
    close(round)
    for answer in (
        browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot"),
        paper_of(browser, "Ben", round, q1_tick="o1"),
        arrange(browser, round),
    ):
        assert answer.status_code == 409
        assert "Your ballot was not recorded." in answer.text


def test_the_deadline_is_said_with_what_remains(new_round, browser, at):
    round = new_round()
    at(round.closes_at - timedelta(hours=3))
    assert "3\u00a0hours left" in browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot").text


@pytest.mark.parametrize("rule", FORMS)
def test_what_the_network_sees_has_one_size_for_every_choice(rule, new_round, browser):
    choices = {
        "motion": [{"q1-choice": one} for one in ("for", "against", "abstain", "(blank)")],
        "consent": [
            {"q1-stance": "agree"},
            {"q1-stance": "object", "q1-reason": '"&' * 300},
            {"q1-blank": "1"},
        ],
        "approval": [{"q1-tick": "o1"}, {"q1-tick": ["o1", "o2"]}, {"q1-blank": "1"}],
        "majority-judgment": [{"q1-grade-o1": "5"}, {"q1-grade-o1": "0", "q1-grade-o2": "3"}],
        "irv": [{"q1-rank": "o1"}, {"q1-rank": ["o2", "o1"]}, {"q1-blank": "1"}],
        "closed-lists": [{"q1-list": "1"}, {"q1-list": "(blank)"}],
    }[rule]
    sizes = set()
    for fields in choices:
        round, ben = new_round(rule), browser("Ben")
        address = f"/votes/{round.id}-the-lawn"
        checked = ben.post(f"{address}/ballot", data=fields)
        cast = ben.post(f"{address}/cast", data=fields)
        after = [ben.get(address + page) for page in ("", "/cast", "/ballot")]
        assert cast.status_code == 303
        sizes.add((len(checked.data), len(cast.data), *(len(page.data) for page in after)))
    assert len(sizes) == 1


def test_who_cast_nothing_is_not_told_that_a_ballot_is_cast(new_round, browser):
    round = new_round()
    for name in ("Ben", "Kim"):  # an elector, and somebody who is none
        answer = browser(name).get(f"/votes/{round.id}-the-lawn/cast")
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/votes/{round.id}-the-lawn"


def test_every_rule_of_the_house_has_a_form_that_is_tried_here():
    grouped = {rule.form for rule in all_rules().values()}
    assert grouped == {
        "choice",
        "approval",
        "grades",
        "ranking",
        "basket",
        "score",
        "points",
        "stance",
        "list",
    }


def test_a_list_is_chosen_and_names_on_it_are_crossed_out(new_round, browser):
    asked = {"lists": [1, 1, 2], "crossing": "yes", "names": ["Together", "Another way"]}
    names = ("Awa", "Bruno", "Claire")
    options = [{"title": {"en": name}} for name in names]
    round = new_round("closed-lists", options=options, parameters=asked)
    page = browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot").text
    assert page.rindex("Together") < page.index("Cross out Bruno") < page.rindex("Another way")

    answer = paper_of(browser, "Ben", round, q1_list="1", q1_out="o3")
    assert answer.status_code == 422
    assert "not on the list that you chose" in answer.text
    checked = paper_of(browser, "Ben", round, q1_list="1", q1_out="o2").text
    assert "Crossed out: Bruno" in checked
    assert "I vote blank" not in checked


def test_lists_without_crossing_show_their_candidates(new_round, browser):
    options = [{"title": {"en": name}} for name in ("Awa", "Bruno")]
    round = new_round("closed-lists", options=options, parameters={"lists": [1, 2]})
    page = browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot").text
    assert "List 2" in page
    assert "Cross out" not in page
    assert "Bruno" in page


def test_a_basket_shows_its_total_without_script(new_budget, browser):
    round = new_budget()
    fields = {"q1-pick": ["o1", "o2"], "move": "q1:total:"}
    page = arrange(browser, round, **fields).text
    assert "€130 picked: €30 over the budget." in page
    answer = paper_of(browser, "Ben", round, q1_pick=["o1", "o2"])
    assert answer.status_code == 422
    assert "€30 over the budget" in answer.text


def test_it_is_over_before_the_tick_has_noticed(new_round, browser, at):
    round = new_round()
    at(round.closes_at)
    assert browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot").status_code == 409
    assert now() == round.closes_at
