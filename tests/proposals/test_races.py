"""Many hands at once: threads, and real processes, on whichever database the tests run on."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import func, select

from civic.core import db
from civic.core.permissions import Forbidden
from civic.spaces.models import Space
from proposals import actions
from proposals.models import Proposal, ProposalVersion, Stage, Support
from tests.sizes import size

pytestmark = pytest.mark.thorough


@pytest.fixture
def at_once(race):
    """Let processes do these deeds together; what each of them was told."""
    return lambda *deeds: race("tests.proposals.racer", *((deed,) for deed in deeds))


def test_a_hundred_supports_of_one_member_are_one(app, propose, act, look):
    propose()

    def support(_n: int) -> None:
        with app.app_context(), db.writing() as session:
            proposal = session.get_one(Proposal, 1, with_for_update={"of": Proposal})
            actions.support(session, proposal=proposal, actor=act.ben)

    with ThreadPoolExecutor(16) as hands:
        list(hands.map(support, range(size(100, 1_000))))
    assert look(select(func.count()).select_from(Support)) == [1]
    assert look(select(Proposal.support_count)) == [1]


def test_giving_and_taking_back_at_once_leaves_the_count_right(app, propose, act, look):
    propose()

    def press(n: int) -> None:
        deed = actions.take_support_back if n % 2 else actions.support
        actor = (act.ben, act.fay)[n % 3 > 1]
        with app.app_context(), db.writing() as session:
            proposal = session.get_one(Proposal, 1, with_for_update={"of": Proposal})
            deed(session, proposal=proposal, actor=actor)

    with ThreadPoolExecutor(16) as hands:
        list(hands.map(press, range(size(100, 1_000))))
    assert look(select(Proposal.support_count)) == look(select(func.count()).select_from(Support))


def test_processes_that_support_for_one_member_count_once(at_once, propose, look):
    propose()
    said = at_once(*(["support"] * 4))
    assert all(words == ["done"] * 10 for words in said)
    assert look(select(Proposal.support_count)) == [1]


def test_the_threshold_is_passed_once(app, propose, garden, act, look):
    with db.writing() as session:
        session.get_one(Space, garden.id).support_threshold = 2
    propose()

    def support(actor) -> None:
        with app.app_context(), db.writing() as session:
            proposal = session.get_one(Proposal, 1, with_for_update={"of": Proposal})
            actions.support(session, proposal=proposal, actor=actor)

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(support, [act.ben, act.fay]))
    assert look(select(Proposal.stage)) == [Stage.DELIBERATION]


def test_of_a_support_and_a_withdrawal_at_once_none_is_half_done(at_once, propose, look):
    propose()
    said = at_once("support", "withdraw", "support", "withdraw")
    proposal = look(select(Proposal))[0]
    assert proposal.stage == Stage.WITHDRAWN
    assert proposal.support_count == look(select(func.count()).select_from(Support))[0] <= 1
    assert [words for words in said if "lost" in words] == []


def test_of_two_who_save_a_text_at_once_one_is_told(at_once, propose, look):
    propose()
    said = at_once("edit", "edit", "edit", "edit")
    assert sorted(words[0] for words in said) == ["done", "late", "late", "late"]
    assert look(select(ProposalVersion.version)) == [1, 2]


def test_a_draft_is_published_once(app, draft, act, look):
    draft()

    def publish(_n: int) -> str:
        try:
            with app.app_context(), db.writing() as session:
                proposal = session.get_one(Proposal, 1, with_for_update={"of": Proposal})
                actions.publish(session, proposal=proposal, actor=act.ada)
        except Forbidden:
            return "refused"
        return "done"

    with ThreadPoolExecutor(8) as hands:
        assert sorted(hands.map(publish, range(8))) == ["done"] + ["refused"] * 7
    assert look(select(ProposalVersion.version)) == [1]
