"""Whoever makes somebody up is one person still: of two who agree about a vote, neither has the
office of the other."""

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.mail import OutboxMail
from civic.joint.models import JointAct
from civic.spaces.models import Membership, Role
from voting.models import Round, State

NOT_TWO = "Somebody else has to agree."


@pytest.fixture
def round(new_round):
    return new_round(by_two=True)


@pytest.fixture
def name(browser, people):
    """Somebody makes Ben a facilitator, by the page of the space."""

    def give(who: str = "Fay"):
        data = {"member": people["Ben"].name, "role": "facilitator"}
        assert browser(who).post("/spaces/1-the-garden/members", data=data).status_code == 303

    return give


@pytest.fixture
def ask(browser, round):
    def post(who: str = "Fay") -> str:
        answer = browser(who).post(f"/votes/{round.id}-the-lawn/close", data={"reason": "Rain."})
        return answer.location

    return post


@pytest.fixture
def agree(browser, look):
    """What is said to whoever agrees, and how the vote stands then."""

    def post(who: str, act: str) -> tuple[bool, State]:
        page = browser(who).post(f"{act}/agree", follow_redirects=True).text
        return NOT_TWO in page, look(select(Round.state))[0]

    return post


def test_whom_the_asker_named_since_it_opened_is_no_second_person(ask, name, agree):
    name()
    act = ask()
    assert agree("Ben", act) == (True, State.OPEN)
    assert agree("Kim", act) == (False, State.CLOSING), "who has their office of nobody here is one"


def test_nor_is_who_named_the_asker(ask, name, agree):
    name()
    assert agree("Fay", ask("Ben")) == (True, State.OPEN)


def test_nor_is_an_administrator_who_named_the_asker(ask, name, agree, garden, people):
    with db.writing() as session:
        session.add(Membership(space_id=garden.id, member_id=people["Kim"].id, role="facilitator"))
    name("Kim")
    act = ask("Ben")
    assert agree("Kim", act) == (True, State.OPEN)
    assert agree("Fay", act) == (False, State.CLOSING)


def test_where_nobody_else_is_left_it_waits_and_the_voters_are_told(ask, name, look, people):
    with db.writing() as session:
        session.merge(people["Kim"]).role = "member"
    name()
    ask()
    assert look(select(JointAct.due_at)) != [None]


def test_who_came_by_an_invitation_since_counts_beside_nobody(
    ask, agree, browser, link_of, garden, people
):
    link = link_of("ben@example.org", role="facilitator")
    browser("Ben").get(link)
    browser("Ben").post(link, data={"name": "Ben", "member": people["Ben"].id})
    assert "was invited to facilitate the space, and came" in browser("Ada").get("/record").text
    assert agree("Ben", ask()) == (True, State.OPEN)


def test_who_facilitated_before_it_opened_is_a_second_person(new_round, name, browser, look):
    name()
    round = new_round(by_two=True)
    asked = browser("Fay").post(f"/votes/{round.id}-the-lawn/close", data={"reason": "Rain."})
    browser("Ben").post(f"{asked.location}/agree")
    assert look(select(Round.state)) == [State.CLOSING]


@pytest.fixture
def link_of(browser, look):
    """The link of an invitation to the garden that Fay has sent."""

    def sent(address: str, *, role: Role) -> str:
        data = {"addresses": address, "role": role}
        answer = browser("Fay").post("/spaces/1-the-garden/invite", data=data)
        assert answer.status_code == 303
        body = look(select(OutboxMail.body).where(OutboxMail.address == address))[-1]
        return "/sign-in/join/" + body.partition("/sign-in/join/")[2].split()[0]

    return sent
