"""What takes two: one asks, another agrees, and until it is done one is enough to stop it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.joint import ticking
from civic.joint.models import JointAct
from civic.members import actions as members
from civic.members.models import CommunityRole, Member, MemberState
from civic.notifications import making
from civic.sign_in.sessions import FRESH
from civic.spaces.models import Membership
from tests.civic.joint.conftest import AFTER_A_DAY, BEN


def told(look):
    making.run()
    is_told = col(OutboxMail.body).contains("Ben becomes an administrator")
    return sorted(look(select(OutboxMail.address).where(is_told)))


# Asked by one, agreed to by another.


def test_nobody_makes_an_administrator_alone(ask, lou, role, acts):
    answer = ask()
    assert answer.location == f"/acts-of-two/{acts()[0].id}"
    assert role() == CommunityRole.MEMBER
    assert acts()[0].due_at is None


def test_a_second_administrator_agrees_and_it_is_done(ask, lou, role, browser, look):
    page = ask().location
    assert browser("Lou").post(f"{page}/agree").status_code == 303
    assert role() == CommunityRole.ADMINISTRATOR
    done = look(select(AuditEntry.name, AuditEntry.actor).order_by(AuditEntry.id))
    assert [name for name, _who in done] == ["JointActAsked", "JointActAgreed", "RoleGranted"]
    assert len({who for _name, who in done}) == 2


def test_no_other_code_makes_one_alone_either(lou, people, role):
    kim, granted = Actor(id=people["Kim"].id, is_admin=True), {"role": CommunityRole.ADMINISTRATOR}
    for_ben = {"actor": kim, "member": people["Ben"], "values": granted}
    with pytest.raises(members.TakesTwo), db.writing() as session:
        members.change(session, **for_ben)
    with pytest.raises(members.TakesTwo), db.writing() as session:
        members.add(session, actor=kim, values=granted | {"name": "Ida"})
    assert role() == CommunityRole.MEMBER


@pytest.mark.parametrize(("who", "code"), [("Kim", 403), ("Ada", 404), ("Ben", 403), (None, 404)])
def test_nobody_else_agrees(ask, lou, role, browser, who, code):
    page = ask().location
    assert browser(who).post(f"{page}/agree").status_code == code
    assert role() == CommunityRole.MEMBER


def test_the_database_knows_two_from_one(ask, lou, people, acts):
    ask()
    with pytest.raises(Exception, match="two_people"), db.writing() as session:
        session.get_one(JointAct, acts()[0].id).agreed_by_id = people["Kim"].id


def test_asked_twice_it_is_one_act(ask, lou, acts):
    assert ask().location == ask().location
    assert len(acts()) == 1


def test_somebody_new_is_a_member_until_a_second_has_agreed(browser, lou, people, look, role):
    data = BEN | {"name": "Ida", "role": "administrator"}
    page = browser("Kim").post("/members/new", data=data).location
    people["Ida"] = look(select(Member).where(Member.name == "Ida"))[0]
    assert role("Ida") == CommunityRole.MEMBER
    browser("Lou").post(f"{page}/agree")
    assert role("Ida") == CommunityRole.ADMINISTRATOR


def test_the_other_fields_are_saved_at_once(ask, lou, look):
    ask(college="B")
    assert look(select(Member.college).where(Member.name == "Ben")) == ["B"]


def test_it_is_told_to_administrators_auditors_and_the_member(ask, lou, save, look):
    save(Member(name="Udo", email="udo@example.org", role=CommunityRole.AUDITOR))
    ask()
    assert told(look) == ["ben@example.org", "lou@example.org", "udo@example.org"]


def test_that_mail_cannot_be_turned_off(ask, lou, look, people):
    with db.writing() as session:
        session.get_one(Member, lou.id).mail_choices = {"duties": False, "": False}
    ask()
    assert "lou@example.org" in told(look)
    assert set(look(select(OutboxMail.unsubscribe))) == {None}


def test_it_stands_on_the_first_page_of_the_other_administrator(ask, lou, browser):
    ask()
    assert "Ben becomes an administrator" in browser("Lou").get("/").get_data(as_text=True)
    assert "Ben becomes an administrator" not in browser("Kim").get("/").get_data(as_text=True)


def test_it_comes_before_votes_as_somebody_waits_for_it(ask, lou, browser, ballot, garden, save):
    save(Membership(space_id=garden.id, member_id=lou.id))
    ballot("The lawn")
    ask()
    todo = browser("Lou").get("/").get_data(as_text=True)
    assert 0 < todo.index("Ben becomes an administrator") < todo.index("The lawn")


# Stopped.


@pytest.mark.parametrize("who", ["Kim", "Lou", "Ben"])
def test_one_person_is_enough_to_stop_it(ask, lou, role, browser, who):
    page = ask().location
    assert browser(who).post(f"{page}/stop").status_code == 303
    assert browser("Lou").post(f"{page}/agree").status_code == 403
    assert role() == CommunityRole.MEMBER


def test_of_many_who_agree_and_stop_at_once_one_decides(ask, lou, role, browser, acts, look):
    ask()
    act = acts()[0].id
    presses = [(browser(name), deed) for name, deed in (("Lou", "agree"), ("Kim", "stop"))] * 4

    def press(one):
        client, deed = one
        return deed, client.post(f"/acts-of-two/{act}/{deed}").status_code

    with ThreadPoolExecutor(len(presses)) as hands:
        answers = list(hands.map(press, presses))

    decided = [deed for deed, code in answers if code == 303]
    assert decided in (["agree"], ["stop"])
    assert {code for _deed, code in answers} == {303, 403}
    is_done = decided == ["agree"]
    found = acts()[0]
    assert (found.done_at is not None, found.stopped_at is not None) == (is_done, not is_done)
    assert (role() == CommunityRole.ADMINISTRATOR) == is_done
    said = {"JointActAgreed": int(is_done), "JointActStopped": int(not is_done)}
    names = look(select(AuditEntry.name))
    assert {name: names.count(name) for name in said} == said


def test_somebody_elses_act_is_not_there(ask, lou, browser):
    page = ask().location
    ada = browser("Ada")
    assert (ada.get(page).status_code, ada.post(f"{page}/stop").status_code) == (404, 404)
    assert ada.get("/acts-of-two/99").status_code == 404
    assert ada.get("/acts-of-two/").status_code == 403


def test_forgotten_it_is_void_after_two_weeks(ask, lou, role, browser, acts, at):
    page = ask().location
    at(now() + timedelta(days=15))
    ticking.run()
    assert acts()[0].stopped_at
    assert browser("Lou").post(f"{page}/agree").status_code == 403
    assert role() == CommunityRole.MEMBER


@pytest.mark.parametrize("gone", ["Kim", "Ben"])
def test_what_became_impossible_is_stopped(ask, lou, role, browser, people, acts, gone):
    page = ask().location
    with db.writing() as session:
        session.get_one(Member, people[gone].id).state = MemberState.LEFT
    browser("Lou").post(f"{page}/agree")
    assert role() == CommunityRole.MEMBER
    assert acts()[0].stopped_at
    assert acts()[0].agreed_at is None  # the yes went with the deed


# One administrator only.


def test_one_alone_waits_a_day_and_everybody_is_told(ask, role, look, at, people):
    ask()
    assert told(look) == [f"{name}@example.org" for name in ("ada", "ben", "fay", "zoe")]
    at(now() + timedelta(hours=23))
    ticking.run()
    assert role() == CommunityRole.MEMBER
    at(now() + timedelta(hours=2))
    ticking.run()
    ticking.run()
    assert role() == CommunityRole.ADMINISTRATOR


def test_until_it_is_done_by_itself_it_stands_with_its_day_on_the_first_page(ask, browser):
    ask()
    page = browser("Ben").get("/")
    assert page.status_code == 200
    assert "Administrators ask for this about you." in page.text


def test_what_was_stopped_is_not_done_after_a_day(ask, role, browser, at):
    page = ask().location
    browser("Ben").post(f"{page}/stop")
    at(now() + AFTER_A_DAY)
    ticking.run()
    assert role() == CommunityRole.MEMBER


def test_one_that_breaks_holds_up_no_other(ask, role, at, save, people):
    """Such as one of a kind that an older version of the house knew."""
    save(JointAct(kind="gone", asked_by_id=people["Kim"].id, due_at=now()))
    ask()
    at(now() + AFTER_A_DAY)
    assert isinstance(ticking.run(), KeyError)
    assert role() == CommunityRole.ADMINISTRATOR


def test_who_lost_the_role_meanwhile_gets_nothing_done(ask, role, at, people, acts):
    ask()
    with db.writing() as session:
        session.get_one(Member, people["Kim"].id).role = CommunityRole.MEMBER
    at(now() + AFTER_A_DAY)
    ticking.run()
    assert role() == CommunityRole.MEMBER
    assert acts()[0].stopped_at


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("who", ["Kim", "Ada", None])
def test_a_page_says_what_takes_two(browser, people, who, language):
    page = browser(who, language)
    if who:
        assert page.get("/acts-of-two/about").status_code == 200
    else:
        assert page.get("/acts-of-two/about").status_code == 302  # members only may read here


# Signed in lately.


@pytest.mark.parametrize("deed", ["ask", "agree"])
def test_it_takes_a_fresh_sign_in(ask, lou, browser, at, acts, role, deed):
    if deed == "agree":
        page = ask().location
    client = browser("Kim" if deed == "ask" else "Lou")
    at(now() + FRESH + timedelta(minutes=1))
    answer = ask(client) if deed == "ask" else client.post(f"{page}/agree")
    assert answer.location.startswith("/sign-in/?again=1")
    assert role() == CommunityRole.MEMBER
    assert len(acts()) == (0 if deed == "ask" else 1)


def test_what_was_typed_waits_for_the_proof(ask, lou, browser, at):
    client = browser("Kim")
    at(now() + FRESH + timedelta(minutes=1))
    assert "next=/sign-in/kept" in ask(client).location
    assert 'value="administrator"' in client.get("/sign-in/kept").get_data(as_text=True)
    assert browser("Ada").get("/sign-in/kept").status_code == 302  # nobody else is given it
