"""The list of members: found, filtered, paged; and one member's page."""

import pytest
from sqlmodel import select

from civic.members import queries
from civic.members.models import CommunityRole, Member, MemberKind, MemberState
from civic.members.queries import Filters


@pytest.fixture
def kim(browser):
    return browser("Kim")


def names(client, **asked):
    page = client.get("/members/", query_string=asked).get_data(as_text=True)
    return [
        part.partition("</a>")[0].rpartition(">")[2] for part in page.split('<th scope="row">')[1:]
    ]


def test_sorted_as_people_sort(kim, save):
    save(*(Member(name=name) for name in ("Élise", "zoé", "Emil", "Éa")))
    assert names(kim) == ["Ada", "Ben", "Éa", "Élise", "Emil", "Fay", "Kim", "Zoe", "zoé"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("el", ["Élise Ost"]), ("OST", ["Élise Ost"]), ("élise o", ["Élise Ost"]), ("li", []),
     ("ada@", ["Ada"]), ("%", []), ("_", []), ("Nobody", [])],
)  # fmt: skip
def test_found_by_the_beginning_of_a_word_or_an_address(kim, save, words, found):
    save(Member(name="Élise Ost"))
    assert names(kim, words=words) == found


def test_filtered(kim, save):
    save(
        Member(name="Ida", college="A", category="usager"),
        Member(name="Jan", college="B", email="j@x.org", role=CommunityRole.AUDITOR),
        Member(name="Leo", state=MemberState.LEFT),
        Member(name="Imported", state=MemberState.IMPORTED, imported_key="x:1"),
    )
    assert names(kim, college="B") == ["Jan"]
    assert names(kim, category="usager") == ["Ida"]
    assert names(kim, reach="none") == ["Ida"]
    assert names(kim, role="auditor") == ["Jan"]
    assert names(kim, state="left") == ["Leo"]
    assert "Imported" not in names(kim, state="imported")


def test_paged_by_key_with_the_filters_kept(kim, save):
    save(*(Member(name=f"Person {n:03}", college="A") for n in range(120)))
    seen, address = [], "/members/?college=A"
    while address:
        page = kim.get(address).get_data(as_text=True)
        seen += [part.partition("<")[0] for part in page.split("Person ")[1:]]
        address = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == [f"{n:03}" for n in range(120)]


@pytest.mark.parametrize("after", ["|", "x", "a|b", "a|" + "9" * 40, "\x01|1"])
def test_a_bent_page_key_is_no_fault(kim, after):
    assert kim.get("/members/", query_string={"after": after}).status_code == 200


def test_a_long_list_costs_as_much_as_a_short_one(kim, save, statements):
    def cost():
        statements.clear()
        kim.get("/members/")
        return len(statements)

    few = cost()
    save(*(Member(name=f"Person {n}") for n in range(200)))
    assert cost() == few <= 12


def test_the_list_reads_its_index(plans, save):
    save(*(Member(name=f"Person {n}") for n in range(300)))
    asked = plans(lambda session: queries.members(session, Filters(), after="person 1|1"))
    plan = str(asked[-1])
    assert "ix_member_listed" in plan
    assert "TEMP B-TREE" not in plan


# One member's page.

PERSON = {"kind": "person", "role": "member", "weight": "1"}


def test_somebody_without_address_or_account_is_a_member(kim, look):
    kim.post("/members/new", data={"name": "Olga", "email": "", **PERSON})
    assert look(select(Member.email).where(Member.name == "Olga")) == [None]


def test_an_entity_is_represented_by_a_member_who_stays_one(kim, people, look):
    data = PERSON | {"name": "SCIC", "kind": "entity", "represented_by": "Ada"}
    kim.post("/members/new", data=data)
    scic = look(select(Member).where(Member.name == "SCIC"))[0]
    assert (scic.kind, scic.represented_by_id) == (MemberKind.ENTITY, people["Ada"].id)
    page = kim.get(f"/members/{scic.id}").get_data(as_text=True)
    assert 'value="Ada"' in page
    kim.post(f"/members/{scic.id}", data=data | {"college": "B"})
    assert look(select(Member.represented_by_id).where(Member.name == "SCIC")) == [people["Ada"].id]


def test_whoever_else_comes_to_vote_for_an_entity_is_in_the_record(kim, browser, look):
    data = PERSON | {"name": "SCIC", "kind": "entity", "represented_by": "Ada"}
    kim.post("/members/new", data=data)
    scic = look(select(Member).where(Member.name == "SCIC"))[0]
    said = "Kim changed who represents a legal entity, and votes for it."
    kim.post(f"/members/{scic.id}", data=data | {"college": "B"})
    assert said not in browser("Ben").get("/record").text
    kim.post(f"/members/{scic.id}", data=data | {"represented_by": "Kim"})
    assert said in browser("Ben").get("/record").text


@pytest.mark.parametrize("who", ["Nobody", "999", "Twin"])
def test_a_representative_must_be_one_known_person(kim, save, look, who):
    save(Member(name="Twin"), Member(name="Twin"))
    data = PERSON | {"name": "SCIC", "kind": "entity", "represented_by": who}
    assert kim.post("/members/new", data=data).status_code == 422
    assert look(select(Member).where(Member.name == "SCIC")) == []


def test_somebody_must_stay_administrator(kim, people, look):
    me = people["Kim"].id
    assert kim.post(f"/members/{me}", data=PERSON | {"name": "Kim"}).status_code == 422
    kim.post(f"/members/{me}/state", data={"state": "left"})
    assert look(select(Member.role, Member.state).where(Member.id == me)) == [
        (CommunityRole.ADMINISTRATOR, MemberState.ACTIVE)
    ]


def test_who_left_may_come_back(kim, people, look):
    for state in ("left", "active"):
        kim.post(f"/members/{people['Ben'].id}/state", data={"state": state})
        assert look(select(Member.state).where(Member.name == "Ben")) == [MemberState(state)]


def test_others_see_nothing_of_the_list(people, browser):
    for name in ("Ben", "Fay"):
        for address in ("/members/", f"/members/{people['Ada'].id}", "/members/new"):
            answer = browser(name).get(address)
            assert answer.status_code == 403
            assert "ada@example.org" not in answer.get_data(as_text=True)
