"""Reports, removal with a public reason, appeal, suspension."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core.clock import now
from civic.notifications.models import PendingNotice
from civic.search.models import SearchEntry
from proposals.deliberation.models import Comment, CommentState, Flag, Removal, Suspension

HERE = "/proposals/1-plant-trees"
RASH = f"{HERE}/comments/1"


@pytest.fixture
def rash(says) -> Comment:
    """Ben writes what he should not have; Ada answers."""
    message = says("Ben", "You are all **fools**.")
    says("Ada", "Please.", to=message)
    return message


def test_a_report_reaches_the_facilitators_once(rash, browser, look):
    ada, fay = browser("Ada"), browser("Fay")
    assert ada.post(f"{RASH}/flag", data={}).status_code == 422
    for _time in range(2):
        ada.post(f"{RASH}/flag", data={"reason": "hurtful", "note": "Really."})
    assert len(look(select(Flag))) == 1
    assert look(select(PendingNotice.fact)).count("CommentFlagged") == 1
    queue = fay.get("/proposals/moderation").text
    assert "You are all fools" in queue
    assert "Really." in queue
    assert "You are all fools" not in ada.get("/proposals/moderation").text
    fay.post(f"{RASH}/dismiss")
    assert "You are all fools" not in fay.get("/proposals/moderation").text


@pytest.mark.parametrize(("name", "status"), [("Ben", 403), ("Zoe", 404)])
def test_who_reports(rash, browser, name, status):
    assert browser(name).get(f"{RASH}/flag").status_code == status


def test_a_removal_leaves_the_reason_and_the_replies(rash, browser, look):
    fay = browser("Fay")
    assert browser("Ada").post(f"{RASH}/remove", data={"reason": "No"}).status_code == 403
    assert fay.post(f"{RASH}/remove", data={"reason": ""}).status_code == 422
    fay.post(f"{RASH}/remove", data={"reason": "It insults everybody."})
    page = browser("Ada").get(f"{HERE}/comments").text
    assert "It insults everybody." in page
    assert "Please." in page
    assert "fools" not in page
    assert look(select(SearchEntry.subject_id).where(SearchEntry.kind == "comment")) == [2]
    assert "CommentRemoved" in look(select(AuditEntry.name))
    assert browser("Ada").get(f"{RASH}/history").text.count("fools") == 0
    assert browser("Ada").get(f"{RASH}/reply").status_code == 403


def test_somebody_else_answers_an_appeal_and_the_message_comes_back(rash, browser, look):
    fay, ben, kim = browser("Fay"), browser("Ben"), browser("Kim")
    fay.post(f"{RASH}/remove", data={"reason": "It insults everybody."})
    assert ben.post(f"{RASH}/appeal", data={"text": ""}).status_code == 422
    assert ben.post(f"{RASH}/appeal", data={"text": "It was a joke."}).status_code == 303
    assert ben.post(f"{RASH}/appeal", data={"text": "Again."}).status_code == 403
    decision = {"decision": "reversed", "answer": "A poor joke, but one."}
    assert fay.post(f"{RASH}/answer", data=decision).status_code == 403
    assert "It was a joke." in kim.get("/proposals/moderation").text
    assert kim.post(f"{RASH}/answer", data=decision).status_code == 303
    assert look(select(Comment.state).where(Comment.id == 1)) == [CommentState.SHOWN]
    assert look(select(Removal.upheld)) == [False]
    assert "fools" in browser("Ada").get(f"{HERE}/comments").text


def test_a_suspended_member_reads_but_does_not_debate_until_it_ends(rash, browser, look, at):
    data = {"reason": "It insults everybody.", "days": "7"}
    assert browser("Ada").post(f"{RASH}/suspend", data=data).status_code == 403
    assert browser("Fay").post(f"{RASH}/suspend", data=data).status_code == 303
    assert len(look(select(Suspension))) == 1
    ben = browser("Ben")
    assert ben.get(f"{HERE}/comments").status_code == 200
    assert ben.post(f"{HERE}/comments/new", data={"body": "More"}).status_code == 403
    assert "It insults everybody." in ben.get("/proposals/moderation").text
    ben.post("/proposals/suspensions/1/appeal", data={"text": "Sorry."})
    assert browser("Fay").post("/proposals/suspensions/1/answer").status_code == 403
    browser("Kim").post("/proposals/suspensions/1/answer", data={"decision": "reversed"})
    at(now() + timedelta(minutes=1))
    assert ben.post(f"{HERE}/comments/new", data={"body": "More"}).status_code == 303


def test_every_page_of_moderation_opens(rash, browser):
    fay = browser("Fay")
    for page in ("flag", "flagged", "remove", "suspend", "reply", "history"):
        assert fay.get(f"{RASH}/{page}").status_code == 200, page
    fay.post(f"{RASH}/remove", data={"reason": "It insults everybody."})
    assert browser("Ben").get(f"{RASH}/appeal").status_code == 200
    browser("Ben").post(f"{RASH}/appeal", data={"text": "A joke."})
    assert browser("Kim").get(f"{RASH}/answer").status_code == 200


def test_what_was_reported_waits_on_the_first_page_of_a_facilitator(rash, browser):
    browser("Ada").post(f"{RASH}/flag", data={"reason": "hurtful"})
    assert "A message was reported." in browser("Fay").get("/").text
    assert "A message was reported." not in browser("Ada").get("/").text
