"""What follows from a decision is promised by somebody until some day, and followed to its end."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.members.models import Member
from civic.notifications import making
from civic.spaces import joining
from civic.spaces.models import Space
from proposals.commitments.feature import run
from proposals.commitments.models import Commitment, CommitmentNews, State
from tests.proposals.commitments.conftest import day
from voting.ticking import run as tick_votes


def state(look):
    (found,) = look(select(Commitment))
    return found.state


def test_it_stands_on_the_decision_in_the_list_and_on_the_keepers_first_page(
    promised, decided, browser
):
    assert "Buy the trees" in browser("Ada").get(decided).text
    page = browser("Ada").get("/commitments/").text
    assert "Buy the trees" in page
    assert "Ben" in page
    assert "Plant trees" in page
    home = browser("Ben").get("/").text
    assert "Buy the trees" in home
    assert "You see to it that this is kept." in home
    assert "You see to it" not in browser("Ada").get("/").text


def test_what_follows_from_a_vote_stands_on_its_page_and_on_its_proposals(
    app, new_round, vote, close, browser, look
):
    round = new_round("motion")
    vote("Ben", round, q1_choice="for")
    close(round)
    tick_votes()
    page = f"/votes/{round.id}-the-lawn"
    assert "Record a commitment" in browser("Fay").get(page).text
    assert "Record a commitment" not in browser("Ben").get(page).text
    data = {"title": "Buy seeds", "language": "en", "keeper_words": "Town hall", "due": day(5)}
    answer = browser("Fay").post(f"{page}/commitment", data=data)
    assert answer.status_code == 303
    shown = browser("Ben").get(page).text
    assert "Buy seeds" in shown
    assert "Town hall" in shown


def test_an_open_vote_has_nothing_to_promise(new_round, browser):
    round = new_round("motion")
    assert browser("Fay").get(f"/votes/{round.id}-the-lawn/commitment").status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Say in one line what will be done."),
        ("due", "2020-01-01", "This day is over. Take a later one."),
        ("due", "", "Choose the last day."),
        ("keeper", "Nobody Here", "Nobody who takes part in this space has a name that begins so."),
        ("keeper", "", "Name a member of the space, or say who else keeps it."),
    ],
)
def test_a_faulty_one_comes_back_as_it_was_typed(record, look, field, value, said):
    answer = record(**{field: value})
    assert answer.status_code == 422
    assert said in answer.text
    if field != "title":
        assert "Buy the trees" in answer.text
    assert look(select(Commitment)) == []


def test_its_keeper_is_found_by_the_beginning_of_a_name(record, look, people, save):
    page = record(keeper="be").text
    assert "Choose who is meant." in page
    assert f'name="keeper_id" type="radio" value="{people["Ben"].id}"' in page
    save(Member(name="Bea", email="bea@example.org"))
    assert "Bea" not in record(keeper="be").text, "of the space only"
    assert look(select(Commitment)) == []
    assert record(keeper="be", keeper_id=people["Zoe"].id).status_code == 422
    assert record(keeper="be", keeper_id=people["Ben"].id).status_code == 303
    assert look(select(Commitment.keeper_id)) == [people["Ben"].id]


def test_all_that_is_missing_is_told_at_once(record):
    page = record(title="", keeper="", due="").text
    assert "3 things to correct:" in page


def test_news_are_read_by_everybody_and_told_to_whoever_asked(promised, report, browser, look):
    assert browser("Ada").post(f"{promised}/ask").status_code == 303
    assert browser("Ada").post(f"{promised}/ask").status_code == 303
    making.run()
    asked = [mail for mail in look(select(OutboxMail)) if "would like to know" in mail.body]
    assert [mail.address for mail in asked] == ["ben@example.org"]
    assert "1 member asks for news" in browser("Ben").get(promised).text
    assert report().status_code == 303
    making.run()
    told = {mail.address for mail in look(select(OutboxMail)) if "There is news" in mail.body}
    assert told == {"ada@example.org", "fay@example.org"}
    page = browser("Ada").get(promised).text
    assert "The order is out." in page
    assert "asks for news" not in page
    assert "Ask for news" in page


@pytest.mark.parametrize(("kind", "shown"), [("kept", "Kept in time"), ("not_kept", "Not kept")])
def test_it_is_settled_by_its_keeper_and_opened_again_by_a_facilitator(
    promised, report, browser, look, kind, shown
):
    assert report(kind=kind).status_code == 303
    assert state(look) == State(kind)
    assert shown in browser("Ada").get(promised).text
    assert report().status_code == 403
    again = {"body": "It was too early.", "due": day(20)}
    assert browser("Ben").post(f"{promised}/take-up", data=again).status_code == 403
    assert browser("Fay").post(f"{promised}/take-up", data={"body": ""}).status_code == 422
    assert browser("Fay").post(f"{promised}/take-up", data=again).status_code == 303
    assert state(look) == State.OPEN
    assert "It was too early." in browser("Ada").get(promised).text


def test_another_last_day_is_a_line_that_everybody_reads(promised, report, browser, look):
    assert report(kind="postponed").status_code == 422
    assert report(kind="news", due=day(30)).status_code == 422
    assert look(select(CommitmentNews)) == []
    assert report(kind="postponed", due=day(30)).status_code == 303
    assert "new last day" in browser("Ada").get(promised).text


def test_kept_after_its_last_day_it_is_kept_late(promised, report, browser, at):
    at(now() + timedelta(days=12))
    assert "1 day late" in browser("Ada").get(promised).text
    report(kind="kept")
    assert "Kept late" in browser("Ada").get(promised).text
    page = browser("Ada").get("/commitments/?shown=kept").text
    assert "Kept late" in page


def test_silence_for_fifteen_days_after_the_last_day_is_not_kept(promised, report, look, at):
    start = now()
    at(start + timedelta(days=20))
    report()
    at(start + timedelta(days=34))
    run()
    assert state(look) == State.OPEN
    at(start + timedelta(days=36))
    run()
    run()
    assert state(look) == State.NOT_KEPT
    assert len(look(select(CommitmentNews))) == 2


def test_its_keeper_is_reminded_once_before_each_last_day(promised, report, look, at):
    def reminders():
        run()
        making.run()
        return [m.address for m in look(select(OutboxMail)) if "Its last day is near" in m.body]

    start = now()
    assert reminders() == []
    at(start + timedelta(days=8))
    assert reminders() == reminders() == ["ben@example.org"]
    report(kind="postponed", due=(start + timedelta(days=40)).date().isoformat())
    assert len(reminders()) == 1
    at(start + timedelta(days=38))
    assert len(reminders()) == 2


def test_it_is_thrown_away_within_an_hour_and_before_there_are_news(
    promised, record, report, browser, look, at
):
    other = record(title="Dig the holes").location
    assert browser("Ben").post(f"{other}/discard").status_code == 403
    assert browser("Fay").post(f"{other}/discard").status_code == 303
    assert [one.title for one in look(select(Commitment))] == ["Buy the trees"]
    report()
    assert browser("Fay").post(f"{promised}/discard").status_code == 403
    late = record(title="Water them").location
    at(now() + timedelta(hours=2))
    assert browser("Fay").post(f"{late}/discard").status_code == 403


def test_somebody_else_neither_sees_it_nor_speaks_for_it(promised, report, browser):
    assert browser("Zoe").get(promised).status_code == 404
    assert "Buy the trees" not in browser("Zoe").get("/commitments/").text
    assert "Buy the trees" not in browser("Zoe").get("/commitments.csv").text
    assert browser("Zoe").post(f"{promised}/ask").status_code == 404
    assert report("Ada").status_code == 403
    assert browser("Ben").post(f"{promised}/ask").status_code == 403


def test_a_keeper_who_left_the_space_is_asked_for_nothing(promised, browser, garden, act):
    assert "You see to it that this is kept." in browser("Ben").get("/").text
    with db.writing() as session:
        joining.leave(session, space=session.get_one(Space, garden.id), actor=act.ben)
    assert "Buy the trees" not in browser("Ben").get("/").text


def test_in_an_archived_space_what_was_promised_is_followed_to_its_end(
    promised, decided, garden, report, browser
):
    with db.writing() as session:
        session.get_one(Space, garden.id).archived_at = now()
    assert browser("Fay").get(f"{decided}/commitment").status_code == 403
    assert browser("Ada").post(f"{promised}/ask").status_code == 303
    assert report(kind="kept", body="They stand.").status_code == 303


def test_a_keeper_who_left_is_a_former_member(promised, save, look, people, browser):
    with db.writing() as session:
        for commitment in session.exec(select(Commitment)):
            commitment.keeper_id = None
        assert session.get(Member, people["Ben"].id)
    assert "a former member" in browser("Ada").get(promised).text


def test_the_one_who_keeps_it_finds_it_among_what_they_took_part_in(promised, browser):
    mine = browser("Ben").get("/mine").text
    assert "My commitments" in mine
    assert "Buy the trees" in mine
    assert "Give news" in mine
    assert "My commitments" not in browser("Ada").get("/mine").text


def test_the_record_calls_a_promise_by_its_name(promised, browser):
    assert "Buy the trees" in browser("Ben").get("/record").text
    assert "something that is not shown here" not in browser("Ben").get("/record").text


@pytest.mark.parametrize(
    ("verdict", "station"), [("adopted", "Follow-up"), ("rejected", "Decision")]
)
def test_what_was_adopted_is_followed_up(propose, browser, verdict, station):
    address = propose()
    browser("Fay").post(f"{address}/decide", data={"verdict": verdict})
    page = browser("Ben").get(address).text
    assert re.search(rf'aria-current="step"[^>]*><span>{station}<', page)
    assert re.search(rf"{station}(<[^>]*>)*, stage {5 if verdict == 'adopted' else 4} of 5",
                     browser("Ben").get("/proposals/").text)  # fmt: skip
