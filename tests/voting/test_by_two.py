"""Votes whose terms say that it takes two people to close them early, extend or cancel them."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.joint import actions as joint
from civic.joint import ticking as joint_ticking
from civic.joint.models import JointAct
from civic.notifications import making
from civic.spaces.models import Membership, Role
from voting import actions, by_two, ticking
from voting.models import Round, State
from voting.papers import frozen_copy


@pytest.fixture
def round(new_round):
    return new_round(by_two=True)


@pytest.fixture
def second(people, garden, round):
    """Ben facilitates the garden, too; without him and Kim, who administers, Fay is alone."""
    with db.writing() as session:
        session.get(Membership, (garden.id, people["Ben"].id)).role = Role.FACILITATOR
    return "Ben"


@pytest.fixture
def alone(people, garden, round):
    """Nobody else may agree: Kim lays the office down."""
    with db.writing() as session:
        session.merge(people["Kim"]).role = "member"


@pytest.fixture
def ask(browser, round):
    def post(change="close", who="Fay", reason="Everybody is here.", **data):
        if change == "extend":
            data.setdefault("closes_at", (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"))
        page = f"/votes/{round.id}-the-lawn/{change}"
        return browser(who).post(page, data={"reason": reason, **data})

    return post


@pytest.fixture
def stands(look, round):
    return lambda: look(select(Round).where(Round.id == round.id))[0]


@pytest.fixture
def acts(look):
    return lambda: look(select(JointAct).order_by(JointAct.id))


def page(browser, round, who="Ada", name=""):
    return browser(who).get(f"/votes/{round.id}-the-lawn{name}").text


AFTER = {"close": State.CLOSING, "extend": State.OPEN, "cancel": State.CANCELLED}


@pytest.mark.parametrize("change", AFTER)
def test_one_asks_another_agrees_and_then_it_is_done(ask, stands, second, browser, change, round):
    answer = ask(change)
    assert answer.location.startswith("/acts-of-two/")
    assert (stands().state, stands().closes_at) == (State.OPEN, round.closes_at)
    assert browser("Fay").post(f"{answer.location}/agree").status_code == 403
    assert browser("Ada").post(f"{answer.location}/agree").status_code == 404
    assert browser(second).post(f"{answer.location}/agree").status_code == 303
    assert stands().state == AFTER[change]
    assert (stands().closes_at > round.closes_at) == (change == "extend")


@pytest.mark.parametrize("change", AFTER)
def test_no_other_code_does_it_alone(act, round, change):
    how = {"round_id": round.id, "actor": act.fay, "reason": "x"}
    more = {"close": {"now": now()}, "extend": {"closes_at": now() + timedelta(days=9)}}
    with pytest.raises(actions.BadRound, match="two people"), db.writing() as session:
        getattr(actions, change)(session, **how, **more.get(change, {}))


def test_an_administrator_is_a_second_person_and_a_member_is_not(ask, browser, stands):
    where = ask().location
    assert browser("Ada").get(where).status_code == 404
    assert where in browser("Kim").get("/").text
    browser("Kim").post(f"{where}/agree")
    assert stands().state == State.CLOSING


def test_a_facilitator_of_another_space_is_none(ask, browser, save, people, stands):
    where = ask().location
    assert browser("Zoe").post(f"{where}/agree").status_code == 404
    assert stands().state == State.OPEN


def test_who_asks_says_why_and_everybody_reads_it(ask, browser, round, second):
    assert ask(reason="").status_code == 422
    assert ask("cancel", reason="").status_code == 422
    assert ask("extend", reason="").status_code == 422
    ask(reason="The hall is needed.")
    shown = page(browser, round)
    assert "Closing the vote “The lawn” before its end" in shown
    assert "The hall is needed." in shown
    assert "Agree, or stop it" not in shown
    assert "Agree, or stop it" in page(browser, round, who=second)
    record = page(browser, round, who="Fay", name="/console")
    assert "Fay asked for what takes two people" in record


def test_the_second_may_decline_and_the_first_is_told(ask, browser, stands, second, look, round):
    where = ask().location
    assert browser(second).post(f"{where}/stop").status_code == 303
    assert stands().state == State.OPEN
    making.run()
    mails = look(select(OutboxMail).where(OutboxMail.address == "fay@example.org"))
    (told,) = [mail for mail in mails if "It will not be done" in mail.subject]
    assert "Ben did not agree" in told.body
    assert "Ben stopped what was asked for" in page(browser, round, who="Fay", name="/console")
    assert browser("Kim").post(f"{where}/agree").status_code == 403


def test_the_end_wins_over_what_still_waits(ask, browser, stands, second, at, round, acts, look):
    asked = [ask(change).location for change in AFTER]
    at(round.closes_at + timedelta(seconds=1))
    for where in asked:
        browser(second).post(f"{where}/agree")
    assert stands().state == State.OPEN
    assert all(act.stopped_at and not act.done_at for act in acts())
    ticking.run()
    assert stands().state == State.PUBLISHED
    assert stands().closes_at == round.closes_at


@pytest.mark.parametrize("change", ["extend", "cancel"])
def test_after_its_end_nothing_is_asked_for_that_could_never_be_done(ask, at, round, acts, change):
    at(round.closes_at)
    closes_at = (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    ask(change, **({"closes_at": closes_at} if change == "extend" else {}))
    assert acts() == []


def test_what_waits_when_the_vote_ends_is_stopped_and_told(ask, at, round, acts, second, look):
    ask()
    at(round.closes_at + timedelta(seconds=1))
    ticking.run()
    assert acts()[0].stopped_at is not None
    making.run()
    mails = look(select(OutboxMail).where(OutboxMail.address == "fay@example.org"))
    assert "has ended or changed in the meantime" in "".join(mail.body for mail in mails)


def test_after_its_end_one_person_closes_it(ask, at, round, stands):
    at(round.closes_at + timedelta(seconds=1))
    assert ask(reason="").status_code == 303
    assert stands().state == State.PUBLISHED


def test_alone_it_waits_a_day_and_the_voters_are_told(ask, alone, stands, at, look, round, acts):
    with db.writing() as session:
        session.get(Round, round.id).closes_at = now() + timedelta(days=5)
    ask()
    making.run()
    told = look(select(OutboxMail.address).where(OutboxMail.subject.contains("It takes two")))
    assert {"ada@example.org", "v0@example.org"} <= set(told)
    assert "zoe@example.org" not in told  # who has nothing to do with this vote
    at(now() + timedelta(hours=23))
    joint_ticking.run()
    assert stands().state == State.OPEN
    at(now() + timedelta(hours=2))
    joint_ticking.run()
    assert stands().state == State.CLOSING


def test_whoever_asked_and_facilitates_no_more_asked_for_nothing(
    ask, stands, second, browser, garden, people, acts
):
    where = ask().location
    with db.writing() as session:
        session.get(Membership, (garden.id, people["Fay"].id)).role = Role.MEMBER
    browser(second).post(f"{where}/agree")
    assert stands().state == State.OPEN
    assert acts()[0].stopped_at is not None


def test_a_draft_is_cancelled_by_one(new_round, browser, look):
    draft = new_round(by_two=True, opened=False)
    browser("Fay").post(f"/votes/{draft.id}-the-lawn/cancel", data={"reason": "A slip."})
    assert look(select(Round.state)) == [State.CANCELLED]


def test_it_is_frozen_and_read_before_the_vote_and_in_the_minutes(
    round, browser, second, ask, stands
):
    assert frozen_copy(round)["by_two"] is True
    with db.writing() as session:
        session.get(Round, round.id).by_two = False  # no column is asked once it is open
    assert ask().location.startswith("/acts-of-two/")
    assert "takes two people" in page(browser, round)
    assert "Ask for a later end" in page(browser, round, who="Fay", name="/console")
    browser(second).post(f"{ask().location}/agree")
    ticking.run()
    minutes = page(browser, round, name="/minutes")
    assert "takes two people" in minutes
    assert "Ben agreed, as the second person" in minutes


def test_one_person_is_enough_where_nothing_else_is_chosen(new_round, browser, close, look):
    round = new_round()
    assert "by_two" not in frozen_copy(round)
    assert "one person may close it early" in page(browser, round)
    assert close(round).status_code == 303
    assert look(select(Round.state)) == [State.PUBLISHED]
    assert look(select(JointAct)) == []


def test_a_vote_that_has_ended_is_not_extended_by_one_person_either(new_round, browser, at, look):
    round = new_round()
    at(round.closes_at + timedelta(seconds=1))
    later = (now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    answer = browser("Fay").post(
        f"/votes/{round.id}-the-lawn/extend", data={"closes_at": later, "reason": "Late."}
    )
    assert answer.status_code == 422
    assert look(select(Round.closes_at))[0] == round.closes_at


def test_the_record_names_both_and_no_more_than_happened(ask, browser, second, look, round):
    where = ask().location
    assert ask().location == where  # asked twice, it is one act
    browser(second).post(f"{where}/agree")
    names = look(select(AuditEntry.name).order_by(AuditEntry.id))
    about = [name for name in names if name.startswith(("RoundChange", "RoundClosed"))]
    assert about == ["RoundChangeAsked", "RoundChangeAgreed", "RoundClosed"]


WORDS = {
    "close": "Closing the vote “The lawn” before its end",
    "extend": "Extending the vote “The lawn”: ",
    "cancel": "Cancelling the vote “The lawn”",
}


@pytest.mark.parametrize("change", AFTER)
def test_what_is_asked_for_is_said_and_waits_as_long_as_the_vote_is_open(
    ask, browser, round, change, acts
):
    ask(change)
    ticking.run()
    assert acts()[0].is_open
    assert WORDS[change] in page(browser, round)


def test_in_the_count_only_what_was_asked_for_there_waits_still(ask, browser, second, acts, stands):
    ask("extend")
    browser(second).post(f"{ask('close').location}/agree")
    assert stands().state == State.CLOSING
    ask("cancel", reason="Its key is lost.")
    with db.reading() as session:
        assert by_two.void(session) == [acts()[0].id]


def test_who_asks_for_ever_later_ends_mails_the_voters_only_so_often(ask, alone, acts, monkeypatch):
    monkeypatch.setattr(joint, "MOST_A_DAY", 2)
    for days in (3, 4, 5):
        end = (now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
        answer = ask("extend", closes_at=end)
    assert answer.status_code == 422
    assert "takes two people today. Go on tomorrow." in answer.text
    assert len(acts()) == 2
    same = (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    assert ask("extend", closes_at=same).location == "/acts-of-two/1", "asked for already"


def test_what_another_person_agreed_to_holds_up_nothing_further(
    ask, browser, second, acts, monkeypatch
):
    monkeypatch.setattr(joint, "MOST_A_DAY", 1)
    end = (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    browser(second).post(f"{ask('extend', closes_at=end).location}/agree")
    assert ask("close").location == "/acts-of-two/2"
    answer = ask("cancel", reason="It asks for the wrong thing.")
    assert (answer.status_code, len(acts())) == (422, 2)
    assert "It asks for the wrong thing." in answer.text
