"""An organisation's administrators look after their own people, and after nobody else."""

import io
import re
from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.core.mail import NORMAL, OutboxMail
from civic.joint.models import JointAct
from civic.members.models import CommunityRole, Member, MemberState
from civic.notifications import making
from civic.organisations.models import Organisation, OrganisationMembership, OrganisationRole
from civic.sign_in import inviting, sessions
from civic.sign_in.models import OneTimeToken, SignInSession
from civic.spaces.models import Membership, Space
from tests.world import changed, routes

HERE = "/organisations/1-the-mill/people"
BLUEPRINTS = ("organisations", "organisation_people")


@pytest.fixture
def invite(mill, browser):
    def send(addresses="Ida Noé <ida@example.org>", by="Zoe"):
        return browser(by).post(f"{HERE}/invite", data={"addresses": addresses})

    return send


@pytest.fixture
def ida(invite, browser, mails, link_in, look):
    """Came to the community by the mill's invitation."""
    invite()
    browser(None).post(link_in(mails()[0]), data={"name": "Ida Noé"})
    return look(select(Member).where(Member.name == "Ida Noé"))[0]


@pytest.fixture
def send_table(mill, browser):
    def send(text, by="Zoe", **more):
        file = (io.BytesIO(text.encode()), "people.csv")
        return browser(by).post(f"{HERE}/invite/table", data={"file": file, **more})

    return send


def belonging(look, member):
    found = select(OrganisationMembership).where(OrganisationMembership.member_id == member.id)
    return look(found)[0]


# Inviting.


def test_an_invitation_leads_into_the_organisation(ida, browser, mails, look, mill):
    mail = mails()[0]
    assert (mail.address, mail.subject) == (
        "ida@example.org",
        "The mill invites you to Mill Street",
    )
    assert mail.priority == NORMAL  # a hundred of them keep nobody waiting at the door
    found = belonging(look, ida)
    assert (found.organisation_id, found.brought_in, found.is_listed) == (mill.id, True, False)
    assert "Ida Noé" in browser("Zoe").get(f"{HERE}/").text
    assert "through this organisation" in browser("Zoe").get(f"{HERE}/{ida.id}").text


def test_who_accepts_is_told_what_is_seen_of_them(invite, browser, mails, link_in):
    invite()
    page = browser(None).get(link_in(mails()[0])).text
    assert "Its administrators will see your name and your address" in page


def test_a_member_of_the_community_who_is_invited_stays_one_person(
    invite, browser, people, mails, link_in, look
):
    invite("fay@example.org")
    browser(None).post(link_in(mails()[0]), data={"member": people["Fay"].id})
    assert len(look(select(Member).where(Member.email == "fay@example.org"))) == 1
    assert belonging(look, people["Fay"]).brought_in is False


def test_an_invitation_is_for_its_address_once_and_for_a_while(
    invite, browser, people, mails, link_in, at
):
    invite()
    link = link_in(mails()[0])
    assert browser(None).post(link, data={"member": people["Kim"].id}).status_code == 410
    assert browser(None).post(link, data={"name": "Ida"}).status_code == 303
    assert browser(None).post(link, data={"name": "Sly"}).status_code == 410
    invite("bob@example.org")
    at(now() + timedelta(days=14, seconds=1))
    assert browser(None).get(link_in(mails()[-1])).status_code == 410


def test_an_invitation_is_withdrawn(invite, bakery, browser, mails, link_in, look):
    invite()
    token = look(select(OneTimeToken))[0]
    assert "ida@example.org" in browser("Zoe").get(f"{HERE}/invite").text
    elsewhere = f"/organisations/2-the-bakery/people/invite/{token.id}/withdraw"
    assert browser("Ada").post(elsewhere).status_code == 404
    assert browser("Zoe").post(f"{HERE}/invite/{token.id}/withdraw").status_code == 303
    assert browser(None).get(link_in(mails()[0])).status_code == 410
    assert browser("Zoe").post(f"{HERE}/invite/{token.id}/withdraw").status_code == 404


def test_a_newer_invitation_replaces_the_older(invite, browser, mails, link_in):
    invite()
    invite("IDA@example.org")
    old, new = (link_in(mail) for mail in mails())
    assert browser(None).get(old).status_code == 410
    assert browser(None).get(new).status_code == 200


def test_what_ends_its_taking_part_ends_its_invitations(invite, browser, mails, link_in):
    invite()
    browser("Kim").post("/organisations/1-the-mill/archive", data={"archived": "1"})
    assert browser(None).get(link_in(mails()[0])).status_code == 410
    assert browser(None).post(link_in(mails()[0]), data={"name": "Ida"}).status_code == 410
    assert browser("Zoe").get(f"{HERE}/").status_code == 404
    assert invite("bob@example.org").status_code == 404
    assert invite("bob@example.org", by="Kim").status_code == 404


def test_whom_the_community_took_out_an_organisation_does_not_bring_back(
    invite, people, browser, mails, link_in, look
):
    browser("Kim").post(f"/members/{people['Fay'].id}/state", data={"state": "left"})
    invite("Fay <fay@example.org>")
    browser(None).post(link_in(mails()[-1]), data={"name": "Fay"})
    states = look(select(Member.state).where(Member.email == "fay@example.org"))
    assert states == [MemberState.REQUESTED]


def test_no_address_book_is_mailed_from_here(invite, monkeypatch, mails):
    monkeypatch.setattr(inviting, "MOST_PENDING", 2)
    assert invite("a@example.org\nb@example.org").status_code == 303
    assert invite("b@example.org").status_code == 303  # replaced, not added
    told = invite("c@example.org")
    assert told.status_code == 422
    assert "Too many invitations wait for an answer already." in told.text
    assert len(mails()) == 3


# A table.


def test_a_table_is_shown_before_anybody_is_invited(send_table, browser, mails):
    text = "nom;courriel;poids\nIda Noé;ida@example.org;3\nBen;ben@example.org;x\n"
    shown = send_table(text + "Olga;;\nIda;IDA@example.org;\nSly;nowhere;\n")
    for said in (
        "Nobody is invited yet.",
        "poids",  # a column that is left aside
        "Somebody with this address belongs to the organisation.",
        "An invitation needs an e-mail address.",
        "The same address stands above already.",
        "This is not an e-mail address.",
        "Line 3:",
        "Invite 1 person",
    ):
        assert said in shown.text
    assert mails() == []
    packed = re.search(r'name="packed" value="([^"]+)"', shown.text)[1]
    done = browser("Zoe").post(f"{HERE}/invite/table", data={"packed": packed, "apply": "1"})
    assert done.location == f"{HERE}/invite"
    assert [mail.address for mail in mails()] == ["ida@example.org"]
    again = browser("Zoe").post(f"{HERE}/invite/table", data={"packed": packed, "apply": "1"})
    assert "An invitation to this address waits for an answer." in again.text
    assert len(mails()) == 1


def test_a_table_does_not_tell_who_is_a_member_elsewhere(send_table, bakery):
    shown = send_table("name;email\nFay;fay@example.org\nKim;kim@example.org\n")
    assert "Invite 2 people" in shown.text


@pytest.mark.parametrize("text", ["", "email\nida@example.org\n", "name;nom\nIda;Ida\n"])
def test_what_is_no_table_says_why(send_table, text):
    assert send_table(text).status_code == 422


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


@pytest.fixture
def take_list(mill, browser):
    """Somebody asks for the list, another agrees, and it is taken."""

    def taken(by="Zoe", second="Kim"):
        client = browser(by)
        act = client.post(f"{HERE}/export").location
        browser(second).post(f"{act}/agree")
        return client.post(f"{HERE}/people.csv")

    return taken


def test_its_list_leaves_the_house_by_two_people_once_and_is_recorded(
    mill, bakery, browser, take_list, look
):
    assert browser("Zoe").post(f"{HERE}/people.csv").location == f"{HERE}/export"
    answer = take_list()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Ben;ben@example.org;member;no" in answer.text
    assert "fay@example.org" not in answer.text  # of the bakery
    (entry,) = look(select(AuditEntry).where(AuditEntry.name == "PeopleExported"))
    assert entry.details["added"] == 2
    assert "Zoe took a copy of the list of the people of" in browser("Ben").get("/record").text
    assert browser("Zoe").post(f"{HERE}/people.csv").location == f"{HERE}/export"


def test_a_list_that_was_agreed_to_is_of_that_organisation_alone(
    mill, bakery, save, browser, people
):
    save(OrganisationMembership(
        organisation_id=bakery.id, member_id=people["Zoe"].id, role=OrganisationRole.ADMINISTRATOR
    ))  # fmt: skip
    elsewhere = f"/organisations/{bakery.id}-the-bakery/people"
    zoe = browser("Zoe")
    browser("Kim").post(f"{zoe.post(f'{HERE}/export').location}/agree")
    refused = zoe.post(f"{elsewhere}/people.csv")
    assert refused.location == f"{elsewhere}/export"
    assert "fay@example.org" not in refused.text
    assert zoe.post(f"{HERE}/people.csv").status_code == 200, "the mill's is there still"


def test_another_of_its_own_administrators_agrees_and_nobody_elses(
    mill, bakery, browser, take_list, people, look
):
    with db.writing() as session:
        belongs = session.get_one(OrganisationMembership, (1, people["Ben"].id))
        belongs.role = OrganisationRole.ADMINISTRATOR
    assert take_list(second="Ada").status_code == 303  # of the bakery
    assert take_list(second="Zoe").status_code == 303  # who asked
    act = browser("Zoe").post(f"{HERE}/export").location
    assert browser("Ada").get(act).status_code == 404
    assert "takes a copy of the list of the people of The mill" in browser("Ben").get("/").text
    assert "takes a copy of the list of the people" not in browser("Ada").get("/").text
    making.run()
    is_told = col(OutboxMail.subject).startswith("It takes two")
    told = look(select(OutboxMail.address).where(is_told))
    assert sorted(told) == ["ben@example.org", "kim@example.org"]
    assert take_list(second="Ben").status_code == 200


def test_whom_the_asker_has_named_is_no_second_person(mill, browser, people, look):
    """One administrator of the community makes somebody an administrator of the organisation, and
    lets them agree: that is one person, until a second one has named them, too."""
    name = f"/organisations/{mill.id}-the-mill/administrators"
    browser("Kim").post(name, data={"member": "Ben"})
    act = browser("Kim").post(f"{HERE}/export").location
    page = browser("Ben").post(f"{act}/agree", follow_redirects=True).text
    assert "Somebody else has to agree." in page
    assert look(select(JointAct.agreed_at)) == [None]
    with db.writing() as session:
        session.get_one(Member, people["Fay"].id).role = CommunityRole.ADMINISTRATOR
    browser("Fay").post(name, data={"member": "Ben"})
    browser("Ben").post(f"{act}/agree")
    assert browser("Kim").post(f"{HERE}/people.csv").status_code == 200


def test_who_no_longer_looks_after_them_gets_no_list(mill, browser, people):
    act = browser("Zoe").post(f"{HERE}/export").location
    with db.writing() as session:
        belongs = session.get_one(OrganisationMembership, (1, people["Zoe"].id))
        belongs.role = OrganisationRole.MEMBER
    page = browser("Kim").post(f"{act}/agree", follow_redirects=True).text
    assert "This can no longer be done" in page


def test_asking_for_the_list_takes_a_fresh_sign_in(mill, browser, at, look):
    client = browser("Zoe")
    at(now() + timedelta(hours=2))
    assert client.post(f"{HERE}/export").location.startswith("/sign-in/?again=1")
    assert look(select(JointAct)) == []


def test_no_spreadsheet_runs_a_name(mill, people, take_list):
    with db.writing() as session:
        session.get_one(Member, people["Ben"].id).name = "=cmd()"
    assert "'=cmd()" in take_list().text


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


def test_fields_that_nobody_asked_for_change_nothing(invite, browser, mails, link_in, look):
    invite()
    sly = {"name": "Ida", "role": "administrator", "organisation_id": "2", "brought_in": "0"}
    browser(None).post(link_in(mails()[0]), data=sly)
    ida = look(select(Member).where(Member.name == "Ida"))[0]
    assert ida.role == CommunityRole.MEMBER
    assert belonging(look, ida).role == "member"
    assert len(look(select(Organisation))) == 1
