"""Who wrote in a closed space was promised its audience: a wider one takes two, and a week."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.core import db
from civic.core.audience import Audience
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.joint import actions as joint
from civic.joint import ticking
from civic.joint.models import JointAct
from civic.members.models import CommunityRole, Member
from civic.notifications import making
from civic.search.actions import index
from civic.spaces import actions
from civic.spaces.models import Membership, Role, Space

HERE = "/spaces/1-the-garden"
A_WEEK = timedelta(days=7, minutes=1)
SAID = "all that was written here included"


@pytest.fixture
def widen(browser):
    def post(audience="community", who="Fay", **more):
        data = {
            "kind": "process", "title": "The garden", "language": "en", "joining": "open",
            "audience": audience, **more,
        }  # fmt: skip
        return browser(who).post(f"{HERE}/edit", data=data)

    return post


@pytest.fixture
def audience(look):
    return lambda: look(select(Space.audience))[0]


def test_it_takes_a_second_person_and_a_week(garden, widen, audience, browser, at):
    page = widen().location
    assert page.startswith("/acts-of-two/")
    shown = browser("Fay").get(page).text
    assert 'href="/spaces/1"' in shown
    assert "once both have agreed, after 7\u00a0days at least" in shown
    assert browser("Fay").post(f"{page}/agree").status_code == 403
    assert browser("Ada").post(f"{page}/agree").status_code == 404
    browser("Kim").post(f"{page}/agree")
    assert audience() == Audience.SPACE
    assert browser("Zoe").get(HERE).status_code == 404
    at(now() + timedelta(days=6))
    ticking.run()
    assert audience() == Audience.SPACE
    at(now() + timedelta(days=1, minutes=1))
    ticking.run()
    assert audience() == Audience.COMMUNITY
    assert browser("Zoe").get(HERE).status_code == 200


def test_members_are_told_and_read_it_on_the_spaces_page(garden, widen, browser, look):
    widen("internet")
    making.run()
    mails = look(select(OutboxMail).where(col(OutboxMail.subject).contains("More people")))
    assert {mail.address for mail in mails} == {"ada@example.org", "ben@example.org"}
    assert "everybody on the Internet" in mails[0].body
    shown = browser("Ada").get(HERE).text
    assert SAID in shown
    assert "Agree, or stop it" not in shown
    assert "Agree, or stop it" in browser("Kim").get(HERE).text
    assert "the-garden" not in browser("Zoe").get("/").text


def test_one_is_enough_to_stop_it(garden, widen, browser, audience, at, people):
    with db.writing() as session:
        session.get(Membership, (garden.id, people["Ben"].id)).role = Role.FACILITATOR
    page = widen().location
    assert browser("Ben").post(f"{page}/stop").status_code == 303
    assert SAID not in browser("Ada").get(HERE).text
    at(now() + A_WEEK)
    ticking.run()
    assert audience() == Audience.SPACE


def test_nobody_agrees_and_it_is_void(garden, widen, audience, at, look):
    widen()
    at(now() + timedelta(days=14, minutes=1))
    ticking.run()
    assert audience() == Audience.SPACE
    assert look(select(JointAct.stopped_at))[0] is not None


def test_where_nobody_else_may_agree_it_comes_after_the_week(
    garden, widen, audience, at, people, look
):
    with db.writing() as session:
        session.get(Member, people["Kim"].id).role = CommunityRole.MEMBER
    widen()
    making.run()
    told = select(OutboxMail.address).where(col(OutboxMail.subject).contains("More people"))
    assert set(look(told)) == {"ada@example.org", "ben@example.org"}
    at(now() + A_WEEK)
    ticking.run()
    assert audience() == Audience.COMMUNITY


def test_all_else_is_saved_at_once_and_a_narrower_audience_too(garden, widen, look, audience):
    widen(title="The big garden")
    assert look(select(Space.title)) == ["The big garden"]
    with db.writing() as session:
        session.get(Space, garden.id).audience = Audience.COMMUNITY
    assert widen("space").location.startswith("/spaces/")
    assert audience() == Audience.SPACE


def test_asked_twice_it_is_one_act_and_told_once(garden, widen, look):
    assert widen().location == widen().location
    making.run()
    told = select(OutboxMail.address).where(col(OutboxMail.subject).contains("More people"))
    assert len(look(told)) == 2


def test_an_administrator_does_not_do_it_alone_either(garden, act, widen, audience):
    assert widen(who="Kim").location.startswith("/acts-of-two/")
    how = {"space": garden, "actor": act.kim, "values": {"audience": Audience.INTERNET}}
    with pytest.raises(actions.WiderAudience), db.writing() as session:
        actions.change(session, **how)
    assert audience() == Audience.SPACE


@pytest.mark.parametrize("how", ["alone", "written"])
def test_a_space_in_which_nobody_was_promised_anything_is_shown_at_once(
    app, garden, people, widen, audience, how, act
):
    with db.writing() as session:
        for name in ("Ada", "Ben"):
            session.delete(session.get(Membership, (garden.id, people[name].id)))
        if how == "written":
            about = {"kind": "comment", "subject_id": 7, "space_id": garden.id}
            index(session, **about, language="en", title="", text="In confidence.")
    widen()
    assert audience() == (Audience.COMMUNITY if how == "alone" else Audience.SPACE)


def test_what_became_narrower_meanwhile_or_is_done_is_not_done_again(
    garden, widen, audience, browser, at, look
):
    page = widen().location
    browser("Kim").post(f"{page}/agree")
    with db.writing() as session:
        session.get(Space, garden.id).audience = Audience.INTERNET
    at(now() + A_WEEK)
    ticking.run()
    assert audience() == Audience.INTERNET
    assert look(select(JointAct.stopped_at))[0] is not None


def test_what_was_promised_anew_meanwhile_is_kept(garden, widen, audience, browser, at):
    """Whoever wrote after it became narrower was promised that, and told of nothing wider."""
    with db.writing() as session:
        session.get(Space, garden.id).audience = Audience.COMMUNITY
    browser("Kim").post(f"{widen('internet').location}/agree")
    widen("space")
    at(now() + A_WEEK)
    ticking.run()
    assert audience() == Audience.SPACE


def test_an_auditor_reads_of_it_and_is_led_to_no_page_that_they_may_not_see(
    garden, widen, browser, people
):
    with db.writing() as session:
        session.get(Member, people["Zoe"].id).role = CommunityRole.AUDITOR
    page = browser("Zoe").get(widen().location)
    assert page.status_code == 200
    assert 'href="/spaces/1' not in page.text


def test_who_asks_and_stops_in_a_circle_mails_its_members_only_so_often(
    garden, widen, browser, look, monkeypatch
):
    monkeypatch.setattr(joint, "MOST_A_DAY", 2)
    for _time in range(2):
        browser("Fay").post(f"{widen().location}/stop")
    assert widen(title="The yard").status_code == 422
    assert "takes two people today. Go on tomorrow." in widen().text
    assert len(look(select(JointAct))) == 2
    assert look(select(Space.title)) == ["The garden"], "nothing is saved by halves"
    assert widen("space", title="The yard").status_code == 303, "what takes one is not held up"
