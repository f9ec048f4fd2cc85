"""Who is told what, in which words, and not once more than that."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.community.models import Community
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.members.models import Member
from civic.notifications import making
from civic.notifications.models import PendingNotice
from civic.spaces.models import Membership, Role, Space
from proposals import actions as proposals
from proposals import answering
from proposals.deliberation import actions as deliberation
from proposals.models import Proposal
from tests.browser.reading import ours_elsewhere
from voting import actions as voting
from voting import ticking
from voting.models import Disclosure, Round


def mail_to(look, name):
    return look(select(OutboxMail).join(Member).where(Member.name == name))


def test_a_vote_that_opens_is_told_to_its_roll_but_not_to_who_opened_it(tick, ballot, post_office):
    ballot()
    tick()
    assert post_office.to == ["ada@example.org", "ben@example.org"]
    assert post_office.taken[0]["Subject"] == "A vote is open: The lawn"


def test_each_is_written_to_in_their_own_language_and_time(
    save, tick, ballot, post_office, people, at
):
    people["Ben"].locale, people["Ben"].time_zone = "fr", "America/Montreal"
    people["Ada"].locale, people["Ada"].time_zone = "en", "Europe/Paris"
    save(people["Ben"], people["Ada"])
    at(now().replace(hour=12, minute=0))
    ballot()
    tick()
    said = {str(mail["To"]): mail for mail in post_office.taken}
    assert said["ben@example.org"]["Subject"] == "Un vote est ouvert\u00a0: The lawn"
    french = said["ben@example.org"].get_content()
    assert re.search(r" à [78]\u00a0h", french)
    assert re.search(r", [12]\xa0pm", said["ada@example.org"].get_content())
    assert not re.search(r"\b(Read|vote until|No more)\b", french)


@pytest.mark.parametrize(
    ("languages", "subject"),
    [
        (["fr", "en"], "Un vote est ouvert\u00a0: The lawn"),
        (["en", "fr"], "A vote is open: The lawn"),
    ],
)
def test_who_chose_no_language_is_written_to_in_the_communitys_first(
    tick, ballot, post_office, languages, subject
):
    with db.writing() as session:
        session.get(Community, 1).languages = languages
    ballot()
    tick()
    assert {mail["Subject"] for mail in post_office.taken} == {subject}


@pytest.fixture
def announced(garden, act):
    """Fay announces a vote that opens in a week, or by hand."""

    def make(opens_at=None, filters=None):
        question = voting.new_question(title={"en": "Trees?"}, rule="motion")
        with db.writing() as session:
            round = voting.draft_round(
                session, space=session.get_one(Space, garden.id), actor=act.fay,
                titles={"en": "The lawn"}, questions=[question], opens_at=opens_at,
                closes_at=now() + timedelta(days=9), disclosure=Disclosure.OPEN,
                roll_filters=filters or {},
            )  # fmt: skip
            voting.announce(session, round=round, actor=act.fay, now=now())
        return round

    return make


def test_an_announced_vote_is_told_to_those_who_would_vote(
    announced, save, people, tick, post_office
):
    people["Ada"].college = "Users"
    save(people["Ada"], Membership(space_id=1, member_id=people["Zoe"].id, role=Role.OBSERVER))
    announced(opens_at=now() + timedelta(days=7), filters={"colleges": ["Users"]})
    tick()
    assert post_office.to == ["ada@example.org"]
    mail = post_office.taken[0]
    assert mail["Subject"] == "A vote is announced: The lawn"
    text = mail.get_content()
    assert "1. Trees?" in text
    assert "opens on" in text
    assert "/votes/1" in text


def test_an_announcement_without_a_date_says_so(announced, tick, post_office):
    announced()
    tick()
    assert post_office.to == ["ada@example.org", "ben@example.org"]
    assert "opens soon" in post_office.taken[0].get_content()


def test_an_announcement_taken_back_in_time_is_told_to_nobody(announced, act, tick, post_office):
    round = announced()
    with db.writing() as session:
        voting.take_back(session, round=session.get_one(Round, round.id), actor=act.fay)
    tick()
    assert post_office.to == []


def test_who_wants_no_such_mail_gets_none(save, tick, ballot, post_office, people):
    people["Ben"].mail_choices = {"votes": False}
    save(people["Ben"])
    ballot()
    tick()
    assert post_office.to == ["ada@example.org"]


def test_one_click_in_the_mail_ends_that_kind(tick, ballot, post_office, browser, look):
    ballot()
    tick()
    mail = next(mail for mail in post_office.taken if mail["To"] == "ben@example.org")
    address = mail["List-Unsubscribe"].strip(" <>").removeprefix("http://localhost")
    stranger = browser(None)
    assert stranger.get(address).status_code == 200
    assert look(select(Member).where(Member.name == "Ben"))[0].mail_choices == {}, "a GET asks"
    assert stranger.post(address).status_code == 200
    assert look(select(Member).where(Member.name == "Ben"))[0].mail_choices == {"votes": False}
    assert stranger.post(address[:-2] + "xx").status_code == 404


def test_a_day_before_the_end_who_has_not_voted_is_told_once(
    tick, ballot, browser, post_office, at
):
    opened = now()
    round = ballot(days=3)
    browser("Ben").post(f"/votes/{round.id}-the-lawn/cast", data={"q1-tick": "o1"})
    tick()
    post_office.taken.clear()
    at(opened + timedelta(days=1))
    ticking.run()
    tick()
    assert post_office.taken == []
    at(opened + timedelta(days=2, hours=1))
    for _ in range(3):
        ticking.run()
        tick()
    assert [(mail["To"], mail["Subject"]) for mail in post_office.taken] == [
        ("ada@example.org", "Your vote is missing: The lawn"),
        ("fay@example.org", "Your vote is missing: The lawn"),
    ]


def test_a_result_is_told_to_those_who_may_still_read_it(
    app, tick, ballot, closed, post_office, people, garden
):
    round = ballot()
    tick()
    post_office.taken.clear()
    closed(round)
    with db.writing() as session:
        session.delete(session.get_one(Membership, (garden.id, people["Ben"].id)))
    tick()
    assert "ada@example.org" in post_office.to
    assert "ben@example.org" not in post_office.to, "who lost sight of it is told nothing"


def test_whoever_follows_hears_of_a_message_and_its_writer_does_not(
    app, idea, act, tick, post_office
):
    pears = idea()
    with db.writing() as session:
        deliberation.write(
            session, actor=act.ben, proposal=session.get_one(Proposal, pears.id),
            body="Along the south wall, please.", language="en", now=now(),
        )  # fmt: skip
    tick()
    assert "ben@example.org" not in post_office.to


@pytest.mark.thorough
def test_five_hundred_are_told_in_slices(app, save, ballot, look, garden):
    many = [Member(name=f"Neighbour {n}", email=f"n{n}@example.org") for n in range(450)]
    save(*many)
    save(*(Membership(space_id=garden.id, member_id=member.id) for member in many))
    ballot()
    slices = 0
    while look(select(PendingNotice)):
        making.run()
        slices += 1
    assert slices == 3
    told = look(select(OutboxMail.address))
    assert len(told) == len(set(told)) == 452


def test_a_notice_that_breaks_does_not_hold_up_the_others(app, save, ballot, look, caplog):
    save(PendingNotice(fact="RoundOpened", details={"round_id": 999, "nonsense": 1}))
    ballot()
    for _ in range(8):
        making.run()
    assert {mail.subject for mail in look(select(OutboxMail))} == {"A vote is open: The lawn"}
    (left,) = look(select(PendingNotice))
    assert left.failed == 5
    assert caplog.text.count("could not be made") == 5


def test_a_fact_that_no_longer_exists_is_dropped(save, look):
    save(PendingNotice(fact="SomethingFromOlderTimes", details={}))
    making.run()
    assert look(select(PendingNotice)) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_notice_can_be_written(app, save, people, idea, ballot, closed, act, tick, language):
    """Each template that exists renders to a subject and a body, in both languages."""
    for person in people.values():
        person.locale = language
        save(person)
    pears = idea()
    with db.writing() as session:
        proposal = session.get_one(Proposal, pears.id)
        proposals.support(session, proposal=proposal, actor=act.ben)
        proposals.move_on(session, proposal=proposal, actor=act.fay)
        answering.answer(session, proposal=proposal, actor=act.fay, body="We will see.")
    round = ballot()
    closed(round)
    making.run()
    with db.reading() as session:
        assert session.exec(select(PendingNotice)).all() == []
        for mail in session.exec(select(OutboxMail)):
            assert mail.subject
            assert mail.body.strip()
            assert "%(" not in mail.subject + mail.body
            lines = [mail.subject, *mail.body.splitlines()]
            assert [line for line in lines if ours_elsewhere(line, language)] == []


def test_sign_in_mail_speaks_french(browser, look, people):
    browser(None, "fr").post("/sign-in/link", data={"email": "ben@example.org"})
    (mail,) = look(select(OutboxMail))
    lines = [mail.subject, *mail.body.splitlines()]
    assert [line for line in lines if ours_elsewhere(line, "fr")] == []
    assert "lien" in mail.subject
