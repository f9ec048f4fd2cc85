"""A space keeps somebody who facilitates it, whoever leaves, and however many do at once."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.members.models import MemberState
from civic.spaces import joining, mandates
from civic.spaces.models import Membership, Role, Space

HERE = "/spaces/1-the-garden"


def test_the_last_facilitator_stays(garden, browser, look, people):
    fay = browser("Fay")
    said = "Somebody else must facilitate this space first."
    assert said in fay.post(f"{HERE}/leave", follow_redirects=True).text
    mine = {"member": "Fay", "role": "member"}
    assert said in fay.post(f"{HERE}/members", data=mine, follow_redirects=True).text
    fay.post(f"{HERE}/members", data={"member": "Ada", "role": "facilitator"})
    fay.post(f"{HERE}/leave")
    rows = look(select(Membership.member_id).where(Membership.role == Role.FACILITATOR))
    assert rows == [people["Ada"].id]


def test_of_the_last_two_facilitators_one_stays(app, garden, act, browser, look):
    """Both leave at once."""
    browser("Fay").post(f"{HERE}/members", data={"member": "Ada", "role": "facilitator"})

    def leave(actor):
        try:
            with app.app_context(), db.writing() as session:
                space = session.get_one(Space, garden.id, with_for_update=True)
                joining.leave(session, space=space, actor=actor)
        except joining.LastFacilitator:
            return "stays"
        return "gone"

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(leave, [act.ada, act.fay])) == ["gone", "stays"]
    assert len(look(select(Membership).where(Membership.role == Role.FACILITATOR))) == 1


def test_somebody_who_can_no_longer_come_in_does_not_count(garden, browser, save, people):
    browser("Fay").post(f"{HERE}/members", data={"member": "Ada", "role": "facilitator"})
    people["Ada"].state = MemberState.LEFT
    save(people["Ada"])
    answer = browser("Fay").post(f"{HERE}/leave", follow_redirects=True)
    assert "Somebody else must facilitate this space first." in answer.text


def test_a_mandate_that_ends_while_the_other_one_leaves_is_kept(
    app, garden, act, browser, save, look, people
):
    browser("Fay").post(f"{HERE}/members", data={"member": "Ada", "role": "facilitator"})
    [ada] = look(select(Membership).where(Membership.member_id == people["Ada"].id))
    ada.role_until = now() - timedelta(days=1)
    save(ada)

    def end():
        with app.app_context(), db.writing() as session:
            return mandates.end(session, at=now())

    with ThreadPoolExecutor(1) as hands:
        with db.writing() as session:
            space = session.get_one(Space, garden.id, with_for_update=True)
            joining.leave(session, space=space, actor=act.fay)
            ending = hands.submit(end)
            wait([ending], timeout=1)
        assert ending.result() == 0
    in_office = select(Membership.member_id).where(Membership.role == Role.FACILITATOR)
    assert look(in_office) == [ada.member_id]
