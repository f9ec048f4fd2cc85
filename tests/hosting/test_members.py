"""Who is in charge on the server can always let somebody in, and out."""

import re

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.members.models import CommunityRole, Member, MemberState


@pytest.fixture
def member(people, look):
    return lambda name: look(select(Member).where(Member.name == name))[0]


def test_the_first_administrator_comes_in_by_a_link(civic, app, look):
    said = civic("member", "add", "Ada Love", "--email", "Ada@Example.org", "--admin")
    link = re.search(r"http://localhost(/sign-in/link/\S+)", said)[1]
    added = look(select(Member))[0]
    assert (added.email, added.role) == ("ada@example.org", CommunityRole.ADMINISTRATOR)
    assert look(select(AuditEntry))[0].actor is None
    browser = app.test_client()
    assert browser.get(link).status_code == 200
    assert browser.post(link).status_code in (302, 303)
    assert browser.get("/").status_code == 200
    assert browser.get("/settings").status_code == 200
    founded = browser.post(
        "/spaces/new", data={"title": "The garden", "language": "en", "kind": "process",
                             "audience": "community", "joining": "open"},
    )  # fmt: skip
    assert founded.status_code == 303
    assert app.test_client().post(link).status_code == 410  # once


def test_members_are_listed(civic, people):
    said = civic("member", "list")
    assert "administrator  kim@example.org" in said
    assert said.index("Ada") < said.index("Zoe")
    assert "Ada" not in civic("member", "list", "zo")


def test_a_role_is_given_and_taken(civic, member):
    civic("member", "admin", "ada@example.org")
    assert member("Ada").role == CommunityRole.ADMINISTRATOR
    civic("member", "admin", "ada", "--no-longer")
    assert member("Ada").role == CommunityRole.MEMBER


def test_somebody_who_left_is_signed_out_and_may_return(civic, member, browser):
    ben = browser("Ben")
    assert ben.get("/proposals/").status_code == 200
    civic("member", "deactivate", member("Ben").id)
    assert member("Ben").state == MemberState.LEFT
    assert ben.get("/proposals/").status_code == 302
    assert "has left" in civic("member", "link", "Ben", code=2)
    civic("member", "return", "Ben")
    assert "/sign-in/link/" in civic("member", "link", "Ben")


def test_the_last_administrator_stays(civic, member):
    said = civic("member", "deactivate", "Kim", code=2)
    assert "Kim is the last administrator. Name another one first" in said
    assert member("Kim").state == MemberState.ACTIVE


def test_namesakes_are_told_apart_by_number(civic, people, save):
    save(Member(name="ben"))
    said = civic("member", "link", "Ben", code=2)
    assert f"{people['Ben'].id} (Ben)" in said
    assert "There is no member 'Bob'" in civic("member", "link", "Bob", code=2)
