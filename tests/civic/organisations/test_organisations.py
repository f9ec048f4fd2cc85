"""A partner organisation from its taking in to its end: its page, its names, its keepers."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core.clock import now
from civic.organisations.models import (
    Organisation,
    OrganisationDomain,
    OrganisationMembership,
    OrganisationRole,
)
from civic.spaces.models import Joining, Membership, Space

HERE = "/organisations/1-the-mill"
NEW = {
    "name": "The town hall",
    "about": "We keep **the books**.",
    "belonging": "Ask at the desk.",
    "language": "en",
    "site": "https://town.example.org",
    "domains": "town.example.org\n@Council.example.org, town.example.org",
}


def test_ones_account_says_where_one_belongs_and_whether_one_is_named_there(mill, browser, people):
    ben = browser("Ben")
    page = ben.get("/sign-in/account").text
    assert "The mill" in page
    assert "Your name does not stand on its page." in page
    about = {"listed": "1", "next": "/sign-in/account"}
    answer = ben.post("/organisations/1-the-mill/listed", data=about)
    assert answer.location == "/sign-in/account"
    assert "Your name stands on its page" in ben.get(answer.location).text
    away = {"listed": "1", "next": "//elsewhere.example"}
    assert ben.post("/organisations/1-the-mill/listed", data=away).location == "/"


def test_organisations_that_take_part_are_found_by_their_name(mill, bakery, browser, people):
    ada = browser("Ada")
    found = ada.get("/search?q=mill").text
    assert 'href="/organisations/1-the-mill"' in found
    assert "the-bakery" not in found
    browser("Kim").post("/organisations/1-the-mill/archive", data={"archived": "1"})
    assert "1-the-mill" not in ada.get("/search?q=mill").text


def test_accents_and_capitals_matter_neither_in_finding_nor_in_their_order(save, browser):
    for name in ("Zoo", "École du marché"):
        save(Organisation(name=name, language="fr"))
    assert "ecole-du-marche" in browser("Ada").get("/search?q=MARCHE+ecole").text
    listed = browser("Ada").get("/organisations/").text
    assert listed.index("École du marché") < listed.index("Zoo")


def test_an_administrator_takes_an_organisation_in(people, browser, look):
    assert browser("Ada").get("/organisations/new").status_code == 403
    assert browser("Ada").post("/organisations/new", data=NEW).status_code == 403
    answer = browser("Kim").post("/organisations/new", data=NEW)
    assert answer.location == "/organisations/1-the-town-hall/administrators"
    page = browser("Ada").get("/organisations/1-the-town-hall").text
    assert "We keep <strong>the books</strong>." in page
    assert "Ask at the desk." in page
    assert 'href="https://town.example.org" rel="nofollow noopener"' in page
    assert "Nobody has agreed to be named here yet." in page
    assert "The town hall" in browser("Ada").get("/organisations/").text
    assert look(select(OrganisationDomain.domain).order_by(OrganisationDomain.domain)) == [
        "council.example.org",
        "town.example.org",
    ]
    assert look(select(AuditEntry.name)) == ["OrganisationTakenIn"]
    record = browser("Ada").get("/record").text
    assert "Kim added the organisation" in record
    assert "/organisations/1-the-town-hall" in record


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Give the organisation a name."),
        ({"name": "x"}, "Between 2 and 120 characters."),
        ({"name": "The mill"}, "There is an organisation of this name already."),
        ({"site": "javascript:alert(1)"}, "Write the whole address"),
        ({"site": 'https://a.b"onmouseover='}, "Write the whole address"),
        ({"domains": "town"}, "No e-mail address can end with this: town"),
        ({"domains": "gmail.com"}, "Anybody can have an address at gmail.com."),
        ({"domains": "mill.example.org"}, "mill.example.org leads to another organisation."),
        ({"about": "x" * 5_001}, "5,000 characters at most."),
        ({"language": "xx"}, "Not a valid choice."),
    ],
)
def test_a_mistake_keeps_what_was_typed(mill, save, browser, look, wrong, said):
    save(OrganisationDomain(domain="mill.example.org", organisation_id=mill.id))
    answer = browser("Kim").post("/organisations/new", data=NEW | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Ask at the desk." in answer.text
    assert len(look(select(Organisation))) == 1


def test_it_is_changed_and_keeps_its_own_name_and_domains(mill, browser, look):
    kept = NEW | {"name": "The mill"}
    for _twice in range(2):
        assert browser("Kim").post(f"{HERE}/edit", data=kept).location == HERE
    assert len(look(select(OrganisationDomain))) == 2
    assert "council.example.org" in browser("Kim").get(f"{HERE}/edit").text
    renamed = browser("Kim").post(f"{HERE}/edit", data=NEW)
    assert browser("Ben").get(HERE).location == renamed.location


def test_who_agreed_is_named_to_members_and_to_nobody_else(mill, browser):
    assert ">Ben<" not in browser("Ada").get(HERE).text
    assert "2 people belong to it." in browser("Ada").get(HERE).text
    assert browser("Ben").post(f"{HERE}/listed", data={"listed": "1"}).status_code == 303
    assert ">Ben<" in browser("Ada").get(HERE).text
    browser("Ben").post(f"{HERE}/listed", data={"listed": "0"})
    assert ">Ben<" not in browser("Ada").get(HERE).text
    assert browser("Ada").post(f"{HERE}/listed", data={"listed": "1"}).status_code == 404


def test_a_visitor_sees_how_many_and_no_name(mill, save, browser, look):
    from civic.community.models import Community

    opened = look(select(Community))[0]
    opened.open_to_read = True
    save(opened)
    browser("Ben").post(f"{HERE}/listed", data={"listed": "1"})
    page = browser(None).get(HERE).text
    assert "2 people belong to it." in page
    assert "Ben" not in page
    assert "Zoe" not in page


def test_somebody_leaves_and_stays_a_member_of_the_community(mill, browser, look):
    client = browser("Ben")
    assert client.post(f"{HERE}/leave").status_code == 303
    assert "How to join it" in client.get(HERE).text
    assert client.post(f"{HERE}/leave").status_code == 404
    assert len(look(select(OrganisationMembership))) == 1


def test_the_communitys_administrators_name_who_looks_after_its_people(mill, browser, look):
    address = f"{HERE}/administrators"
    for name in ("Ben", "Zoe", "Ada"):
        assert browser(name).get(address).status_code == 404
        assert browser(name).post(address, data={"member": "Ada"}).status_code == 404
    assert "Only one person." in browser("Kim").get(address).text
    assert browser("Kim").post(address, data={"member": "Ada"}).location == address
    page = browser("Kim").get(address).text
    assert "Relieve Ada" in page
    assert "Only one person." not in page
    assert "Looked after by Ada, Zoe." in browser("Ben").get(HERE).text
    relieved = browser("Kim").post(f"{address}/3/relieve")  # Fay never did
    assert relieved.status_code == 404
    assert browser("Kim").post(f"{address}/1/relieve").location == address
    assert "Relieve Ada" not in browser("Kim").get(address).text
    roles = look(select(OrganisationMembership.role).order_by(OrganisationMembership.member_id))
    assert roles == [OrganisationRole.MEMBER, OrganisationRole.MEMBER, "administrator"]


def test_a_mandate_ends_by_itself(mill, browser, at):
    address, today = f"{HERE}/administrators", now()
    told = browser("Kim").post(address, data={"member": "Ben", "until": "2020-01-01"})
    assert "This day is over. Take a later one." in told.text
    day = f"{today + timedelta(days=3):%Y-%m-%d}"
    assert browser("Kim").post(address, data={"member": "Ben", "until": day}).status_code == 303
    assert "Your mandate lasts until" in browser("Ben").get(HERE).text
    at(today + timedelta(days=5))
    assert "You look after its people." not in browser("Ben").get(HERE).text
    assert "Looked after by Zoe." in browser("Ada").get(HERE).text


def test_nobody_unknown_is_named(mill, browser):
    answer = browser("Kim").post(f"{HERE}/administrators", data={"member": "Nobody"})
    assert answer.status_code == 422
    assert "No single member of the community answers to that." in answer.text


def test_what_no_longer_takes_part_is_seen_by_its_own_people(mill, browser):
    assert browser("Zoe").post(f"{HERE}/archive", data={"archived": "1"}).status_code == 404
    browser("Kim").post(f"{HERE}/archive", data={"archived": "1"})
    assert browser("Fay").get(HERE).status_code == 404
    assert "no longer takes part" in browser("Ben").get(HERE).text
    assert "The mill" not in browser("Fay").get("/organisations/").text
    assert "The mill" in browser("Kim").get("/organisations/?archived=1").text
    assert "The mill" not in browser("Fay").get("/organisations/?archived=1").text
    browser("Kim").post(f"{HERE}/archive", data={"archived": "0"})
    assert browser("Fay").get(HERE).status_code == 200


def test_its_own_people_join_its_spaces_by_themselves(mill, save, people, browser, look):
    yard = save(Space(title="The yard", language="en", organisation_id=mill.id))
    page = browser("Fay").get("/spaces/1-the-yard").text
    assert "The people of this organisation join by themselves" in page
    assert browser("Fay").post("/spaces/1-the-yard/join").status_code == 403
    assert browser("Ben").post("/spaces/1-the-yard/join").status_code == 303
    assert look(select(Membership.member_id)) == [people["Ben"].id]
    assert yard.joining == Joining.OPEN
    assert "/spaces/1-the-yard" in browser("Fay").get(HERE).text
    assert "The mill" in page


def test_only_spaces_that_the_reader_sees_stand_on_its_page(mill, save, browser):
    save(Space(title="The cellar", language="en", organisation_id=mill.id, audience="space"))
    assert "The cellar" not in browser("Ben").get(HERE).text
    assert "The cellar" in browser("Kim").get(HERE).text


def test_whose_a_space_is_an_administrator_says(mill, garden, browser, look):
    new = {
        "title": "The yard", "kind": "process", "language": "en", "audience": "community",
        "joining": "open", "organisation_id": "1",
    }  # fmt: skip
    assert browser("Kim").post("/spaces/new", data=new).status_code == 303
    assert look(select(Space.organisation_id).where(Space.title == "The yard")) == [mill.id]
    assert 'name="organisation_id"' not in browser("Fay").get("/spaces/1-the-garden/edit").text
    changed = new | {"title": "The garden"}
    assert browser("Fay").post("/spaces/1-the-garden/edit", data=changed).status_code == 303
    assert look(select(Space.organisation_id).where(Space.id == garden.id)) == [None]
    wrong = browser("Kim").post("/spaces/new", data=new | {"organisation_id": "99"})
    assert wrong.status_code == 422


def test_an_empty_house_says_what_a_partner_is(people, browser):
    assert (
        "An association, a town hall or a university" in browser("Ada").get("/organisations/").text
    )
    assert "/organisations/new" not in browser("Ada").get("/organisations/").text
    assert "/organisations/new" in browser("Kim").get("/organisations/").text


def test_its_page_costs_as_much_however_many_belong(mill, save, browser, statements):
    from civic.members.models import Member

    def cost():
        client = browser("Ben")
        client.get(HERE)
        statements.clear()
        assert client.get(HERE).status_code == 200
        return len(statements)

    before = cost()
    more = [Member(name=f"Miller {n}") for n in range(60)]
    save(*more)
    save(
        *(
            OrganisationMembership(organisation_id=mill.id, member_id=one.id, is_listed=True)
            for one in more
        )
    )
    assert cost() == before
    assert before <= 8
    page = browser("Ben").get(HERE).text
    assert page.count("Miller ") == 50
    assert "Further names" in page


def test_the_first_page_leads_whoever_looks_after_people_to_them(mill, bakery, browser):
    assert (
        '<a href="/organisations/1-the-mill/people/">The people of The mill</a>'
        in browser("Zoe").get("/").text
    )
    for other in ("Ben", "Kim"):
        assert "The people of" not in browser(other).get("/").text
