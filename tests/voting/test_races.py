"""Races of real processes, on whichever database the tests run on."""

import time
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.members.models import Member
from civic.spaces.models import Membership
from tests.sizes import size
from voting import actions
from voting.models import Participation, Round, State, UrnSlot

pytestmark = pytest.mark.thorough

RACER = "tests.voting.racer"


def test_one_member_in_four_processes_has_one_ballot(race, new_round, people, look):
    round = new_round()
    ben = people["Ben"].id
    said = race(RACER, *[("cast", round.id, *[ben] * size(10, 100))] * 4)
    assert all(word == "done" for words in said for word in words)
    assert len(look(select(UrnSlot))) == len(look(select(Participation))) == 1


@pytest.fixture
def crowd(save, garden):
    """A hundred more members of the garden."""
    members = [Member(name=f"Neighbour {n}") for n in range(100)]
    save(*members)
    save(*(Membership(space_id=garden.id, member_id=member.id) for member in members))
    return members


def test_a_hundred_members_in_four_processes_lose_no_ballot(race, crowd, new_round, look):
    round = new_round()
    said = race(RACER, *(("cast", round.id, *(m.id for m in crowd[n::4])) for n in range(4)))
    assert [word for words in said for word in words] == ["done"] * 100
    assert len(look(select(UrnSlot))) == len(look(select(Participation))) == 100


def test_a_process_killed_at_any_moment_loses_no_ballot_it_acknowledged(
    config, start, crowd, new_round, look
):
    """SIGKILL in the middle of voting, again and again: every vote that was acknowledged is there,
    none is half."""
    round = new_round()
    acknowledged: set[int] = set()
    for shot in range(size(6, 200)):
        ids = [m.id for m in crowd[shot % 4 :: 4]] * 4
        process = start(RACER, config.data, config.database_url, "cast", round.id, *ids)
        assert process.line() == "ready"
        (config.data / "go").touch()
        first = [process.line()] if shot % 3 else []  # or none yet
        time.sleep(shot * 37 % 200 / 1000)
        said = [*first, *process.kill().split()]
        assert set(said) <= {"done"}
        acknowledged |= set(ids[: len(said)])
        voted = set(look(select(Participation.member_id)))
        assert acknowledged <= voted
        assert len(voted) == len(look(select(UrnSlot)))
    with db.writing() as session:
        actions.close(session, round_id=round.id, actor=None, now=now())
    with db.writing() as session:
        actions.finish(session, round_id=round.id)
    closed = look(select(Round).where(Round.id == round.id))[0]
    assert closed.result["results"]["q1"]["turnout"]["cast"] == len(voted)


def test_a_ballot_is_counted_or_told_that_it_is_too_late(race, new_round, voters, look):
    """However the race goes, what was accepted is what was counted."""
    round = new_round()
    casting = [("cast", round.id, member.id) for member in voters[:3]]
    said = race(RACER, *casting, ("close", round.id))
    accepted = sum(words == ["done"] for words in said[:3])
    closed = look(select(Round).where(Round.id == round.id))[0]
    assert closed.state == State.PUBLISHED
    assert closed.result["results"]["q1"]["turnout"]["cast"] == accepted


def test_four_closers_close_once_and_it_is_told_once(race, new_round, look):
    for _ in range(size(1, 50)):
        round = new_round()
        said = race(RACER, *[("close", round.id)] * 4)
        assert sorted(words[0] for words in said) == ["done", "refused", "refused", "refused"]
        assert look(select(Round).where(Round.id == round.id))[0].state == State.PUBLISHED
        told = [
            entry.name
            for entry in look(select(AuditEntry))
            if entry.details.get("round_id") == round.id
        ]
        assert told.count("RoundClosed") == told.count("RoundPublished") == 1


@pytest.mark.parametrize(
    ("deed", "data"),
    [
        ("take-back", {}),
        ("edit/schedule", {"closes_at": "2030-01-01T12:00", "opens_at": ""}),
        ("edit/question/1/remove", {}),
    ],
)
def test_whoever_prepares_a_vote_that_opens_meanwhile_comes_too_late(
    new_round, browser, act, look, deed, data
):
    """The deed was sent before the vote opened, and gets its turn afterwards."""
    round = new_round(opened=False)
    with db.writing() as session:
        actions.announce(session, round=session.get(Round, round.id), actor=act.fay, now=now())
    fay = browser("Fay")
    with ThreadPoolExecutor(1) as hands:
        with db.writing() as session:
            actions.open_round(session, round_id=round.id, actor=act.fay, now=now())
            sent = hands.submit(fay.post, f"/votes/{round.id}-the-lawn/{deed}", data=data)
            wait([sent], timeout=1)
        assert sent.result().status_code in (403, 404)
    kept = look(select(Round).where(Round.id == round.id))[0]
    assert (kept.state, kept.closes_at, len(kept.questions)) == (State.OPEN, round.closes_at, 1)


def test_a_rule_is_not_laid_over_a_question_that_changed_while_it_was_tried(
    new_round, browser, act, look
):
    """Two facilitators prepare one draft: the second would bring the first one's options back."""
    round = new_round(opened=False)
    fay = browser("Fay")
    changed = dict(round.questions[0]) | {"title": {"en": "Where do we plant?"}}
    with ThreadPoolExecutor(1) as hands:
        with db.writing() as session:
            kept = session.get_one(Round, round.id, with_for_update={"of": Round})
            actions.put_question(session, round=kept, actor=act.fay, question=changed, place=1)
            address = f"/votes/{round.id}-the-lawn/edit/question/1/rule/score"
            sent = hands.submit(fay.post, address, data={})
            wait([sent], timeout=1)
        assert sent.result().status_code == 409
    assert look(select(Round.questions))[0][0]["title"] == {"en": "Where do we plant?"}
