"""A vote that is only advice, or subject to another body, decides nothing about its proposals: it
says what it came to, and those responsible decide."""

import re

import pytest
from sqlmodel import col, select

from civic.core.mail import OutboxMail
from civic.notifications import making
from proposals.models import Proposal, Stage, Verdict

ADVICE = {"binding": "advice"}
SUBJECT = {"binding": "subject", "body": "the council"}


@pytest.fixture
def hold(garden, browser):
    """Fay holds a vote on proposals by a rule, in which Ada takes part; where the vote is."""

    def vote(addresses, rule, binds, **choice):
        fay, title = browser("Fay"), {"title_en": "The lawn"}
        edit = fay.post(f"/votes/new/{garden.id}-the-garden", data=title).location
        edit = edit.removesuffix("/questions")
        fay.post(f"{edit}/subject", data=title | binds)
        picked = [f"proposals:{one.split('/')[-1].split('-')[0]}" for one in addresses]
        words = {"title_en": "Shall we do it?", "o-id": [""], "o-title_en": [""]}
        fay.post(f"{edit}/question", data=words | {"pick": picked})
        fay.post(f"{edit}/question/1/rule/{rule}", data={"tie": "nobody"})
        fay.post(f"{edit}/secrecy", data={"disclosure": "open", "publication": ""})
        closes = {"opens": "hand", "closes_at": "2099-01-01T20:00"}
        fay.post(f"{edit}/schedule", data=closes)
        here = edit.removesuffix("/edit")
        fay.post(f"{here}/open")
        data = {name.replace("_", "-"): value for name, value in choice.items()}
        assert browser("Ada").post(f"{here}/cast", data=data).status_code == 303
        fay.post(f"{here}/close", data={"reason": "The time is over."})
        return here

    return vote


@pytest.mark.parametrize(
    ("rule", "binds", "choice", "said"),
    [
        ("motion", ADVICE, {"q1_choice": "for"}, r"advises: for\."),
        ("motion", ADVICE, {"q1_choice": "against"}, r"advises: against\."),
        ("motion", SUBJECT, {"q1_choice": "for"}, r"came to: for\. It is subject to: the council"),
        ("consent", ADVICE, {"q1_stance": "agree"}, r"advises: for\."),
    ],
)
def test_what_was_advised_is_said_and_the_proposal_can_still_be_decided(
    propose, hold, browser, look, rule, binds, choice, said
):
    address = propose()
    here = hold([address], rule, binds, **choice)
    assert look(select(Proposal.stage, Proposal.verdict)) == [(Stage.DELIBERATION, None)]
    page = browser("Ada").get(address).text
    assert re.search(rf"The vote of [^:]+ {said}", page)
    assert "The decision is still to be taken." in page
    assert "decided nothing" not in page
    assert f"{here}/again" not in browser("Fay").get(address).text
    browser("Fay").post(f"{address}/decide", data={"verdict": "rejected"})
    assert look(select(Proposal.verdict)) == [Verdict.REJECTED], "whatever the vote advised"
    assert "The decision is still to be taken." not in browser("Ada").get(address).text


def test_of_several_proposals_each_says_whether_it_was_chosen(propose, hold, browser, look):
    trees, bench = propose(), propose(title="A bench")
    hold([trees, bench], "approval", ADVICE, q1_tick="proposals-2")
    assert look(select(Proposal.stage)) == [Stage.DELIBERATION] * 2
    assert "advises: other proposals." in browser("Ada").get(trees).text
    assert "advises: this proposal." in browser("Ada").get(bench).text


def test_in_french(propose, hold, browser):
    address = propose()
    hold([address], "motion", ADVICE, q1_choice="for")
    page = browser("Ada", "fr").get(address).text
    assert re.search(r"L’avis du vote du [^:]+\s: pour\.", page)
    assert "La décision reste à prendre." in page


def test_who_supports_it_is_told_that_the_decision_is_to_come(propose, hold, browser, look):
    address = propose()
    browser("Ben").post(f"{address}/support")
    hold([address], "motion", ADVICE, q1_choice="for")
    making.run()
    still = "The decision is still to be taken"
    told = look(select(OutboxMail.address).where(col(OutboxMail.body).contains(still)))
    assert set(told) == {"ada@example.org", "ben@example.org"}
    journal = browser("Ben").get("/").text
    assert re.search("returned <a [^>]*>Plant trees</a> to deliberation, to be decided", journal)


def test_a_vote_that_decides_nothing_gives_no_advice_either(propose, hold, browser, look):
    address = propose()
    hold([address], "motion", ADVICE, q1_choice="abstain")
    page = browser("Ada").get(address).text
    assert "advises" not in page
    assert "decided nothing" in page
    assert look(select(Proposal.stage)) == [Stage.DELIBERATION]
