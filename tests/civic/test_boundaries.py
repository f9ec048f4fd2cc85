"""What nobody's form can claim, and what ends at once when a role or a membership does."""

import re

import pytest
from sqlmodel import select

from civic.core import db
from civic.members.models import CommunityRole, Member, MemberState
from civic.spaces.models import Membership, Role, Space
from proposals.models import Proposal
from tests.world import routes
from voting.models import Round, State

CLAIMS = {
    "id": "999", "author_id": "5", "member_id": "5", "actor_id": "5", "space_id": "2",
    "organisation_id": "1", "state": "published", "stage": "decided", "weight": "50",
    "role": "administrator", "is_admin": "1", "support_count": "900", "closes_at": "2020-01-01",
    "archived_at": "2020-01-01", "created_at": "2020-01-01", "college": "Board", "pseudonym": "x",
    "email_confirmed_at": "2020-01-01", "frozen": "{}", "result": "{}",
}  # fmt: skip
"""Columns of rows, sent along with a form that has no such fields."""
OWN_PROFILE = {"name": "Ben", "locale": "en", "time_zone": "Europe/Paris", "theme": ""}


def bare(row, *but):
    return {name: value for name, value in row.model_dump().items() if name not in but}


def test_a_proposal_is_its_writers_whatever_the_form_claims(garden, browser, look, people):
    browser("Ben").post(
        "/proposals/new/1-the-garden",
        data=CLAIMS | {"title": "Plant trees", "body": "Along the wall.", "language": "en"},
    )
    written = look(select(Proposal))[0]
    assert (written.author_id, written.space_id) == (people["Ben"].id, garden.id)
    assert (written.id, written.stage, written.support_count) == (1, "draft", 0)


def test_an_account_changes_nothing_but_its_own_choices(people, browser, look):
    before = bare(people["Ben"], "locale", "time_zone", "theme", "mail_choices", "sort_name")
    browser("Ben").post("/sign-in/account", data=CLAIMS | OWN_PROFILE)
    after = look(select(Member).where(Member.id == people["Ben"].id))[0]
    assert bare(after, "locale", "time_zone", "theme", "mail_choices", "sort_name") == before


def test_a_space_keeps_what_its_form_does_not_ask(garden, browser, look):
    new = {"title": "The garden", "kind": "process", "purpose": "", "language": "en",
           "audience": "space", "joining": "open", "support_threshold": "0"}  # fmt: skip
    assert browser("Fay").post("/spaces/1-the-garden/edit", data=CLAIMS | new).status_code == 303
    after = look(select(Space))[0]
    assert bare(after, "kind", "purpose") == bare(garden, "kind", "purpose")


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("Fay", "/spaces/1-the-garden/archive"),
        ("Fay", "/spaces/1-the-garden/members"),
        ("Fay", "/votes/1-the-lawn/close"),
        ("Fay", "/votes/1-the-lawn/cancel"),
        ("Fay", "/votes/1-the-lawn/extend"),
        ("Kim", "/settings"),
        ("Kim", "/members/2/state"),
        ("Kim", "/organisations/new"),
    ],
)
def test_a_role_that_was_taken_away_between_page_and_button_does_nothing(
    garden, ballot, people, browser, rows, name, deed
):
    ballot()
    client = browser(name)
    assert client.get("/").status_code == 200
    with db.writing() as session:
        if name == "Fay":
            session.get_one(Membership, (garden.id, people["Fay"].id)).role = Role.MEMBER
        session.get_one(Member, people["Kim"].id).role = CommunityRole.MEMBER
    before = rows()
    sent = {"archived": "1", "member": "Ben", "role": "none", "reason": "So.", "state": "left"}
    assert client.post(deed, data=sent).status_code == 403
    after = rows()
    assert {table for table in before if before[table] != after[table]} <= {"refusal_count"}


def test_who_was_taken_out_sees_hears_and_does_nothing_any_more(
    app, garden, ballot, people, browser, look
):
    """Every address of the house, the feed of their own, the lists of names, the search."""
    ballot()
    client = browser("Ben")
    client.post("/feeds/address")
    own = re.search(r"http://localhost(/feeds/\S+?/decisions\.atom)", client.get("/feeds").text)[1]
    assert browser(None).get(own).status_code == 200
    browser("Kim").post(f"/members/{people['Ben'].id}/state", data={"state": "left"})
    assert browser(None).get(own).status_code == 404
    for address in ("/", "/spaces/1-the-garden", "/votes/1-the-lawn", "/proposals/", "/record"):
        assert client.get(address).status_code in (200, 302)
        assert "The lawn" not in client.get(address).text
        assert "The garden" not in client.get(address).text
    for rule in routes(app, "POST"):
        if not rule.arguments and not rule.endpoint.startswith(("sign_in.", "partners")):
            answer = client.post(rule.rule)
            assert answer.status_code in (302, 303, 404), rule
    for page in ("/spaces/1-the-garden/people", "/spaces/1-the-garden/members"):
        assert ">Ben<" not in browser("Fay").get(page).text
    assert look(select(Member.state).where(Member.id == people["Ben"].id)) == [MemberState.LEFT]
    assert look(select(Round.state)) == [State.OPEN]
