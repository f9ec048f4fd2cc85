"""The page where one signs in: organisations' buttons, found by name or address."""

import re

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.organisations.models import Organisation, OrganisationDomain


@pytest.fixture
def doors(provider, other_provider, connect, save):
    choir = connect(provider, "The choir")
    town = connect(other_provider, "The town", label="Citizen's account")
    save(
        OrganisationDomain(domain="choir.example", organisation_id=choir.organisation_id),
        OrganisationDomain(domain="town.example", organisation_id=town.organisation_id),
    )
    return choir, town


def named(page):
    return re.findall(r'class="words"><strong>(.*?)</strong>', page.text)


def test_organisations_have_a_button_each(browser, doors):
    page = browser(None).get("/sign-in/?next=/proposals/")
    assert named(page) == ["The choir", "The town"]
    assert page.text.count('name="next" value="/proposals/"') >= 3
    assert "Citizen" in page.text


def test_the_one_used_last_stands_first(browser, doors, other_provider, come_back):
    client = browser(None)
    come_back(client, doors[1], to=other_provider)
    client.post("/sign-in/with/arrival")
    client.post("/sign-in/out")
    page = client.get("/sign-in/")
    assert named(page) == ["The town", "The choir"]
    assert "You used it last time" in page.text


def test_what_an_organisation_sends_follows_from_its_rules(browser, provider, connect, garden):
    connect(
        provider,
        rules=[
            {
                "kind": "role",
                "claim": "groups",
                "value": "a",
                "space_id": garden.id,
                "role": "member",
            },
            {"kind": "vote", "claim": "paid", "value": "true"},
        ],
    )
    page = browser(None).get("/sign-in/").text
    assert "Groups or duties, which decide" in page
    assert "Whether you have the right to vote." in page
    assert "Your category." not in page


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("lou@choir.example", ["The choir"]),
        ("lou@students.TOWN.example", ["The town"]),
        ("lou@elsewhere.example", []),
        ("lou@example", []),
        ("town", ["The town"]),
        ("the", ["The choir", "The town"]),
        ("Tówn THÉ", ["The town"]),
        ("100%", []),
        ("", ["The choir", "The town"]),
    ],
)
def test_an_organisation_is_found_by_name_or_address(browser, doors, sought, found):
    page = browser(None).post("/sign-in/with/", data={"sought": sought, "next": "/proposals/"})
    assert named(page) == found
    assert "/proposals/" in page.text


def test_an_archived_organisation_has_no_door(browser, doors, save, look):
    with db.writing() as session:
        town = session.exec(select(Organisation).where(Organisation.name == "The town")).one()
        town.archived_at = now()
    assert named(browser(None).get("/sign-in/")) == ["The choir"]
    assert browser(None).post(f"/sign-in/with/{doors[1].id}").status_code == 400


def test_without_connections_the_page_says_nothing_of_them(browser, people):
    assert "With your organisation" not in browser(None).get("/sign-in/").text
