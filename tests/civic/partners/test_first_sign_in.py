"""The first sign-in through an organisation, and those that follow."""

from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.members.models import Member, MemberState
from civic.organisations.models import Organisation, OrganisationMembership
from civic.partners.models import LastClaims, PartnerAccount
from tests.civic.partners.conftest import is_signed_in


def member(look, name):
    return look(select(Member).where(Member.name == name))[0]


def test_somebody_becomes_a_member_after_seeing_what_is_taken_over(
    browser, connection, come_back, look
):
    client = browser(None)
    answer = come_back(
        client, connection, name="Lou Reed", email="lou@choir.example", email_verified=True,
        next="/proposals/",
    )  # fmt: skip
    page = client.get(answer.location)
    assert "Lou Reed" in page.text
    assert "lou@choir.example" in page.text
    assert "The choir" in page.text
    assert not is_signed_in(client)
    assert look(select(Member).where(Member.name == "Lou Reed")) == []
    entered = client.post(answer.location)
    assert entered.location == "/proposals/"
    assert is_signed_in(client)
    lou = member(look, "Lou Reed")
    assert lou.email == "lou@choir.example"
    (belongs,) = look(
        select(OrganisationMembership).where(OrganisationMembership.member_id == lou.id)
    )
    assert belongs.brought_in
    (organisation,) = look(select(Organisation))
    assert belongs.organisation_id == organisation.id


def test_the_second_time_one_is_known(browser, connection, enter, come_back, look):
    enter(browser(None), connection, name="Lou")
    again = browser(None)
    answer = come_back(again, connection, next="/proposals/")
    assert answer.location == "/proposals/"
    assert is_signed_in(again)
    assert len(look(select(PartnerAccount))) == 1


def test_who_turns_back_leaves_nothing(browser, connection, come_back, look):
    client = browser(None)
    come_back(client, connection, name="Lou")
    client.post("/sign-in/with/turn-back")
    assert look(select(LastClaims)) == []
    assert client.get("/sign-in/with/arrival").location == "/sign-in/"
    assert look(select(Member).where(Member.name == "Lou")) == []


def test_another_browser_sees_nothing_of_an_arrival(browser, connection, come_back):
    come_back(browser(None), connection)
    stranger = browser(None)
    with stranger.session_transaction() as cookies:
        cookies["arrival"] = 1
    assert stranger.get("/sign-in/with/arrival").location == "/sign-in/"
    assert stranger.post("/sign-in/with/arrival").location == "/sign-in/"


def test_who_has_no_name_there_gives_one(browser, connection, come_back, look):
    client = browser(None)
    come_back(client, connection, name=None)
    assert client.post("/sign-in/with/arrival").status_code == 422
    assert client.post("/sign-in/with/arrival", data={"name": "Lou"}).status_code == 303
    assert member(look, "Lou")


def test_an_account_of_another_organisation_does_not_come_in(
    browser, provider, connection, connect, enter, come_back, look
):
    """The same provider serves two organisations: nobody is moved from one to the other."""
    enter(browser(None), connection)
    town = connect(provider, "The town", client_id="civic-town")
    provider.claims = {"aud": "civic-town"}
    client = browser(None)
    answer = come_back(client, town)
    assert "came in through another organisation before" in answer.text
    assert not is_signed_in(client)
    assert len(look(select(OrganisationMembership))) == 1


def test_who_was_put_out_stays_out(browser, connection, enter, come_back, look):
    """By the community, or by their organisation's administrator."""
    enter(browser(None), connection, name="Lou")
    lou = member(look, "Lou")
    key = (connection.organisation_id, lou.id)
    with db.writing() as session:
        session.get_one(OrganisationMembership, key).ended_at = now()
    client = browser(None)
    assert "Your account here was closed." in come_back(client, connection).text
    with db.writing() as session:
        session.get_one(OrganisationMembership, key).ended_at = None
        session.get_one(Member, lou.id).state = MemberState.LEFT
    assert "Your account here was closed." in come_back(client, connection).text
    assert not is_signed_in(client)
