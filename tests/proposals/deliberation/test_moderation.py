"""Reports, removal with a public reason, appeal, suspension."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.notifications import making
from civic.notifications.models import PendingNotice
from civic.search.models import SearchEntry
from civic.spaces import joining
from civic.spaces.models import Joining, Membership, Role, Space
from proposals.deliberation.models import Comment, CommentState, Flag, Removal, Suspension
from proposals.models import Proposal, Stage

HERE = "/proposals/1-plant-trees"
RASH = f"{HERE}/comments/1"
ANSWER = "/proposals/suspensions/1-the-garden/answer"


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
    assert "Reported messages" not in ada.get("/proposals/moderation").text
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
    answer = {"decision": "reversed", "answer": "A week is too long."}
    assert browser("Fay").post(ANSWER, data=answer).status_code == 403
    assert ben.post(ANSWER, data=answer).status_code == 403
    assert browser("Kim").post(ANSWER, data={"decision": "reversed"}).status_code == 422
    browser("Kim").post(ANSWER, data=answer)
    assert "A week is too long." in ben.get("/proposals/moderation").text
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


def test_an_appeal_says_something(rash, browser, look):
    browser("Fay").post(f"{RASH}/suspend", data={"reason": "It insults.", "days": "7"})
    answer = browser("Ben").post("/proposals/suspensions/1/appeal", data={"text": " "})
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert look(select(Suspension.appealed_at)) == [None]


def test_a_suspension_holds_in_its_own_space_and_survives_leaving(
    rash, browser, save, people, garden, act
):
    shed = save(Space(title="The shed", language="en", acts=garden.acts, joining=Joining.OPEN))
    save(
        Membership(space_id=shed.id, member_id=people["Ben"].id, role=Role.MEMBER),
        Proposal(
            space_id=shed.id, title="A roof", body="Tin.", language="en", stage=Stage.OPEN,
            opened_at=now(),
        ),
    )  # fmt: skip
    browser("Fay").post(f"{RASH}/suspend", data={"reason": "It insults.", "days": "7"})
    ben = browser("Ben")
    assert ben.post("/proposals/2-a-roof/comments/new", data={"body": "Yes"}).status_code == 303
    with db.writing() as session:
        joining.leave(session, space=session.get_one(Space, garden.id), actor=act.ben)
    save(Membership(space_id=garden.id, member_id=people["Ben"].id, role=Role.MEMBER))
    assert ben.post(f"{HERE}/comments/new", data={"body": "More"}).status_code == 403


def test_reversing_one_suspension_leaves_another_standing(rash, browser):
    for days in ("1", "30"):
        browser("Fay").post(f"{RASH}/suspend", data={"reason": "It insults.", "days": days})
    ben = browser("Ben")
    ben.post("/proposals/suspensions/2/appeal", data={"text": "Sorry."})
    two = "/proposals/suspensions/2-the-garden/answer"
    browser("Kim").post(two, data={"decision": "reversed", "answer": "Enough."})
    assert ben.post(f"{HERE}/comments/new", data={"body": "More"}).status_code == 403


def test_a_suspended_member_reads_why_and_until_when_in_place_of_the_form(rash, browser):
    browser("Fay").post(f"{RASH}/suspend", data={"reason": "It insults.", "days": "7"})
    page = browser("Ben").get(HERE).text
    assert "You are suspended from writing in this space" in page
    assert "/proposals/moderation" in page


def test_who_reports_learns_what_became_of_it(rash, says, browser, look, people):
    ada, fay = browser("Ada"), browser("Fay")
    says("Ben", "Buy my watches.")
    for number in (1, 3):
        ada.post(f"{HERE}/comments/{number}/flag", data={"reason": "spam"})
    assert "not looked at it yet" in ada.get("/proposals/moderation").text
    fay.post(f"{HERE}/comments/3/remove", data={"reason": "Advertising."})
    fay.post(f"{RASH}/dismiss")
    page = ada.get("/proposals/moderation").text
    assert "Removed by a facilitator: Advertising." in page
    assert "leave it where it is" in page
    making.run()
    told = look(
        select(OutboxMail.subject)
        .where(OutboxMail.address == "ada@example.org")
        .where(col(OutboxMail.key).startswith("FlagsSettled"))
    )
    assert len(told) == 2


def test_a_report_says_that_it_was_made(rash, browser):
    ada = browser("Ada")
    assert "Reported" not in ada.get(HERE).text
    ada.post(f"{RASH}/flag", data={"reason": "hurtful"})
    assert "Reported" in ada.get(HERE).text
    assert "Reported" not in browser("Fay").get(HERE).text
    assert "You have reported it already" in ada.get(f"{RASH}/flag").text


def test_nobody_decides_on_reports_about_their_own_message(says, browser, look, people):
    says("Fay", "You never listen.")
    browser("Ada").post(f"{RASH}/flag", data={"reason": "hurtful"})
    making.run()
    assert look(select(OutboxMail.address)) == ["kim@example.org"], "no other facilitator"
    fay = browser("Fay")
    assert "You never listen." not in fay.get("/proposals/moderation").text
    assert fay.post(f"{RASH}/dismiss").status_code == 403
    assert browser("Kim").post(f"{RASH}/dismiss").status_code == 303


def test_an_appeal_reaches_somebody_who_can_answer_it(rash, browser, look):
    browser("Fay").post(f"{RASH}/remove", data={"reason": "It insults."})
    browser("Ben").post(f"{RASH}/appeal", data={"text": "A joke."})
    making.run()
    told = select(OutboxMail.address).where(col(OutboxMail.key).startswith("RemovalAppealed"))
    assert look(told) == ["kim@example.org"]
    assert "Somebody appeals against a removal." in browser("Kim").get("/").text
    assert "Somebody appeals against a removal." not in browser("Fay").get("/").text


def test_the_queue_shows_the_record_of_the_author_and_what_is_answered(rash, says, browser):
    reply = says("Ben", "Fools, fools, fools.", to=rash)
    says("Ben", "Again.")
    fay = browser("Fay")
    fay.post(f"{HERE}/comments/4/remove", data={"reason": "No."})
    browser("Ada").post(f"{HERE}/comments/{reply.id}/flag", data={"reason": "hurtful"})
    page = fay.get(f"{HERE}/comments/{reply.id}/flagged").text
    assert "messages removed: 1" in page
    assert "You are all fools" in page, "what it answers"
    assert "It insults or threatens somebody" in page
