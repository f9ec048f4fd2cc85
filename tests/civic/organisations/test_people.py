"""An organisation's administrators look after their own people, and after nobody else."""

import re
from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.members.models import CommunityRole, Member, MemberState
from civic.organisations.models import OrganisationMembership
from civic.sign_in import sessions
from civic.sign_in.models import OneTimeToken, SignInSession
from civic.spaces.models import Membership, Space
from tests.civic.organisations.conftest import HERE, belonging
from tests.world import changed, routes

BLUEPRINTS = ("organisations", "organisation_people")


# Ending it, and undoing that.


def test_who_no_longer_belongs_is_signed_out_at_once(ida, browser, people, app, look, save, mill):
    yard = save(Space(title="The yard", language="en", organisation_id=mill.id))
    common = save(Space(title="The square", language="en"))
    save(*(Membership(space_id=one.id, member_id=ida.id) for one in (yard, common)))
    people["Ida"] = ida
    client = browser("Ida")
    assert client.get("/sign-in/account").status_code == 200
    assert "they leave the community, too" in browser("Zoe").get(f"{HERE}/{ida.id}").text
    assert browser("Zoe").post(f"{HERE}/{ida.id}/end").status_code == 303
    assert client.get("/sign-in/account").status_code == 302
    assert look(select(SignInSession).where(SignInSession.member_id == ida.id)) == []
    assert look(select(Member.state).where(Member.id == ida.id)) == [MemberState.LEFT]
    left = look(select(Membership.space_id).where(Membership.member_id == ida.id))
    assert left == [common.id]
    assert "Ida Noé" not in browser("Zoe").get(f"{HERE}/").text
    assert "Ida Noé" in browser("Zoe").get(f"{HERE}/former").text
    names = look(select(AuditEntry.name).order_by(col(AuditEntry.id)))
    assert names[-2:] == ["MemberLeft", "PersonDeactivated"]
    assert "Zoe ended that somebody belongs to" in browser("Ben").get("/record").text


def test_it_can_be_undone(ida, browser, look):
    browser("Zoe").post(f"{HERE}/{ida.id}/end")
    browser("Zoe").post(f"{HERE}/{ida.id}/return")
    assert look(select(Member.state).where(Member.id == ida.id)) == [MemberState.ACTIVE]
    found = belonging(look, ida)
    assert (found.ended_at, found.closes_account) == (None, False)


def test_whom_the_community_has_taken_out_meanwhile_stays_out(ida, browser, look):
    browser("Zoe").post(f"{HERE}/{ida.id}/end")
    browser("Kim").post(f"/members/{ida.id}/state", data={"state": "active"})
    browser("Kim").post(f"/members/{ida.id}/state", data={"state": "left"})
    assert (
        "An administrator of it decides about that." in browser("Zoe").get(f"{HERE}/{ida.id}").text
    )
    browser("Zoe").post(f"{HERE}/{ida.id}/return")
    assert look(select(Member.state).where(Member.id == ida.id)) == [MemberState.LEFT]


@pytest.mark.parametrize("why", ["came by another door", "belongs elsewhere", "audits"])
def test_who_has_another_reason_to_be_here_stays_a_member(
    ida, bakery, browser, look, save, people, why
):
    someone = people["Ben"] if why == "came by another door" else ida
    if why == "belongs elsewhere":
        save(OrganisationMembership(organisation_id=bakery.id, member_id=ida.id))
    if why == "audits":
        with db.writing() as session:
            session.get_one(Member, ida.id).role = CommunityRole.AUDITOR
    with db.writing() as session:
        sessions.begin(session, member_id=someone.id)
    assert "They stay a member of the community" in browser("Zoe").get(f"{HERE}/{someone.id}").text
    assert browser("Zoe").post(f"{HERE}/{someone.id}/end").status_code == 303
    assert look(select(Member.state).where(Member.id == someone.id)) == [MemberState.ACTIVE]
    assert look(select(SignInSession).where(SignInSession.member_id == someone.id)) == []


def test_an_administrator_of_the_organisation_is_relieved_by_the_community_alone(
    mill, save, people, browser, look
):
    save(
        OrganisationMembership(
            organisation_id=mill.id, member_id=people["Ada"].id, role="administrator"
        )
    )
    for target in ("Ada", "Zoe"):  # a colleague, oneself
        told = browser("Zoe").post(f"{HERE}/{people[target].id}/end")
        assert told.status_code == 403
        assert "relieved by an administrator of the community" in told.text
    assert browser("Kim").post(f"{HERE}/{people['Ada'].id}/end").status_code == 303


def test_a_role_that_was_taken_away_meanwhile_ends_nothing(mill, people, browser, look):
    client = browser("Zoe")
    assert client.get(f"{HERE}/{people['Ben'].id}").status_code == 200
    browser("Kim").post(f"/organisations/1-the-mill/administrators/{people['Zoe'].id}/relieve")
    assert client.post(f"{HERE}/{people['Ben'].id}/end").status_code == 404
    assert belonging(look, people["Ben"]).ended_at is None


# Seeing and taking along.


def test_the_list_is_searched_and_paged(mill, save, browser):
    more = [Member(name=f"Miller {n:02}", email=f"m{n}@mill.example") for n in range(55)]
    save(*more)
    save(*(OrganisationMembership(organisation_id=mill.id, member_id=one.id) for one in more))
    page = browser("Zoe").get(f"{HERE}/").text
    further = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert "Miller 54" not in page
    assert "Miller 54" in browser("Zoe").get(further).text
    assert "m7@mill.example" in browser("Zoe").get(f"{HERE}/?words=m7@").text
    assert "No name or address begins like that." in browser("Zoe").get(f"{HERE}/?words=%25").text


def test_those_who_no_longer_belong_are_paged_the_latest_first(mill, save, browser):
    ended = [now() - timedelta(days=n) for n in range(55)]
    more = [Member(name=f"Miller {n:02}") for n in range(55)]
    save(*more)
    save(
        *(
            OrganisationMembership(organisation_id=mill.id, member_id=one.id, ended_at=day)
            for one, day in zip(more, ended, strict=True)
        )
    )
    page = browser("Zoe").get(f"{HERE}/former").text
    assert page.index("Miller 00") < page.index("Miller 49")
    assert "Miller 50" not in page
    further = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert "Miller 54" in browser("Zoe").get(further).text
    assert "Miller 00" in browser("Zoe").get(f"{HERE}/former?before=nonsense").text
    assert "Miller" not in browser("Zoe").get(f"{HERE}/").text


# Others' organisations.


@pytest.mark.parametrize("name", ["Ada", "Fay", "Ben"])
def test_of_another_organisation_there_is_nothing_to_look_after(
    app, mill, bakery, invite, browser, people, rows, look, name
):
    """Ada administers the bakery, Fay belongs to it; Ben belongs to the mill without a role: every
    address below the mill's, with the numbers of its people and invitations, does not exist."""
    invite()
    token = look(select(OneTimeToken))[0]
    numbers = {"key": "1-the-mill", "member_id": people["Ben"].id, "token_id": token.id}
    own = {"organisations.be_listed", "organisations.leave"} if name == "Ben" else set()
    open_to_all = {"organisations.index", "organisations.show", "organisations.new", *own}
    client, before, walked = browser(name), rows(), 0
    for method in ("GET", "POST"):
        for rule in routes(app, method):
            blueprint = rule.endpoint.partition(".")[0]
            if blueprint not in BLUEPRINTS or rule.endpoint in open_to_all:
                continue
            address = "".join(
                str(numbers[part]) if variable else part for variable, part in rule._trace
            ).replace("|", "")
            answer = client.open(address, method=method, data={"archived": "1", "role": "x"})
            assert answer.status_code == 404, address
            walked += 1
    assert walked > 15
    assert changed(before, rows()) <= {"refusal_count"}


@pytest.mark.parametrize("deed", ["", "/end", "/return"])
def test_anothers_people_are_not_found_under_ones_own(mill, bakery, people, browser, rows, deed):
    """The numbers of the mill's people below the bakery's address, for its administrator."""
    address = f"/organisations/2-the-bakery/people/{people['Ben'].id}{deed}"
    before = rows()
    for name in ("Ada", "Kim"):
        client = browser(name)
        before = rows()
        answer = client.post(address) if deed else client.get(address)
        assert answer.status_code == 404
        assert changed(before, rows()) <= {"refusal_count"}
