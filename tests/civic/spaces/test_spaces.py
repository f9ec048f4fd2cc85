"""A space from its founding to the archive: who sees it, who joins, what its phases open."""

import re

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.notifications import making
from civic.spaces.models import JoinRequest, Membership, Role, Space
from proposals.models import Proposal

HERE = "/spaces/1-the-garden"
NEW = {
    "title": "The square",
    "kind": "process",
    "purpose": "What shall become of **the square**?",
    "language": "en",
    "audience": "community",
    "joining": "open",
    "support_threshold": "3",
}


@pytest.fixture
def change(garden):
    """Set what a space is, without its form."""

    def set_columns(**values):
        with db.writing() as session:
            space = session.get_one(Space, garden.id)
            for name, value in values.items():
                setattr(space, name, value)

    return set_columns


def test_an_administrator_founds_a_space_in_which_everything_is_open(people, browser, look):
    assert browser("Ada").get("/spaces/new").status_code == 403
    answer = browser("Kim").post("/spaces/new", data=NEW)
    assert answer.status_code == 303
    page = browser("Ada").get(answer.location).text
    assert "What shall become of <strong>the square</strong>?" in page
    assert "Process" in page
    assert "Present phase:" in page
    assert "What is open to members now:" in page
    assert "1 person belongs here." in page
    assert look(select(Membership.role)) == [Role.FACILITATOR]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Give the space a name."),
        ({"title": "x" * 141}, "Between 3 and 140 characters."),
        ({"purpose": "x" * 5_001}, "5,000 characters at most. Shorten the text."),
        ({"support_threshold": "-1"}, "A whole number from 0 up."),
        ({"kind": "club"}, "Not a valid choice."),
        ({"audience": "everyone"}, "Not a valid choice."),
    ],
)
def test_a_mistake_keeps_what_was_typed(people, browser, look, wrong, said):
    answer = browser("Kim").post("/spaces/new", data=NEW | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert "What shall become of" in answer.text or "purpose" in wrong
    assert look(select(Space)) == []


def test_an_empty_house_says_what_a_space_is_for(people, browser):
    assert "A space is where people propose" in browser("Ada").get("/spaces/").text
    assert "/spaces/new" not in browser("Ada").get("/spaces/").text
    assert "/spaces/new" in browser("Kim").get("/spaces/").text
    assert "No archived space" in browser("Ada").get("/spaces/?archived=1").text


def test_a_space_of_its_own_members_does_not_exist_for_others(garden, browser):
    for address in (HERE, f"{HERE}/people", f"{HERE}/edit", f"{HERE}/members", f"{HERE}/phases"):
        assert browser("Zoe").get(address).status_code == 404
    for deed in ("join", "ask", "leave", "archive", "phases/1/enter", "requests/1"):
        assert browser("Zoe").post(f"{HERE}/{deed}").status_code == 404
    assert "The garden" not in browser("Zoe").get("/spaces/").text
    assert "The garden" in browser("Ben").get("/spaces/").text


@pytest.mark.parametrize("name", ["Ada", "Ben"])
def test_only_its_facilitators_and_administrators_look_after_it(garden, browser, name):
    for page in ("edit", "members", "phases"):
        assert browser(name).get(f"{HERE}/{page}").status_code == 403
        assert browser("Fay").get(f"{HERE}/{page}").status_code == 200
        assert browser("Kim").get(f"{HERE}/{page}").status_code == 200
    for deed in ("edit", "members", "phases", "archive", "phases/1/enter", "requests/1"):
        assert browser(name).post(f"{HERE}/{deed}").status_code == 403


def test_it_is_renamed_and_old_addresses_lead_to_the_new_one(garden, browser):
    answer = browser("Fay").post(
        f"{HERE}/edit", data=NEW | {"title": "The orchard", "audience": "space"}
    )
    assert answer.location == "/spaces/1-the-orchard"
    for old in (HERE, "/spaces/1", "/spaces/1-anything"):
        redirected = browser("Ben").get(old)
        assert redirected.status_code == 302
        assert redirected.location == "/spaces/1-the-orchard"


def test_whoever_sees_an_open_space_joins_and_leaves_it(garden, browser, change, look):
    change(audience="community")
    zoe = browser("Zoe")
    assert "Join this space" in zoe.get("/spaces/").text, "from the list, too"
    assert "Join this space" in zoe.get(HERE).text
    zoe.post(f"{HERE}/join")
    assert "Join this space" not in zoe.get("/spaces/").text
    assert "Leave this space" in zoe.get(HERE).text
    assert zoe.post(f"{HERE}/join").status_code == 403
    zoe.post(f"{HERE}/leave")
    assert "Join this space" in zoe.get(HERE).text


def test_one_asks_to_join_and_a_facilitator_answers(garden, browser, change, look, people):
    change(audience="community", joining="on_request")
    zoe, fay = browser("Zoe"), browser("Fay")
    assert zoe.post(f"{HERE}/join").status_code == 403
    zoe.post(f"{HERE}/ask", data={"words": "I live next door."})
    assert "You have asked to join." in zoe.get(HERE).text
    assert "Somebody asks to join this space." in fay.get("/").text
    assert "I live next door." in fay.get(f"{HERE}/members").text
    making.run()
    assert [mail.address for mail in look(select(OutboxMail))] == ["fay@example.org"]
    fay.post(f"{HERE}/requests/{people['Zoe'].id}", data={"answer": "yes"})
    assert "Leave this space" in zoe.get(HERE).text
    assert look(select(JoinRequest)) == []
    making.run()
    assert {mail.address for mail in look(select(OutboxMail))} == {
        "fay@example.org", "zoe@example.org",
    }  # fmt: skip


def test_a_request_is_declined_or_taken_back(garden, browser, change, look, people):
    change(audience="community", joining="on_request")
    zoe = browser("Zoe")
    zoe.post(f"{HERE}/ask")
    browser("Fay").post(f"{HERE}/requests/{people['Zoe'].id}", data={"answer": "no"})
    assert "Ask to join" in zoe.get(HERE).text
    zoe.post(f"{HERE}/ask")
    zoe.post(f"{HERE}/ask-no-longer")
    assert look(select(JoinRequest)) == []
    browser("Fay").post(f"{HERE}/requests/{people['Zoe'].id}", data={"answer": "yes"})
    assert "Ask to join" in zoe.get(HERE).text, "who asks no longer is not let in"


def test_a_space_by_invitation_is_neither_joined_nor_asked_for(garden, browser, change, look):
    change(audience="community", joining="invitation")
    zoe = browser("Zoe")
    assert zoe.post(f"{HERE}/join").status_code == 403
    assert zoe.post(f"{HERE}/ask").status_code == 403
    page = zoe.get(HERE).text
    assert "People join this space by invitation." in page
    assert "Ask to join" not in page


def test_a_facilitator_gives_roles(garden, browser, look, people):
    fay = browser("Fay")
    for text in ("Zoe", "zoe@example.org", str(people["Zoe"].id)):
        fay.post(f"{HERE}/members", data={"member": text, "role": "observer"})
        assert browser("Zoe").get(HERE).status_code == 200
        assert browser("Zoe").get("/proposals/new/1-the-garden").status_code == 403
        fay.post(f"{HERE}/members", data={"member": text, "role": "none"})
        assert browser("Zoe").get(HERE).status_code == 404


def test_an_unknown_name_is_said_and_kept(garden, browser, save, people):
    save(type(people["Ada"])(name="Ben", email="ben2@example.org"))
    for name in ("Nobody", "Ben", "' OR 1=1--", "９"):
        answer = browser("Fay").post(f"{HERE}/members", data={"member": name, "role": "member"})
        assert answer.status_code == 422
        assert "No single member of the community answers to that." in answer.text


def test_who_belongs_is_seen_by_the_community_and_without_addresses(garden, browser, change):
    page = browser("Ben").get(f"{HERE}/people").text
    assert all(name in page for name in ("Ada", "Ben", "Fay"))
    assert "Facilitator" in page
    assert "@example.org" not in page
    change(audience="internet")
    assert browser(None).get(f"{HERE}/people").status_code == 302


def test_a_long_list_of_people_shows_each_of_them_once(garden, browser, save, people):
    rows = save(*(type(people["Ada"])(name="Homonym") for _ in range(150)))
    assert rows
    with db.writing() as session:
        ids = session.exec(select(type(people["Ada"]).id).where(type(rows).name == "Homonym")).all()
        session.add_all(Membership(space_id=garden.id, member_id=id) for id in ids)
    shown, address = 0, f"{HERE}/people"
    while address:
        page = browser("Ben").get(address).text
        shown += page.count("<span>Homonym</span>")
        found = re.search(r'rel="next" href="([^"]*)"', page)
        address = found and found[1].replace("&amp;", "&")
    assert shown == 150


@pytest.mark.parametrize("after", ["x", "|", "a|b", "|99999999999999999999", "Ada|１"])
def test_strange_pages_of_people_are_read_as_well_as_they_can_be(garden, browser, after):
    answer = browser("Ben").get(f"{HERE}/people", query_string={"after": after})
    assert answer.status_code == 200


def test_an_archived_space_is_read_and_nothing_more_until_it_is_brought_back(
    garden, browser, save, people
):
    proposal = save(
        Proposal(
            space_id=garden.id, author_id=people["Ada"].id, title="Plant trees", stage="open",
            opened_at=now(), language="en",
        )
    )  # fmt: skip
    fay, ben = browser("Fay"), browser("Ben")
    fay.post(f"{HERE}/archive", data={"archived": "1"})
    page = ben.get(HERE).text
    assert "Archived: it can be read, and nothing more." in page
    assert "Present phase" not in page
    assert "The garden" not in ben.get("/spaces/").text
    assert "The garden" in ben.get("/spaces/?archived=1").text
    assert ben.get(f"/proposals/{proposal.id}-plant-trees").status_code == 200
    assert ben.post(f"/proposals/{proposal.id}-plant-trees/support").status_code == 403
    assert ben.get("/proposals/new/1-the-garden").status_code == 403
    fay.post(f"{HERE}/archive", data={"archived": "0"})
    assert ben.post(f"/proposals/{proposal.id}-plant-trees/support").status_code == 303


def test_what_is_done_with_a_space_is_on_record(garden, browser, look):
    fay = browser("Fay")
    fay.post(f"{HERE}/archive", data={"archived": "1"})
    fay.post(f"{HERE}/members", data={"member": "Zoe", "role": "observer"})
    names = set(look(select(AuditEntry.name)))
    assert {"SpaceArchived", "RoleGiven"} <= names


def test_reading_pages_of_spaces_changes_nothing(garden, browser, statements):
    fay = browser("Fay")
    for page in ("", "/people", "/members", "/phases", "/edit"):
        fay.get(f"{HERE}{page}")
    statements.clear()
    for page in ("", "/people", "/members", "/phases", "/edit"):
        assert fay.get(f"{HERE}{page}").status_code == 200
    assert [text for text in statements if not text.startswith("SELECT")] == []


def test_the_page_of_a_space_costs_a_few_statements(garden, browser, statements):
    ben = browser("Ben")
    ben.get(HERE)
    statements.clear()
    ben.get(HERE)
    assert len(statements) <= 9
