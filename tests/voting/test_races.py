"""Races of real processes, on whichever database the tests run on."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from tests.sizes import size
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


def test_many_members_at_once_lose_no_ballot(race, new_round, voters, look):
    round = new_round()
    race(*(("cast", round.id, [member.id]) for member in voters[:4]))
    assert len(look(select(UrnSlot))) == 4


def test_a_ballot_is_counted_or_told_that_it_is_too_late(race, new_round, voters, look):
    """However the race goes, what was accepted is what was counted."""
    round = new_round()
    casting = [("cast", round.id, [member.id]) for member in voters[:3]]
    said = race(*casting, ("close", round.id, [0]))
    accepted = sum(words == ["done"] for words in said[:3])
    closed = look(select(Round).where(Round.id == round.id))[0]
    assert closed.state == State.PUBLISHED
    assert closed.result["results"]["q1"]["turnout"]["cast"] == accepted


def test_four_closers_close_once(race, new_round, look):
    round = new_round()
    said = race(*(("close", round.id, [0]) for _ in range(4)))
    assert sorted(words[0] for words in said) == ["done", "refused", "refused", "refused"]
    assert look(select(Round).where(Round.id == round.id))[0].state == State.PUBLISHED
