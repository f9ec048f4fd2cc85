"""What becomes of proposals that a vote decides on: as options, and as the one text that is adopted
or not."""

import re

import pytest
from sqlmodel import select

from civic.core.audience import Audience
from civic.core.clock import now
from civic.spaces.models import Space
from proposals.models import Proposal, ProposalRound, Stage, Verdict
from tests.proposals.conftest import WORDS
from voting.models import Round, State


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
    browser("Fay").post(f"{edit.removesuffix('/edit')}/open")
    assert "It is put to the vote until" in browser("Ada").get("/proposals/1-plant-trees").text
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


def test_a_draft_is_nobodys_business_and_its_announcement_is_everybodys(
    propose, prepare, keep, browser, stages, look
):
    address = propose()
    edit = prepare(address)
    keep(edit, "motion")
    here, fay, ada = edit.removesuffix("/edit"), browser("Fay"), browser("Ada")
    assert stages() == [Stage.OPEN]
    assert f"{address}/edit" in ada.get(address).text, "its author works on it until then"
    assert "Put to the vote" not in ada.get(address).text
    fay.post(f"{here}/announce")
    assert stages() == [Stage.IN_VOTE]
    assert "Announced for a vote" in ada.get(address).text
    assert "A vote on it is announced:" in ada.get(address).text
    fay.post(f"{here}/take-back")
    assert stages() == [Stage.OPEN], "where it stood before"
    assert look(select(ProposalRound.proposal_id)) == []


def test_what_is_taken_off_an_announced_paper_stands_where_it_stood(
    propose, prepare, keep, browser, stages, look
):
    lawn, bench = propose(), propose(title="A bench")
    browser("Fay").post(f"{lawn}/move-on")
    edit = prepare(lawn, bench)
    keep(edit, "approval")
    here, fay = edit.removesuffix("/edit"), browser("Fay")
    fay.post(f"{here}/announce")
    assert stages() == [Stage.IN_VOTE, Stage.IN_VOTE]
    kept = WORDS | {"o-id": ["proposals-2"], "o-title_en": ["A bench"]}
    fay.post(f"{edit}/question/1", data=kept)
    assert stages() == [Stage.DELIBERATION, Stage.IN_VOTE]
    fay.post(f"{edit}/question/1/remove")
    assert stages() == [Stage.DELIBERATION, Stage.OPEN]
    assert look(select(ProposalRound.proposal_id)) == []


def test_what_is_withdrawn_or_in_another_vote_keeps_a_draft_from_being_announced(
    propose, prepare, keep, browser, look
):
    lawn, bench = propose(), propose(title="A bench")
    first, second = prepare(lawn, bench), prepare(bench)
    keep(first, "approval")
    keep(second, "motion")
    fay, here = browser("Fay"), first.removesuffix("/edit")
    fay.post(f"{second.removesuffix('/edit')}/announce")
    browser("Ada").post(f"{lawn}/withdraw", data={"reason": "Another idea."})
    page = fay.get(first).text
    assert "“Plant trees” was withdrawn by its authors." in page
    assert "“A bench” stands in another vote." in page
    for deed in ("announce", "open"):
        fay.post(f"{here}/{deed}")
    assert look(select(Round.state).order_by(Round.id))[0] == State.DRAFT


def test_a_vote_takes_no_proposal_of_another_space(
    propose, prepare, keep, browser, save, people, look
):
    mill = save(Space(title="The mill", language="en", audience=Audience.SPACE, acts=[]))
    strange = save(
        Proposal(
            space_id=mill.id, author_id=people["Zoe"].id, title="The wheel", stage=Stage.OPEN,
            opened_at=now(),
        )
    )  # fmt: skip
    edit = prepare(propose())
    keep(edit, "motion")
    fay, here = browser("Fay"), edit.removesuffix("/edit")
    fay.post(f"{here}/announce")
    forged = {"o-id": [f"proposals-{strange.id}"], "o-title_en": ["The wheel"]}
    fay.post(f"{edit}/question/1", data=WORDS | forged)
    assert "“The wheel” is no proposal of this space." in fay.get(edit).text
    fay.post(f"{here}/open")
    assert look(select(Proposal.stage).where(Proposal.id == strange.id)) == [Stage.OPEN]
    assert look(select(ProposalRound.proposal_id)) == []


def test_from_a_proposal_facilitators_prepare_its_vote(propose, browser, garden):
    address = propose()
    assert f"/votes/new/{garden.id}-the-garden/from" in browser("Fay").get(address).text
    assert "/votes/new/" not in browser("Ada").get(address).text


def test_the_page_of_a_vote_leads_to_the_proposals_on_its_paper(propose, prepare, keep, browser):
    lawn, bench = propose(), propose(title="A bench")
    edit = prepare(lawn, bench)
    keep(edit, "approval")
    here = edit.removesuffix("/edit")
    browser("Fay").post(f"{here}/announce")
    page = browser("Ada").get(here).text
    assert lawn in page
    assert bench in page


def test_the_last_check_names_what_was_written_anew_since_the_draft_was_begun(
    propose, prepare, keep, edit, browser
):
    lawn, bench = propose(), propose(title="A bench")
    draft = prepare(lawn, bench)
    keep(draft, "approval")
    assert "written anew" not in browser("Fay").get(draft).text
    edit("Ada", lawn, title="Plant pear trees")
    page = browser("Fay").get(draft).text
    assert "Proposals written anew since this draft was begun" in page
    assert re.search("<a [^>]*>Plant pear trees</a>", page)
    assert not re.search("<a [^>]*>A bench</a>", page)
