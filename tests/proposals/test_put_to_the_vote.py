"""What becomes of proposals that a vote decides on: as options, and as the one text that is adopted
or not."""

import pytest
from sqlmodel import col, select

from proposals.models import Proposal, ProposalRound, Stage, Verdict
from voting import ticking
from voting.models import Round

WORDS = {"title_en": "Shall we do it?", "o-id": [""], "o-title_en": [""]}


@pytest.fixture
def prepare(garden, browser):
    """Fay begins an open vote with one question that takes proposals up; where it is edited."""

    def begin(*picks):
        fay = browser("Fay")
        answer = fay.post(f"/votes/new/{garden.id}-the-garden", data={"title_en": "The lawn"})
        edit = answer.location.removesuffix("/questions")
        picked = [f"proposals:{address.split('/')[-1].split('-')[0]}" for address in picks]
        fay.post(f"{edit}/question", data=WORDS | {"pick": picked})
        fay.post(f"{edit}/secrecy", data={"disclosure": "open", "publication": ""})
        fay.post(f"{edit}/schedule", data={"opens": "hand", "closes_at": "2099-01-01T20:00"})
        return edit

    return begin


@pytest.fixture
def keep(browser):
    def choose(edit, rule, **settings):
        data = {"tie": "nobody"} | settings
        assert browser("Fay").post(f"{edit}/question/1/rule/{rule}", data=data).status_code == 303

    return choose


@pytest.fixture
def hold(browser):
    """The vote is opened, everybody casts this, and it is closed."""

    def vote(edit, **choice):
        here, data = edit.removesuffix("/edit"), {k.replace("_", "-"): v for k, v in choice.items()}
        browser("Fay").post(f"{here}/open")
        for name in ("Ada", "Ben", "Fay"):
            assert browser(name).post(f"{here}/cast", data=data).status_code == 303
        browser("Fay").post(f"{here}/close", data={"reason": "All have voted."})

    return vote


def usual_rules(browser, edit):
    page = browser("Fay").get(f"{edit}/question/1/rule").text
    return page[page.index('id="usual"') : page.index('id="more"')]


def test_one_proposal_is_offered_the_rules_that_decide_on_a_text(propose, prepare, browser):
    usual = usual_rules(browser, prepare(propose()))
    assert "For or against" in usual
    assert "Approval" not in usual


def test_two_proposals_are_offered_the_rules_that_choose(propose, prepare, browser):
    usual = usual_rules(browser, prepare(propose(), propose(title="A bench")))
    assert "Approval" in usual
    assert "For or against" not in usual


@pytest.mark.parametrize(
    ("choice", "verdict", "told"),
    [
        ("for", Verdict.ADOPTED, "Your proposal was adopted."),
        ("against", Verdict.REJECTED, "Your proposal was not chosen."),
    ],
)
def test_a_motion_on_a_proposal_decides_it(
    propose, prepare, keep, hold, browser, look, choice, verdict, told
):
    edit = prepare(propose())
    keep(edit, "motion")
    assert look(select(Proposal.stage)) == [Stage.IN_VOTE]
    hold(edit, q1_choice=choice)
    assert look(select(Proposal.verdict)) == [verdict]
    assert told in browser("Ada").get("/").text


def test_a_text_that_needs_less_than_half_is_adopted_with_its_proposal(
    propose, prepare, keep, browser, look
):
    edit = prepare(propose())
    keep(edit, "motion", majority="1/3", base="expressed", strict="no")
    here = edit.removesuffix("/edit")
    browser("Fay").post(f"{here}/open")
    for name, choice in (("Ada", "for"), ("Ben", "against"), ("Fay", "against")):
        browser(name).post(f"{here}/cast", data={"q1-choice": choice})
    browser("Fay").post(f"{here}/close", data={"reason": "All have voted."})
    assert look(select(Proposal.verdict)) == [Verdict.ADOPTED]


def test_of_two_proposals_the_one_that_wins_is_adopted(propose, prepare, keep, hold, look):
    trees, bench = propose(), propose(title="A bench")
    edit = prepare(trees, bench)
    keep(edit, "approval")
    hold(edit, q1_tick="proposals-2")
    found = look(select(Proposal.verdict).order_by(Proposal.id))
    assert found == [Verdict.REJECTED, Verdict.ADOPTED]


def test_a_proposal_that_is_taken_off_the_paper_is_debated_on(
    propose, prepare, keep, browser, look
):
    edit = prepare(propose(), propose(title="A bench"))
    assert set(look(select(Proposal.stage))) == {Stage.IN_VOTE}
    kept = WORDS | {"o-id": ["proposals-2"], "o-title_en": ["A bench"]}
    browser("Fay").post(f"{edit}/question/1", data=kept)
    found = look(select(Proposal.stage).order_by(Proposal.id))
    assert found == [Stage.DELIBERATION, Stage.IN_VOTE]
    browser("Fay").post(f"{edit}/question/1/remove")
    assert set(look(select(Proposal.stage))) == {Stage.DELIBERATION}
    assert look(select(ProposalRound.proposal_id)) == []


def test_a_copy_of_a_cancelled_vote_decides_its_proposals_too(
    propose, prepare, keep, hold, browser, look
):
    edit = prepare(propose())
    keep(edit, "motion")
    here, fay = edit.removesuffix("/edit"), browser("Fay")
    fay.post(f"{here}/open")
    fay.post(f"{here}/cancel", data={"reason": "A wrong date."})
    assert look(select(Proposal.stage)) == [Stage.DELIBERATION]
    copy = fay.post(f"{here}/copy").location
    copy = copy[: copy.index("/edit")] + "/edit"
    fay.post(f"{copy}/schedule", data={"opens": "hand", "closes_at": "2099-01-01T20:00"})
    hold(copy, q1_choice="for")
    assert look(select(Proposal.verdict)) == [Verdict.ADOPTED]


def test_who_stands_again_in_a_second_round_is_decided_by_that_one(
    propose, prepare, keep, browser, look
):
    edit = prepare(propose(), propose(title="A bench"), propose(title="A pond"))
    keep(edit, "two-round")
    here, fay = edit.removesuffix("/edit"), browser("Fay")
    fay.post(f"{here}/open")
    for name, number in (("Ada", 1), ("Ben", 2)):
        browser(name).post(f"{here}/cast", data={"q1-choice": f"proposals-{number}"})
    fay.post(f"{here}/close", data={"reason": "All have voted."})
    found = look(select(Proposal.stage).order_by(Proposal.id))
    assert found == [Stage.IN_VOTE, Stage.IN_VOTE, Stage.DECIDED]
    ticking.run()
    again = look(select(Round.id).where(col(Round.copied_from_id).is_not(None)))[0]
    for name in ("Ada", "Ben"):
        browser(name).post(f"/votes/{again}-the-lawn/cast", data={"q1-choice": "proposals-2"})
    fay.post(f"/votes/{again}-the-lawn/close", data={"reason": "All have voted."})
    found = look(select(Proposal.verdict).order_by(Proposal.id))
    assert found == [Verdict.REJECTED, Verdict.ADOPTED, Verdict.REJECTED]


def test_from_a_proposal_facilitators_prepare_its_vote(propose, browser, garden):
    address = propose()
    assert f"/votes/new/{garden.id}-the-garden/from" in browser("Fay").get(address).text
    assert "/votes/new/" not in browser("Ada").get(address).text
