"""What claims give: given, renewed, taken back, and never more than they may."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.members.models import Member
from civic.partners.models import ClaimGrant
from civic.partners.ticking import end_what_is_over
from civic.spaces.models import Membership, Role
from tests.civic.partners.conftest import is_signed_in


@pytest.fixture
def choir(garden, provider, connect):
    """Singers are members of the garden; the board facilitates; a category by kind."""
    return connect(
        provider,
        rules=[
            {"kind": "role", "claim": "groups", "value": "singers", "space_id": garden.id,
             "role": "member"},
            {"kind": "role", "claim": "groups", "value": "board", "space_id": garden.id,
             "role": "facilitator"},
            {"kind": "category", "claim": "kind"},
        ],
    )  # fmt: skip


@pytest.fixture
def lou(look, garden):
    def at_present():
        (member,) = look(select(Member).where(Member.name == "Lou"))
        roles = look(select(Membership.role).where(Membership.member_id == member.id))
        return member.category, roles[0].value if roles else None

    return at_present


def test_claims_give_a_category_and_a_role(browser, choir, enter, lou, look, garden):
    enter(browser(None), choir, name="Lou", groups=["singers"], kind="alto")
    assert lou() == ("alto", "member")
    (entry,) = look(select(AuditEntry).where(AuditEntry.name == "ClaimsFollowed"))
    assert set(entry.details["given"]) == {"category", f"space:{garden.id}"}
    assert "alto" not in str(entry.details)


def test_what_is_no_longer_said_goes_at_the_next_sign_in(browser, choir, enter, come_back, lou):
    enter(browser(None), choir, name="Lou", groups=["board"], kind="alto")
    assert lou() == ("alto", "facilitator")
    come_back(browser(None), choir, name="Lou", groups=["singers"], kind="tenor")
    assert lou() == ("tenor", "member")
    come_back(browser(None), choir, name="Lou")
    assert lou() == (None, None)


def test_what_is_not_renewed_ends_after_30_days(
    browser, choir, enter, come_back, lou, at, provider
):
    began = now()
    enter(browser(None), choir, name="Lou", groups=["singers"], kind="alto")
    at(began + timedelta(days=29))
    end_what_is_over()
    assert lou() == ("alto", "member")
    at(began + timedelta(days=31))
    end_what_is_over()
    assert lou() == (None, None)


def test_signing_in_renews(browser, choir, enter, come_back, lou, at, look):
    said = {"name": "Lou", "groups": ["singers"], "kind": "alto"}
    enter(browser(None), choir, **said)
    with db.writing() as session:
        for grant in session.exec(select(ClaimGrant)):
            grant.expires_at = now() + timedelta(hours=1)
    come_back(browser(None), choir, **said)
    at(now() + timedelta(days=20))
    end_what_is_over()
    assert lou() == ("alto", "member")


def test_a_role_given_by_hand_stays(browser, choir, enter, come_back, lou, look, garden, save):
    enter(browser(None), choir, name="Lou", groups=["singers"])
    with db.writing() as session:
        (role,) = session.exec(
            select(Membership)
            .join(Member, Member.id == Membership.member_id)
            .where(Member.name == "Lou")
        )
        role.role = Role.FACILITATOR
    come_back(browser(None), choir, name="Lou", groups=["singers"])
    assert lou()[1] == "facilitator"
    come_back(browser(None), choir, name="Lou")
    assert lou()[1] == "facilitator"


def test_a_name_follows_until_the_person_changes_it(browser, choir, enter, come_back, look):
    enter(browser(None), choir, name="Lou")
    come_back(browser(None), choir, name="Louise")
    (member,) = look(select(Member).where(Member.name == "Louise"))
    with db.writing() as session:
        session.get_one(Member, member.id).name = "Loulou"
    come_back(browser(None), choir, name="Louise Reed")
    assert look(select(Member.name).where(Member.id == member.id)) == ["Loulou"]


def test_a_required_claim_refuses(browser, provider, connect, come_back, look):
    picky = connect(provider, rules=[{"kind": "required", "claim": "groups", "value": "singers"}])
    client = browser(None)
    answer = come_back(client, picky, name="Lou", groups=["audience"])
    assert answer.status_code == 400
    assert "does not count you among them" in answer.text
    assert not is_signed_in(client)
    assert look(select(Member).where(Member.name == "Lou")) == []


def test_who_may_not_vote_observes(browser, garden, provider, connect, enter, lou):
    voting = connect(
        provider,
        rules=[
            {"kind": "role", "claim": "groups", "value": "singers", "space_id": garden.id,
             "role": "member"},
            {"kind": "vote", "claim": "paid", "value": "true"},
        ],
    )  # fmt: skip
    client = browser(None)
    enter(client, voting, name="Lou", groups=["singers"], paid=False)
    assert lou()[1] == "observer"


def test_a_space_that_is_gone_gives_nothing(browser, provider, connect, enter, lou):
    gone = connect(
        provider,
        rules=[
            {"kind": "role", "claim": "name", "value": "Lou", "space_id": 999, "role": "member"}
        ],
    )
    enter(browser(None), gone, name="Lou")
    assert lou() == (None, None)


def test_nothing_is_given_in_the_space_of_another_organisation(
    browser, choir, garden, connect, other_provider, enter, lou, save
):
    """Which a space may become after the rule was made."""
    garden.organisation_id = connect(other_provider, "The town").organisation_id
    save(garden)
    page = browser("Kim").get(f"/connections/{choir.id}/rules").text
    assert "The garden" not in page
    enter(browser(None), choir, name="Lou", groups=["board"], kind="alto")
    assert lou() == ("alto", None)


def test_one_sees_what_one_was_given_and_until_when(browser, choir, enter):
    client = browser(None)
    enter(client, choir, name="Lou", groups=["singers"], kind="alto")
    page = client.get("/sign-in/account").text
    assert "alto" in page
    assert "The garden" in page
    assert "unless you sign in through them before" in page
