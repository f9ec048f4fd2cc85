"""What a vote that ended leaves of its proposals, and what follows where it decided nothing."""

import re

import pytest
from sqlmodel import col, select

from civic.core.mail import OutboxMail
from civic.notifications import making
from proposals.models import Proposal, Stage, Verdict
from voting import ticking
from voting.models import Round


@pytest.mark.parametrize(
    ("settings", "choice", "said"),
    [
        ({}, {}, "nobody voted"),
        ({"quorum": "3/4", "quorum_of": "roll"}, {"Ada": "for"}, "the quorum was not reached"),
        ({}, {"Ada": "for", "Ben": "against"}, "it ended level"),
    ],
)
def test_a_vote_that_decides_nothing_hands_its_proposal_back(
    propose, prepare, keep, browser, stages, look, settings, choice, said
):
    address = propose()
    edit = prepare(address)
    keep(edit, "motion", **settings)
    here, fay, ada = edit.removesuffix("/edit"), browser("Fay"), browser("Ada")
    fay.post(f"{here}/open")
    for name, stance in choice.items():
        browser(name).post(f"{here}/cast", data={"q1-choice": stance})
    fay.post(f"{here}/close", data={"reason": "The time is over."})
    assert stages() == [Stage.DELIBERATION]
    assert look(select(Proposal.verdict)) == [None]
    page = ada.get(address).text
    assert "Not chosen" not in page
    assert said in page
    assert "Vote: " in page, "on its timeline"
    told = browser("Ben").get("/").text
    assert re.search("The platform returned <a [^>]*>Plant trees</a> to deliberation", told)
    assert f"{address}/edit" in page, "it can be worked on"
    assert "/votes/new/" in fay.get(address).text, "and be put again"


def test_who_supports_it_is_told_that_the_vote_decided_nothing(
    propose, prepare, keep, hold, browser, look
):
    address = propose()
    browser("Ben").post(f"{address}/support")
    edit = prepare(address)
    keep(edit, "motion")
    hold(edit)
    making.run()
    told = look(select(OutboxMail).where(col(OutboxMail.body).contains("decided nothing")))
    assert {mail.address for mail in told} == {"ada@example.org", "ben@example.org"}


def test_an_objection_sends_a_text_back_to_those_who_wrote_it(
    propose, prepare, keep, hold, browser, stages
):
    address = propose()
    edit = prepare(address)
    keep(edit, "consent")
    hold(edit, q1_stance="object", q1_reason="It leaves no way for wheelchairs.")
    assert stages() == [Stage.DELIBERATION]
    assert "it was not adopted as it stands" in browser("Ada").get(address).text


def test_a_second_notice_is_a_click_away_and_asks_for_no_quorum(
    propose, prepare, keep, hold, browser, look
):
    address = propose()
    edit = prepare(address)
    keep(edit, "motion", quorum="3/4", quorum_of="roll")
    here, fay = edit.removesuffix("/edit"), browser("Fay")
    fay.post(f"{here}/open")
    browser("Ada").post(f"{here}/cast", data={"q1-choice": "for"})
    fay.post(f"{here}/close", data={"reason": "The time is over."})
    for page in (here, address):
        assert f"{here}/again" in fay.get(page, follow_redirects=True).text
        assert f"{here}/again" not in browser("Ada").get(page, follow_redirects=True).text
    assert browser("Ada").post(f"{here}/again").status_code == 403
    again = fay.post(f"{here}/again").location
    (question,) = look(select(Round.questions).order_by(col(Round.id).desc()))[0]
    assert question["requirements"]["quorum"] is None
    again = again[: again.index("/edit")]
    fay.post(f"{again}/open")
    browser("Ada").post(f"{again}/cast", data={"q1-choice": "for"})
    fay.post(f"{again}/close", data={"reason": "The time is over."})
    assert look(select(Proposal.verdict)) == [Verdict.ADOPTED]


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
