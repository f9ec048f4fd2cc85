"""Many members of the community come into a space at once, as an assembly needs it."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.members.models import Member, MemberState
from civic.organisations.models import Organisation, OrganisationMembership
from civic.spaces import enrolling, queries
from civic.spaces.models import JoinRequest, Membership, Role, Space
from voting.models import Round

HERE = "/spaces/1-the-garden"


@pytest.fixture
def town(garden, save):
    """Beside Zoe and Kim, who belong to no space, somebody of each sort."""
    today = now().date()
    save(
        Member(name="Ida", college="Users", paid_up_until=today),
        Member(name="Jan", college="Staff", paid_up_until=today - timedelta(days=1)),
        Member(name="Leo", college="Users", state=MemberState.LEFT),
        Member(name="Mia", college="Users", category="honorary"),
    )
    return garden


@pytest.fixture
def here(look):
    def names():
        found = select(Member.name, Membership.role).join(Membership)
        return dict(look(found.where(Membership.space_id == 1)))

    return names


@pytest.mark.parametrize(
    ("ticked", "come"),
    [
        ({}, {"Zoe", "Kim", "Ida", "Jan", "Mia"}),
        ({"college": "Users"}, {"Ida", "Mia"}),
        ({"college": ["Users", "Staff"]}, {"Ida", "Jan", "Mia"}),
        ({"category": "honorary"}, {"Mia"}),
        ({"college": ["Users", "Staff"], "paid_up": "1"}, {"Ida"}),
        ({"college": "Nobody's"}, set()),
    ],
)
def test_who_is_ticked_is_shown_first_and_then_comes_in(town, browser, here, ticked, come):
    kim, before = browser("Kim"), here()
    shown = kim.get(f"{HERE}/bring-in", query_string=ticked).text
    assert set(re.findall("<li>([A-Z][a-z]{2})</li>", shown)) == come
    assert here() == before
    answer = kim.post(f"{HERE}/bring-in", data=ticked)
    assert answer.status_code == 303
    assert here() == before | dict.fromkeys(come, Role.MEMBER)


def test_a_tick_set_after_the_number_was_shown_is_heeded(town, browser, here):
    kim, before = browser("Kim"), here()
    answer = kim.post(f"{HERE}/bring-in", data={"college": "Users", "shown": "5"})
    assert here() == before
    page = kim.get(answer.location).text
    assert "Nobody has come in yet" in page
    assert "2 members would come in" in page
    assert 'value="Users" checked' in page
    looked = kim.post(f"{HERE}/bring-in", data={"college": "Staff", "shown": "2", "look": "1"})
    assert "1 member would come in" in kim.get(looked.location).text
    kim.post(f"{HERE}/bring-in", data={"college": "Users", "shown": "2"})
    assert here() == before | {"Ida": Role.MEMBER, "Mia": Role.MEMBER}


def test_nobody_comes_in_twice_and_roles_stay(town, browser, here):
    kim = browser("Kim")
    for _twice in range(2):
        kim.post(f"{HERE}/bring-in")
    assert here()["Fay"] == Role.FACILITATOR
    assert "Nobody new" in kim.get(f"{HERE}/members").text
    assert "Nobody is missing" in kim.get(f"{HERE}/bring-in").text


def test_it_is_told_once_and_answers_who_asked(town, people, save, browser, look):
    save(JoinRequest(space_id=1, member_id=people["Zoe"].id))
    browser("Kim").post(f"{HERE}/bring-in")
    assert look(select(JoinRequest)) == []
    told = look(select(AuditEntry).where(AuditEntry.name == "MembersBroughtIn"))
    assert [entry.details["number"] for entry in told] == [5]


def test_only_who_sees_the_list_of_members_does_it(town, browser, here):
    before = here()
    for name in ("Ada", "Fay"):
        assert browser(name).get(f"{HERE}/bring-in").status_code == 403
        assert browser(name).post(f"{HERE}/bring-in").status_code == 403
    assert "bring-in" not in browser("Fay").get(f"{HERE}/members").text
    assert here() == before


def test_an_archived_space_takes_nobody_in(town, browser, here):
    with db.writing() as session:
        session.get_one(Space, 1).archived_at = now()
    assert browser("Kim").post(f"{HERE}/bring-in").status_code == 403


def test_who_joins_at_the_same_moment_is_in_it_once(app, town, people, act, here):
    def everybody():
        with app.app_context(), db.writing() as session:
            space = session.get_one(Space, 1)
            return enrolling.bring_in(session, space=space, actor=act.kim, whom=enrolling.EVERYBODY)

    with ThreadPoolExecutor(1) as hands:
        with db.writing() as session:
            session.add(Membership(space_id=1, member_id=people["Zoe"].id))
            session.flush()
            coming = hands.submit(everybody)
            with suppress(TimeoutError):
                coming.result(timeout=0.3)
        assert coming.result() == 4
    assert here().keys() >= {"Zoe", "Kim", "Ida", "Jan", "Mia"}


def test_who_belongs_stands_by_name_accents_or_not(garden, save, browser):
    for name in ("Élodie", "Zacharie", "dora", "Eva"):
        member = save(Member(name=name))
        save(Membership(space_id=1, member_id=member.id))
    page = browser("Ben").get(f"{HERE}/people").text
    places = [page.index(f"<span>{name}</span>") for name in ("dora", "Élodie", "Eva", "Zacharie")]
    assert places == sorted(places)
    with db.reading() as session:
        first = queries.people(session, 1, size=4)
        second = queries.people(session, 1, size=4, after=first.next)
    names = [name for _id, name, _role, _until in (*first, *second)]
    assert names == ["Ada", "Ben", "dora", "Élodie", "Eva", "Fay", "Zacharie"]


def test_a_partners_space_takes_in_its_own_people(town, people, save, browser, here):
    mill = save(Organisation(name="The mill"))
    save(
        OrganisationMembership(organisation_id=mill.id, member_id=people["Zoe"].id),
        OrganisationMembership(organisation_id=mill.id, member_id=people["Kim"].id, ended_at=now()),
    )
    with db.writing() as session:
        session.get_one(Space, 1).organisation_id = mill.id
    before = here()
    assert "of The mill" in browser("Kim").get(f"{HERE}/bring-in").text
    browser("Kim").post(f"{HERE}/bring-in")
    assert here() == before | {"Zoe": Role.MEMBER}


def test_the_list_of_voters_says_who_would_be_missing(town, browser, save):
    draft = save(Round(space_id=1, titles={"en": "Benches"}, closes_at=now()))
    page = browser("Fay").get(f"/votes/{draft.id}-benches/edit/voters").text
    assert "5 members of the community do not belong to this space" in page
    browser("Kim").post(f"{HERE}/bring-in")
    page = browser("Fay").get(f"/votes/{draft.id}-benches/edit/voters").text
    assert "would not vote" not in page


def test_a_new_space_says_that_nobody_is_in_it(people, browser):
    new = {"title": "The square", "kind": "assembly", "language": "en", "audience": "community"}
    kim = browser("Kim")
    page = kim.post("/spaces/new", data=new | {"joining": "open", "support_threshold": "0"})
    shown = kim.get(page.location).text
    assert "The space is created." in shown
    assert f"{page.location}/bring-in" in shown
    kim.post(f"{page.location}/bring-in")
    assert "Nobody else is here yet" not in kim.get(page.location).text
