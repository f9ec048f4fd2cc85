"""What changed because of the debate: a version names the remark that led to it."""

import re

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.mail import OutboxMail
from civic.notifications import making
from proposals.deliberation import thanking
from proposals.deliberation.models import Comment, Thanks
from proposals.models import Proposal, ProposalVersion

THERE = "/proposals/1-plant-trees/thanks"


@pytest.fixture
def changed(trees):
    """Ada wrote a second version."""
    with db.writing() as session:
        proposal = session.get_one(Proposal, trees.id)
        proposal.version, proposal.edited_at = 2, trees.opened_at
        texts = {"proposal_id": trees.id, "title": trees.title}
        session.add_all(ProposalVersion(version=number, **texts) for number in (1, 2))


@pytest.fixture
def thank(browser):
    def say(comment, by="Ada", **more):
        data = {"comment": comment.id if comment else "", **more}
        return browser(by).post(THERE, data=data, follow_redirects=True)

    return say


def test_the_version_names_it_and_its_writer_is_told_and_finds_it(
    says, changed, thank, browser, look
):
    remark = says("Ben", "Limes grow faster.")
    assert "Limes grow faster." in browser("Ada").get(THERE).text
    making.run()
    said = thank(remark).text
    assert "Its writer is told" in said
    for page in ("/proposals/1-plant-trees", "/proposals/1-plant-trees/versions"):
        assert "Version 2, thanks to Ben:" in browser("Fay").get(page).text
    assert "Led to version 2" in browser("Ben").get("/mine").text
    making.run()
    told = [mail.address for mail in look(select(OutboxMail)) if "Thanked" in mail.key]
    assert told == ["ben@example.org"]


def test_naming_it_twice_is_once_and_it_is_taken_back(says, changed, thank, browser, look):
    remark = says("Ben", "Limes grow faster.", side="for")
    thank(remark)
    thank(remark)
    assert len(look(select(Thanks))) == 1
    assert "The remark is no longer named." in thank(remark, back="1").text
    assert look(select(Thanks)) == []
    making.run()
    told = [mail for mail in look(select(OutboxMail)) if "Thanked" in mail.key]
    assert told == [], "it was taken back before the mail left"
    assert "thanks to Ben" not in browser("Fay").get("/proposals/1-plant-trees").text


def test_of_a_long_debate_every_message_can_be_named(says, changed, thank, browser, monkeypatch):
    monkeypatch.setattr(thanking, "OFFERED", 2)
    remarks = [says("Ben", f"Remark {number}.") for number in range(5)]
    ada, here, found = browser("Ada"), THERE, []
    while here:
        page = ada.get(here).text
        found += re.findall(r"Remark \d", page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        here = older and older[1]
    assert found == [f"Remark {number}" for number in (4, 3, 2, 1, 0)]
    assert "Its writer is told" in thank(remarks[0]).text


def test_only_messages_of_others_in_this_debate_that_are_still_there(
    says, changed, thank, browser, look
):
    own, gone = says("Ada", "Indeed."), says("Ben", "Hm.")
    browser("Ben").post(f"/proposals/1-plant-trees/comments/{gone.id}/delete")
    assert "Choose a message of somebody else." in thank(own).text
    assert "that is still there" in thank(gone).text
    assert "Choose the message that led to this version." in thank(None).text
    assert look(select(Thanks)) == []
    page = browser("Ada").get(THERE).text
    assert "There is no message of somebody else that could be named." in page


def test_of_another_debate_nothing_is_named(
    says, changed, thank, look, save, people, garden, trees
):
    remark = says("Ben", "Limes grow faster.")
    other = save(
        Proposal(
            space_id=garden.id, author_id=people["Ada"].id, title="A pond", language="en",
            stage="open", opened_at=trees.opened_at,
        )
    )  # fmt: skip
    with db.writing() as session:
        session.get_one(Comment, remark.id).proposal_id = other.id
    assert "that is still there" in thank(remark).text
    assert look(select(Thanks)) == []


def test_what_its_writer_deletes_is_named_no_more(says, changed, thank, browser):
    remark = says("Ben", "Limes grow faster.")
    thank(remark)
    browser("Ben").post(f"/proposals/1-plant-trees/comments/{remark.id}/delete")
    assert "thanks to Ben" not in browser("Fay").get("/proposals/1-plant-trees/versions").text


def test_whoever_signs_names_it_once_there_is_another_version(says, trees, thank, browser, look):
    remark = says("Ben", "Limes grow faster.")
    assert thank(remark).status_code == 403, "there is one version"
    with db.writing() as session:
        session.get_one(Proposal, trees.id).version = 2
    for other in ("Ben", "Fay"):
        assert thank(remark, by=other).status_code == 403
        assert "Name a remark" not in browser(other).get("/proposals/1-plant-trees/versions").text
    assert thank(remark, by="Zoe").status_code == 404
    assert look(select(Thanks)) == []
