"""Support, the threshold, and the ends a proposal may come to."""

import pytest
from sqlmodel import select

from civic.core import db
from civic.spaces.models import Space
from proposals.models import Proposal, Stage, Support


def test_support_is_given_and_taken_back_with_the_same_button(propose, browser, look):
    address = propose()
    ben = browser("Ben")
    assert ben.post(f"{address}/support").location == address
    page = ben.get(address).text
    assert "You support this" in page
    assert "Take my support back" in page
    ben.post(f"{address}/support", data={"back": "1"})
    assert look(select(Support)) == []
    assert look(select(Proposal.support_count)) == [0]


def test_supporting_twice_counts_once_and_taking_back_twice_too(propose, browser, look):
    address = propose()
    ben = browser("Ben")
    for _ in range(2):
        ben.post(f"{address}/support")
    assert look(select(Proposal.support_count)) == [1]
    for _ in range(2):
        ben.post(f"{address}/support", data={"back": "1"})
    assert look(select(Proposal.support_count)) == [0]


def test_with_htmx_the_button_and_its_twin_come_back(propose, browser):
    address = propose()
    ben = browser("Ben")
    headers = {"HX-Request": "true"}
    page = ben.post(f"{address}/support", headers=headers).text
    assert "<html" not in page
    assert 'id="support"' in page
    assert 'id="bar-support-1"' in page
    assert page.count("data-hx-swap-oob") == 1
    small = ben.post(f"{address}/support", headers=headers, data={"place": "list"}).text
    assert 'id="list-support-1"' in small
    assert 'id="support"' not in small


@pytest.mark.parametrize(
    ("name", "status"), [("Ada", 403), ("Kim", 403), ("Zoe", 404), (None, 303)]
)
def test_who_does_not_support(propose, browser, look, name, status):
    """Its author, and whoever does not belong to the space."""
    address = propose()
    answer = browser(name).post(f"{address}/support")
    assert answer.status_code == status
    assert look(select(Support)) == []


def test_a_phase_without_support(propose, browser, look, only_open):
    address = propose()
    only_open("proposals.propose")
    assert browser("Ben").post(f"{address}/support").status_code == 403
    assert look(select(Support)) == []


def test_enough_supports_move_it_to_deliberation(propose, garden, browser, look):
    with db.writing() as session:
        session.get_one(Space, garden.id).support_threshold = 2
    address = propose()
    browser("Ben").post(f"{address}/support")
    assert "One more support before the debate" in browser("Ben").get("/proposals/").text
    assert look(select(Proposal.stage)) == [Stage.OPEN]
    browser("Fay").post(f"{address}/support")
    assert look(select(Proposal.stage)) == [Stage.DELIBERATION]
    assert 'aria-current="step"><span>Deliberation' in browser("Ben").get(address).text
    browser("Fay").post(f"{address}/support", data={"back": "1"})
    assert look(select(Proposal.stage)) == [Stage.DELIBERATION], "it does not go back"


def test_who_supported_which_version_is_counted(propose, edit, browser, look):
    address = propose()
    browser("Ben").post(f"{address}/support", data={"version": "1"})
    edit("Ada", address, body="Along the river.")
    browser("Fay").post(f"{address}/support", data={"version": "2"})
    page = browser("Ben").get(address).text
    assert "You support version 1; the text has changed since." in page
    assert "One of them supported an earlier version." in page
    assert browser("Ada").get(f"{address}/versions").text.count("1 person supported") == 2
    browser("Ben").post(f"{address}/support", data={"version": "2"})
    assert look(select(Support.version)) == [2, 2]
    assert look(select(Proposal.support_count)) == [2]
    assert "earlier version" not in browser("Ben").get(address).text


@pytest.mark.parametrize("version", ["0", "-1", "99", "x", ""])
def test_a_version_that_there_is_not_is_the_present_one(propose, browser, look, version):
    address = propose()
    browser("Ben").post(f"{address}/support", data={"version": version})
    assert look(select(Support.version)) == [1]


def test_a_proposal_is_withdrawn_with_a_reason(propose, browser, look):
    address = propose()
    ada = browser("Ada")
    assert browser("Ben").get(f"{address}/withdraw").status_code == 403
    assert ada.post(f"{address}/withdraw", data={"reason": " "}).status_code == 422
    assert (
        ada.post(f"{address}/withdraw", data={"reason": "The road is closed."}).status_code == 303
    )
    page = browser("Ben").get(address).text
    assert "Withdrawn by its author: The road is closed." in page
    assert browser("Ben").post(f"{address}/support").status_code == 403
    assert ada.get(f"{address}/edit").status_code == 403


def test_a_facilitator_moves_it_on_without_waiting_for_supports(propose, browser, look):
    address = propose()
    assert browser("Ben").post(f"{address}/move-on").status_code == 403
    assert browser("Fay").post(f"{address}/move-on").status_code == 303
    assert look(select(Proposal.stage)) == [Stage.DELIBERATION]


def test_a_decision_taken_elsewhere_is_recorded(propose, browser, look):
    address = propose()
    assert browser("Ben").get(f"{address}/decide").status_code == 403
    fay = browser("Fay")
    assert "can no longer be changed" in fay.get(f"{address}/decide").text
    assert fay.post(f"{address}/decide", data={"verdict": "perhaps"}).status_code == 422
    assert fay.post(f"{address}/decide", data={"verdict": "adopted"}).status_code == 303
    assert look(select(Proposal.stage)) == [Stage.DECIDED]
    assert "Adopted" in browser("Ben").get(address).text
    assert fay.post(f"{address}/decide", data={"verdict": "rejected"}).status_code == 403
    assert "Your proposal was adopted." in browser("Ada").get("/").text


def test_the_official_answer_is_marked_signed_and_changed_with_its_history(propose, browser):
    address = propose()
    fay, ben = browser("Fay"), browser("Ben")
    assert ben.get(f"{address}/answer").status_code == 403
    assert fay.post(f"{address}/answer", data={"body": "We will."}).status_code == 422
    fay.post(f"{address}/answer", data={"body": "We **will**.", "stance": "accepted"})
    page = ben.get(address).text
    assert "Official answer" in page
    assert "Yes: it will be done" in page
    assert "We <strong>will</strong>." in page
    assert "Fay" in page
    assert "We **will**." in fay.get(f"{address}/answer").text, "the form shows what was said"
    fay.post(f"{address}/answer", data={"body": "Half of it.", "stance": "partly"})
    page = ben.get(address).text
    assert page.count('id="answer"') == 1
    assert "Half of it." in page
    history = ben.get(f"{address}/answers").text
    assert "We <strong>will</strong>." in history
    assert "Half of it." in history
