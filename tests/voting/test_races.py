"""Races of real processes, on whichever database the tests run on."""

import subprocess
import sys
import time
from pathlib import Path

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

RACER = Path(__file__).with_name("racer.py")


@pytest.fixture
def race(config):
    """Start processes together; what each of them printed."""

    def run(*deeds):
        command = [sys.executable, RACER, str(config.data), config.database_url]
        running = [
            subprocess.Popen(
                [*command, deed, str(round_id), ",".join(map(str, ids))],
                stdout=subprocess.PIPE, text=True, cwd=RACER.parents[2],
                env={"PYTHONPATH": str(RACER.parents[2]), "PATH": "/usr/bin:/bin"},
            )
            for deed, round_id, ids in deeds
        ]  # fmt: skip
        for process in running:
            assert process.stdout.readline() == "ready\n"
        (config.data / "go").touch()
        return [process.communicate(timeout=60)[0].split() for process in running]

    return run


def test_one_member_in_four_processes_has_one_ballot(race, new_round, people, look):
    round = new_round()
    ben = people["Ben"].id
    said = race(*(("cast", round.id, [ben] * size(10, 100)) for _ in range(4)))
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
    said = race(*(("cast", round.id, [m.id for m in crowd[n::4]]) for n in range(4)))
    assert [word for words in said for word in words] == ["done"] * 100
    assert len(look(select(UrnSlot))) == len(look(select(Participation))) == 100


def test_a_process_killed_at_any_moment_loses_no_ballot_it_acknowledged(
    config, crowd, new_round, look
):
    """SIGKILL in the middle of voting, again and again: every vote that was acknowledged is there,
    none is half."""
    round = new_round()
    acknowledged: set[int] = set()
    for shot in range(size(6, 200)):
        command = [sys.executable, RACER, str(config.data), config.database_url, "cast"]
        ids = [m.id for m in crowd[shot % 4 :: 4]] * 4
        process = subprocess.Popen(
            [*command, str(round.id), ",".join(map(str, ids))],
            stdout=subprocess.PIPE, text=True, cwd=RACER.parents[2],
            env={"PYTHONPATH": str(RACER.parents[2]), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        assert process.stdout.readline() == "ready\n"
        (config.data / "go").touch()
        process.stdout.readline()
        time.sleep(shot * 37 % 200 / 1000)
        process.kill()
        said = 1 + process.communicate(timeout=60)[0].count("done\n")
        acknowledged |= set(ids[:said])
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
    casting = [("cast", round.id, [member.id]) for member in voters[:3]]
    said = race(*casting, ("close", round.id, [0]))
    accepted = sum(words == ["done"] for words in said[:3])
    closed = look(select(Round).where(Round.id == round.id))[0]
    assert closed.state == State.PUBLISHED
    assert closed.result["results"]["q1"]["turnout"]["cast"] == accepted


def test_four_closers_close_once_and_it_is_told_once(race, new_round, look):
    for _ in range(size(1, 50)):
        round = new_round()
        said = race(*(("close", round.id, [0]) for _ in range(4)))
        assert sorted(words[0] for words in said) == ["done", "refused", "refused", "refused"]
        assert look(select(Round).where(Round.id == round.id))[0].state == State.PUBLISHED
        told = [
            entry.name
            for entry in look(select(AuditEntry))
            if entry.details.get("round_id") == round.id
        ]
        assert told.count("RoundClosed") == told.count("RoundPublished") == 1
