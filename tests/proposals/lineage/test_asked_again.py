"""Supporters of the original proposals are told, and asked again with one click."""

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.actor import Actor
from civic.core.mail import OutboxMail
from civic.notifications import making
from civic.spaces import joining
from civic.spaces.models import Membership, Role, Space
from proposals.lineage.models import NotAgain
from proposals.models import Proposal, Support


@pytest.fixture
def both(two, browser, sol):
    for name in (sol, "Fay"):
        browser(name).post(f"{two[1]}/support")
    browser(sol).post(f"{two[0]}/support")
    return two


def test_nobody_is_carried_over(both, joined, browser, look):
    assert look(select(Proposal.support_count).where(Proposal.id == 3)) == [0]
    assert look(select(Support.proposal_id).where(Support.proposal_id == 3)) == []
    assert "0 of 2 earlier supporters" in browser("Ben").get(joined).text


def test_each_is_told_and_asked_once(both, joined, sol, look):
    making.run()
    asked = [m for m in look(select(OutboxMail)) if "Do you support what came" in m.subject]
    assert {mail.address for mail in asked} == {"sol@example.org", "fay@example.org"}
    assert all("/proposals/3" in mail.body for mail in asked)


def test_on_the_first_page_and_the_text_until_they_answer(both, joined, sol, browser, look):
    asks = "It is made from a proposal that you supported. Do you support it, too?"
    assert asks in browser(sol).get("/").text
    assert "Do you support this text, too?" in browser(sol).get(joined).text
    browser(sol).post(f"{joined}/support", data={"version": 1})
    assert asks not in browser(sol).get("/").text
    assert "Do you support this text, too?" not in browser(sol).get(joined).text
    assert "1 of 2 earlier supporters" in browser(sol).get(joined).text
    browser("Fay").post(f"{joined}/made-from/not-again")
    assert asks not in browser("Fay").get("/").text
    assert "Do you support this text, too?" not in browser("Fay").get(joined).text
    assert len(look(select(NotAgain))) == 1


def test_who_signs_it_is_not_asked(two, browser, join, agree, publish):
    browser("Ben").post(f"{two[0]}/support")
    text = join(*two)
    agree("Ben", text, two[1])
    publish(text)
    assert "Do you support it, too?" not in browser("Ben").get("/").text
    assert "earlier supporter" not in browser("Ada").get(text).text


def test_nobody_is_asked_on_the_first_page_where_no_support_is_taken(
    both, joined, sol, browser, garden
):
    with db.writing() as session:
        space = session.get_one(Space, garden.id)
        space.acts = [act for act in space.acts if act != "proposals.support"]
    assert "Do you support it, too?" not in browser(sol).get("/").text
    assert "Do you support this text, too?" not in browser(sol).get(joined).text


def test_who_left_the_space_is_asked_no_more(both, joined, garden, sol, people, browser, save):
    attic = save(Space(title="The attic", language="en", audience="space"))
    save(Membership(space_id=attic.id, member_id=people[sol].id, role=Role.MEMBER))
    with db.writing() as session:
        joining.leave(
            session,
            space=session.get_one(Space, garden.id),
            actor=Actor(
                id=people[sol].id, name=sol, roles_by_space={garden.id: frozenset({"member"})}
            ),
        )
    assert "Do you support it, too?" not in browser(sol).get("/").text
    assert browser(sol).post(f"{joined}/made-from/not-again").status_code == 404
