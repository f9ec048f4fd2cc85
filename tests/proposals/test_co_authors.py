"""Signing together: asked, accepted, declined, handed over."""

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.mail import OutboxMail
from civic.notifications import making
from civic.spaces import joining
from civic.spaces.models import Space
from proposals import co_authors
from proposals.models import CoAuthor, Proposal, Support


@pytest.fixture
def ask(browser):
    def ask_to_sign(address, name, by="Ada"):
        return browser(by).post(f"{address}/co-authors", data={"name": name}, follow_redirects=True)

    return ask_to_sign


def test_who_is_asked_reads_the_draft_and_signs_or_declines(draft, ask, browser, look):
    address = draft()
    ask(address, "Ben")
    assert "You are asked to sign this proposal." in browser("Ben").get("/").text
    page = browser("Ben").get(address).text
    assert "Ada asks you to sign this proposal." in page
    assert browser("Ben").get(f"{address}/edit").status_code == 403, "not before having signed"
    browser("Ben").post(f"{address}/sign")
    assert browser("Ben").get(f"{address}/edit").status_code == 200
    browser("Ben").post(f"{address}/unsign")
    assert look(select(CoAuthor)) == []
    assert browser("Ben").get(address).status_code == 404


def test_who_left_a_closed_space_is_asked_no_more_and_reads_no_draft(
    draft, ask, browser, act, garden
):
    address = draft()
    ask(address, "Ben")
    with db.writing() as session:
        joining.leave(session, space=session.get_one(Space, garden.id), actor=act.ben)
    assert browser("Ben").get(address).status_code == 404
    assert "Plant trees" not in browser("Ben").get("/").text
    assert browser("Ben").post(f"{address}/sign").status_code == 404


def test_a_mail_asks_too(draft, ask, browser, look):
    ask(draft(), "Ben")
    making.run()
    mail = look(select(OutboxMail))[0]
    assert mail.address == "ben@example.org"
    assert "Plant trees" in mail.subject + mail.body


def test_whoever_signs_is_named_edits_and_does_not_support(propose, ask, edit, browser, look):
    address = propose()
    browser("Ben").post(f"{address}/support")
    ask(address, "Ben")
    browser("Ben").post(f"{address}/sign")
    assert look(select(Support)) == []
    assert look(select(Proposal.support_count)) == [0]
    assert "<span>Ada, Ben" in browser("Fay").get(address).text
    assert edit("Ben", address, body="Along the river.").status_code == 303
    assert browser("Ben").post(f"{address}/support").status_code == 403
    for deed in ("withdraw", "discard", "publish"):
        assert browser("Ben").post(f"{address}/{deed}").status_code == 403
    assert ask(address, "Fay", by="Ben").status_code == 403
    assert "Plant trees" in browser("Ben").get("/proposals/?mine=1").text


@pytest.mark.parametrize("name", ["Zoe", "Nobody", "", "ben", "Kim"])
def test_only_those_of_the_space_are_asked(propose, ask, look, name):
    page = ask(propose(), name)
    assert "Nobody who takes part in this space has exactly this name." in page.text
    assert look(select(CoAuthor)) == []


@pytest.mark.parametrize("name", ["Ada", "Ben"])
def test_nobody_is_asked_twice(propose, ask, name):
    address = propose()
    ask(address, "Ben")
    assert "This person signs already, or is asked to." in ask(address, name).text


def test_a_proposal_has_a_few_authors(propose, ask, monkeypatch):
    monkeypatch.setattr(co_authors, "MOST", 1)
    address = propose()
    ask(address, "Ben")
    assert "Take one off the list first." in ask(address, "Fay").text


def test_who_was_not_asked_does_not_sign(propose, ask, browser, look):
    address = propose()
    ask(address, "Ben")
    assert browser("Fay").post(f"{address}/sign").status_code == 403
    assert browser("Zoe").post(f"{address}/sign").status_code == 404
    assert look(select(CoAuthor.accepted_at)) == [None]


def test_the_author_takes_somebody_off_the_list(propose, ask, browser, look):
    address = propose()
    ask(address, "Ben")
    assert browser("Fay").post(f"{address}/co-authors/2/strike").status_code == 403
    browser("Ada").post(f"{address}/co-authors/2/strike")
    assert look(select(CoAuthor)) == []


def test_it_is_handed_over_to_somebody_who_has_signed(propose, ask, browser, look, people):
    address = propose()
    ask(address, "Ben")
    there = f"{address}/co-authors/{people['Ben'].id}/hand-over"
    said = browser("Ada").post(there, follow_redirects=True).text
    assert "A proposal is handed over to somebody who has signed it." in said
    browser("Ben").post(f"{address}/sign")
    assert browser("Fay").post(there).status_code == 403
    browser("Ada").post(there)
    assert look(select(Proposal.author_id)) == [people["Ben"].id]
    assert look(select(CoAuthor.member_id)) == [people["Ada"].id]
    assert "<span>Ben, Ada" in browser("Fay").get(address).text
    assert browser("Ben").get(f"{address}/withdraw").status_code == 200
    assert browser("Ada").get(f"{address}/withdraw").status_code == 403


def test_of_a_draft_that_is_handed_over_the_record_says_no_title(draft, ask, edit, browser, people):
    address = draft()
    ask(address, "Ben")
    browser("Ben").post(f"{address}/sign")
    browser("Ada").post(f"{address}/co-authors/{people['Ben'].id}/hand-over")
    edit("Ben", address, title="Not for all yet")
    page = browser("Fay").get("/record").text
    assert "Ada handed something that is not shown here any more over" in " ".join(page.split())
    assert "not-for-all-yet" not in page
    assert "Not for all yet" not in page + browser("Fay").get("/").text
    browser("Ben").post(f"{address}/publish")
    assert "Not for all yet" in browser("Fay").get("/record").text


def test_supporters_and_authors_are_told_of_a_change_and_nobody_else(
    propose, ask, edit, browser, look
):
    address = propose()
    browser("Fay").post(f"{address}/support")
    ask(address, "Ben")
    browser("Ben").post(f"{address}/sign")
    making.run()
    edit("Ada", address, body="Along the river.")
    making.run()
    told = {mail.address for mail in look(select(OutboxMail)) if "ProposalEdited" in mail.key}
    assert told == {"ben@example.org", "fay@example.org"}


def test_who_cannot_see_it_any_more_is_told_nothing(propose, edit, browser, look, act, garden):
    address = propose()
    browser("Ben").post(f"{address}/support")
    with db.writing() as session:
        joining.leave(session, space=session.get_one(Space, garden.id), actor=act.ben)
    edit("Ada", address, body="Along the river.")
    making.run()
    assert look(select(OutboxMail.address)) == []


def test_each_of_two_changes_is_told(propose, edit, browser, look):
    """Though the database gives the second notice the number of the first, which is gone."""
    address = propose()
    browser("Ben").post(f"{address}/support")
    for version in (1, 2):
        edit("Ada", address, version, body=f"Text {version}.")
        making.run()
    assert len(look(select(OutboxMail))) == 2
