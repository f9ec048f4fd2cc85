"""Who votes for a legal entity may change while a vote is open: everybody who sees it reads so."""

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.members import actions as members
from civic.members.models import Member, MemberKind, MemberState
from civic.spaces.models import Membership
from voting.models import Mandate, Participation

SAID = "Somebody else votes for the following since then"


@pytest.fixture
def mill(save, people, garden, voters):
    entity = Member(name="Bakery", kind=MemberKind.ENTITY, represented_by_id=people["Ben"].id)
    people["Bakery"] = save(entity)
    save(Membership(space_id=garden.id, member_id=entity.id))
    return entity


@pytest.fixture
def change(act, people, mill):
    def to(name=None, member=None, **values):
        if member is None:
            values["represented_by_id"] = people[name].id if name else None
        with db.writing() as session:
            whom = session.get(Member, (people[member] if member else mill).id)
            members.change(session, actor=act.kim, member=whom, values=values)

    return to


def page(browser, round, who="Ada", name=""):
    return browser(who).get(f"/votes/{round.id}-the-lawn{name}").text


@pytest.mark.parametrize("back", [False, True])
def test_the_open_vote_says_so_and_says_so_still_when_it_is_taken_back(
    mill, new_round, change, browser, close, back, look
):
    round = new_round()
    assert SAID not in page(browser, round)
    change("Ada")
    if back:
        change("Ben")
    assert SAID in page(browser, round)
    assert "<li>Bakery," in page(browser, round)
    record = page(browser, round, who="Fay", name="/console")
    assert "Kim named somebody else to vote for a legal entity" in record
    close(round)
    assert SAID in page(browser, round)
    assert "<li>Bakery," in page(browser, round, name="/minutes")


def test_a_vote_that_is_over_or_not_open_yet_says_nothing(
    mill, new_round, change, browser, close, look
):
    over, draft = new_round(), new_round(opened=False)
    close(over)
    change("Ada")
    assert SAID not in page(browser, over)
    assert SAID not in page(browser, draft, who="Fay")
    assert "ElectorRepresentedAnew" not in look(select(AuditEntry.name))


def test_another_change_of_the_entity_is_none(mill, new_round, change, browser):
    round = new_round()
    change(member="Bakery", category="Company")
    assert SAID not in page(browser, round)


def test_the_one_named_votes_and_the_one_before_does_not(mill, new_round, change, vote, look):
    round = new_round()
    change("Ada")
    assert vote("Ben", round, q1_tick="o1", **{"for": mill.id}).status_code in (403, 404)
    assert vote("Ada", round, q1_tick="o1", **{"for": mill.id}).status_code == 303
    assert look(select(Participation.member_id)) == [mill.id]


def test_votes_passed_on_to_an_entity_stand_when_somebody_else_is_named(
    mill, new_round, change, lets, vote, close, look, turnout
):
    round = new_round(mandates={"onward": False, "most": 2})
    assert lets("Fay", "Bakery", round).status_code == 303
    change("Ada")
    assert look(select(Mandate.declined)) == [False]
    vote("Ada", round, q1_tick="o1", **{"for": mill.id})
    close(round)
    assert (turnout(round)["cast"], turnout(round)["represented"]) == (2, 1)


@pytest.mark.parametrize("how", ["left", "nobody"])
def test_an_entity_that_nobody_represents_is_not_chosen_and_gives_back(
    mill, new_round, change, lets, browser, look, told, how
):
    round = new_round(mandates={"onward": False, "most": 2})
    lets("Fay", "Bakery", round)
    told()
    change(member="Ben", state=MemberState.LEFT) if how == "left" else change(None)
    assert look(select(Mandate.declined)) == [True]
    assert "fay@example.org" in told()
    assert (
        "Bakery" not in browser("Ada").get(f"/votes/{round.id}-the-lawn/pass-on?words=bakery").text
    )
    lets("Ada", "Bakery", round)
    assert len(look(select(Mandate))) == 1


def test_who_stays_keeps_what_was_passed_on_to_them(mill, new_round, change, lets, look, people):
    round = new_round(mandates={"onward": False, "most": 2})
    lets("Fay", "Ada", round)
    lets("Voter 1", "Ben", round)
    change(member="Ben", state=MemberState.LEFT)
    kept = look(select(Mandate.holder_id).where(Mandate.declined.is_(False)))
    assert kept == [people["Ada"].id]
