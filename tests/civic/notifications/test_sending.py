"""The outbox and a real mail server: once, in order, again after a failure, and never for ever."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.core.mail import SIGN_IN_FIRST, OutboxMail, post
from civic.members.models import Member
from voting.models import Participation


def test_a_mail_arrives_once_with_all_that_mail_programs_need(post_office, posted, tick):
    body = "Bonjour,\nà bientôt.\n"
    posted(subject="Réunion à 20 h", body=body, unsubscribe="http://localhost/u/x")
    tick()
    tick()
    (mail,) = post_office.taken
    assert mail["To"] == "ben@example.org"
    assert mail["From"] == "Mill Street <house@example.org>"
    assert mail["Subject"] == "Réunion à 20 h"
    assert mail["List-Unsubscribe"] == "<http://localhost/u/x>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@localhost>")
    assert mail.get_content().replace("\r\n", "\n") == "Bonjour,\nà bientôt.\n"


def test_told_twice_it_lies_there_once(posted, look):
    posted()
    with pytest.raises(Exception, match=r"(?i)unique"):
        posted()
    assert len(look(select(OutboxMail))) == 1


def test_sign_in_mail_leaves_first_and_beyond_the_limit_of_the_hour(post_office, posted, tick):
    for number in range(40):
        posted(f"news{number}@example.org")
    posted("late@example.org", priority=SIGN_IN_FIRST, subject="Your link")
    tick()
    assert post_office.taken[0]["To"] == "late@example.org"
    tick()
    assert len(post_office.taken) == 30, "thirty an hour"
    posted("later@example.org", priority=SIGN_IN_FIRST, subject="Your link")
    tick()
    assert post_office.taken[-1]["To"] == "later@example.org"


def test_the_rest_follows_in_the_next_hour(post_office, posted, tick, at):
    present = now()
    for number in range(40):
        posted(f"news{number}@example.org")
    tick()
    at(present + timedelta(minutes=61))
    tick()
    assert len(post_office.taken) == len(set(post_office.to)) == 40


def test_a_secret_is_wiped_when_it_has_left(post_office, posted, tick, look):
    posted(body="http://localhost/sign-in/link/SECRET", has_secret=True)
    tick()
    assert "SECRET" in post_office.taken[0].get_content()
    assert "SECRET" not in look(select(OutboxMail.body))[0]


def test_a_passing_refusal_is_tried_again_later_and_later(post_office, posted, tick, at, look):
    post_office.refuses["ben@example.org"] = "451 come back later"
    posted()
    present = now()
    pauses = []
    for _ in range(3):
        tick()
        (mail,) = look(select(OutboxMail))
        assert "451 come back later" in mail.error
        assert mail.failed_at is None
        pauses.append(round((mail.not_before - present).total_seconds() / 60))
        present = mail.not_before + timedelta(seconds=1)
        at(present)
    assert pauses == [1, 2, 4]
    post_office.refuses.clear()
    tick()
    assert post_office.to == ["ben@example.org"]


def test_after_many_refusals_it_is_given_up(post_office, posted, tick, at, look):
    post_office.refuses["ben@example.org"] = "451 come back later"
    posted()
    for _ in range(10):
        tick()
        (mail,) = look(select(OutboxMail))
        at(mail.not_before + timedelta(seconds=1))
    assert mail.failed_at
    assert mail.attempts == 8


def test_what_is_refused_for_good_is_shown_to_administrators(
    post_office, posted, tick, browser, people, look
):
    post_office.refuses["ben@example.org"] = "550 no such mailbox"
    posted(member_id=people["Ben"].id)
    posted("ada@example.org")
    tick()
    assert post_office.to == ["ada@example.org"], "one bad address does not hold up the others"
    kim = browser("Kim")
    assert "Mail came back" in kim.get("/").text
    page = kim.get("/mail").text
    assert "550 no such mailbox" in page
    assert "ben@example.org" in page
    assert browser("Ben").get("/mail").status_code == 403
    assert "Mail came back" not in browser("Ben").get("/").text


def test_an_administrator_sends_it_again(post_office, posted, tick, browser, people, look):
    post_office.refuses["ben@example.org"] = "550 no such mailbox"
    mail = posted(member_id=people["Ben"].id)
    tick()
    post_office.refuses.clear()
    assert browser("Ben").post(f"/mail/{mail.id}/again").status_code == 403
    assert browser("Kim").post(f"/mail/{mail.id}/again").status_code == 303
    tick()
    assert post_office.to == ["ben@example.org"]
    (ben,) = look(select(Member).where(Member.name == "Ben"))
    assert ben.email_bounced_at is None


def test_an_address_that_came_back_gets_no_more_notices(
    save, post_office, tick, people, ballot, look
):
    ben = people["Ben"]
    ben.email_bounced_at = now()
    save(ben)
    ballot()
    tick()
    assert "ben@example.org" not in post_office.to
    assert "ada@example.org" in post_office.to


def test_a_sender_that_is_refused_is_nobodys_bounce(post_office, posted, tick, look):
    async def refuse(*_):
        return "553 not from here"

    post_office.handle_MAIL = refuse
    posted()
    tick()
    (mail,) = look(select(OutboxMail))
    assert mail.failed_at is None
    assert "553 not from here" in mail.error


def test_while_the_mail_server_is_down_votes_are_taken_and_mail_leaves_once_after(
    post_office, posted, tick, browser, ballot, look, at
):
    post_office.close()
    present = now()
    round = ballot()
    tick()
    cast = browser("Ben").post(f"/votes/{round.id}-the-lawn/cast", data={"q1-tick": "o1"})
    assert cast.status_code == 303
    assert len(look(select(Participation))) == 1
    waiting = look(select(OutboxMail))
    assert {mail.sent_at for mail in waiting} == {None}
    assert {mail.attempts for mail in waiting} == {0}, "a server that is down is nobody's failure"
    post_office.open()
    for minutes in (3, 6):
        at(present + timedelta(minutes=minutes))
        tick()
    assert post_office.to == ["ada@example.org", "ben@example.org"]


@pytest.mark.parametrize("sign", ["\r", "\n", "\0", "\r\nBcc: all@example.org\r\n\r\nHello"])
def test_headers_cannot_be_smuggled_in(app, sign):
    for smuggled in ({"subject": f"News{sign}"}, {"address": f"ben@example.org{sign}"}):
        mail = {"key": "k", "address": "ben@example.org", "subject": "News", "body": ""} | smuggled
        with db.writing() as session, pytest.raises(ValueError, match="one line"):
            post(session, OutboxMail(**mail))


def test_a_title_with_a_line_break_makes_a_subject_of_one_line(post_office, tick, ballot):
    ballot("Lawn\r\nBcc: all@example.org\r\n\r\nBuy this")
    tick()
    for mail in post_office.taken:
        assert mail["Bcc"] is None
        assert "Lawn Bcc: all@example.org Buy this" in mail["Subject"]


def test_nothing_leaves_in_a_request(post_office, ballot, browser):
    ballot()
    browser("Ben").post("/sign-in/link", data={"email": "ada@example.org"})
    assert post_office.taken == []
