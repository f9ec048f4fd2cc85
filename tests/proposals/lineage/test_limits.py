"""Joining and splitting end with the phase, ask nobody without end, and leave nothing stuck."""

from sqlmodel import select

from civic.core import clock, db
from civic.core.mail import OutboxMail
from civic.notifications import making
from proposals import asking
from proposals.deliberation.models import Follow
from proposals.lineage.models import Origin
from proposals.models import Asking, Attachment, Proposal, Stage


def test_whoever_joins_and_throws_away_in_a_circle_is_stopped(
    two, join, browser, look, monkeypatch
):
    monkeypatch.setattr(asking, "MOST_A_DAY", 2)
    for _round in range(2):
        browser("Ada").post(f"{join(*two)}/discard")
        making.run()
    answer = browser("Ada").post(f"{two[0]}/join", data={"with": [2]})
    assert "You have begun many proposals today." in answer.text
    answer = browser("Ada").post(
        f"{two[0]}/co-authors", data={"name": "Ben"}, follow_redirects=True
    )
    assert "You have asked many people today." in answer.text, "asking to sign is counted, too"
    assert len(look(select(Asking))) == 2
    with db.writing() as session:
        asking.sweep(session, clock.now())
    assert look(select(Asking)) == []


def test_a_phase_without_proposing_ends_joining_with_the_reason(
    two, join, agree, publish, browser, only_open, stages, look
):
    text = join(*two)
    agree("Ben", text, two[1])
    only_open("proposals.support", "deliberation.debate")
    page = browser("Ada").get(two[0]).text
    assert "Proposals are joined and split in a phase that provides for proposing." in page
    assert "Join this proposal with another one" not in page
    for deed in ("join", "split"):
        assert browser("Ada").get(f"{two[0]}/{deed}").status_code == 403
    assert "the text waits for one that provides for it" in browser("Ada").get(text).text
    assert publish(text).status_code == 403
    assert stages()[-1] == Stage.DRAFT


def test_what_has_no_author_here_is_taken_out_by_a_facilitator(two, join, browser, look):
    with db.writing() as session:
        session.get_one(Proposal, 2).author_id = None
    text = join(*two)
    assert "Take it out" in browser("Fay").get(text).text
    assert (
        "The proposal stands for itself again."
        in browser("Fay").post(f"{text}/made-from/2/take-out", follow_redirects=True).text
    )
    assert look(select(Origin.origin_id)) == [1]


def test_its_signers_take_one_of_two_out(two, join, browser, look):
    text = join(*two)
    browser("Ada").post(f"{text}/made-from/2/take-out")
    assert look(select(Origin.origin_id)) == [1]
    assert "Only one proposal is left" in browser("Ada").get(text).text


def test_who_follows_is_led_on_and_told_once(two, join, agree, publish, browser, sol, look):
    browser(sol).post(f"{two[0]}/follow", data={"follow": "yes"})
    browser("Fay").post(f"{two[0]}/follow", data={"follow": "yes"})
    browser("Fay").post(f"{two[0]}/support")
    text = join(*two)
    agree("Ben", text, two[1])
    publish(text)
    led = look(select(Follow.member_id).where(Follow.proposal_id == 3))
    assert len(led) == 2
    making.run()
    mails = [mail for mail in look(select(OutboxMail)) if mail.subject.startswith("It goes on")]
    assert [mail.address for mail in mails] == ["sol@example.org"], "Fay is asked as a supporter"
    assert "/proposals/3" in mails[0].body


def test_files_of_the_original_proposals_are_led_to(two, join, agree, publish, save, browser):
    save(
        Attachment(
            proposal_id=2, name="plan.pdf", kind="application/pdf", digest="0", size=1, content=b"%"
        )
    )
    text = join(*two)
    there = f'href="{two[1]}/attachments/1">plan.pdf'
    assert there in browser("Ada").get(text).text
    agree("Ben", text, two[1])
    publish(text)
    assert there in browser("Fay").get(text).text
