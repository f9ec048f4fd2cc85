"""Mail that was taken and comes back hours later, as a report."""

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.mail import OutboxMail
from civic.members.models import Member
from civic.notifications import bounces

REPORT = """\
From: MAILER-DAEMON@relay.example
To: civic@localhost
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I'm sorry.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such
 mailbox here

--cut
Content-Type: {kind}

From: civic@localhost
To: {address}
Message-ID: {id}
Subject: Hello

--cut--
"""
DEFAULTS = {
    "address": "ben@example.org",
    "action": "failed",
    "status": "5.1.1",
    "kind": "text/rfc822-headers",
}


@pytest.fixture
def came_back(app, post_office, posted, tick, people):
    """A mail to Ben has left; a report comes. Whether it was believed."""
    posted(member_id=people["Ben"].id)
    tick()
    sent = str(post_office.taken[0]["Message-ID"])

    def report(**change) -> bool:
        text = REPORT.format(**(DEFAULTS | {"id": sent} | change))
        found = bounces.read(text.encode())
        if found is None:
            return False
        with db.writing() as session:
            key = app.config["CIVIC"].secret_key
            return bounces.take_back(session, report=found, secret_key=key) is not None

    return report


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_it_is_shown_to_administrators_and_the_address_is_written_to_no_more(
    came_back, kind, browser, look, people
):
    assert came_back(kind=kind)
    kim = browser("Kim")
    assert "Mail came back" in kim.get("/").text
    assert "smtp; 550 no such mailbox here" in kim.get("/mail").text
    assert look(select(Member.email_bounced_at).where(Member.id == people["Ben"].id))[0]


@pytest.mark.parametrize(
    "change",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"id": "<0123456789abcdef0123456789abcdef@localhost>"},
        {"id": "<somebody@else.example>"},
        {"kind": "text/plain"},
    ],
    ids=str,
)
def test_what_is_no_failure_of_a_mail_of_ours_changes_nothing(came_back, change, look):
    assert not came_back(**change)
    assert look(select(OutboxMail.failed_at)) == [None]


@pytest.mark.parametrize(
    "text", [b"", b"\xff\x00", b"Subject: Holiday\n\nI am away.", b"x" * 2**21]
)
def test_what_is_no_report_is_left_alone(text):
    assert bounces.read(text) is None


def test_an_address_that_was_mended_meanwhile_is_not_blamed(came_back, look, people):
    with db.writing() as session:
        session.get_one(Member, people["Ben"].id).email = "ben@new.example"
    assert came_back()
    assert look(select(Member.email_bounced_at).where(Member.id == people["Ben"].id)) == [None]
