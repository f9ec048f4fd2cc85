"""A backup is made while people vote, and put back: nothing is lost, nobody is told twice."""

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import func, select

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from tests.sizes import size
from voting.models import Participation, Round, State, UrnSlot
from voting.urn import keys

RACER = Path(__file__).parents[1] / "voting" / "racer.py"
HELD = "held back after a restore"


@pytest.fixture
def voting_crowd(config, new_round, voters):
    """Processes that vote until the block ends."""
    round = new_round()
    ids = ",".join(str(member.id) for member in voters) + ","
    command = [sys.executable, str(RACER), str(config.data), config.database_url, "cast"]
    crowd = [
        subprocess.Popen(
            [*command, str(round.id), (ids * size(400, 2_000)).rstrip(",")],
            stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ".", "PATH": "/usr/bin:/bin"},
        )
        for _ in range(2)
    ]  # fmt: skip
    for process in crowd:
        assert process.stdout.readline() == "ready\n"
    (config.data / "go").touch()
    yield crowd
    for process in crowd:
        process.kill()
        process.communicate()


def test_a_backup_made_while_people_vote_is_whole(civic, app, voting_crowd, look, tmp_path):
    copy = tmp_path / "copy"
    said = civic("backup", copy)
    busy = all(process.poll() is None for process in voting_crowd)
    assert "Round keys are not in it" in said
    assert busy, "the crowd was too small for this machine"
    for process in voting_crowd:
        process.kill()
        process.wait()
    app.extensions["engine"].dispose()
    civic("restore", copy, "--yes")
    assert len(look(select(UrnSlot))) == len(look(select(Participation)))


def test_a_restored_house_has_what_it_had(civic, app, garden, look, tmp_path):
    before = look(select(func.count()).select_from(type(garden)))
    civic("backup", tmp_path / "copy")
    with db.writing() as session:
        session.get_one(type(garden), garden.id).title = "Something else"
    app.extensions["engine"].dispose()
    said = civic("restore", tmp_path / "copy", "--yes")
    assert look(select(type(garden).title)) == ["The garden"]
    assert look(select(func.count()).select_from(type(garden))) == before
    kept = Path(said.partition("is kept as ")[2].split("\n")[0])
    assert kept.stat().st_size > 10_000
    assert kept.stat().st_mode & 0o077 == 0


def test_nobody_who_finds_a_backup_finds_a_round_key(civic, config, new_round, tmp_path):
    round = new_round()
    key = keys.read(config.key_folder, round.id)
    civic("backup", tmp_path / "copy")
    content = (tmp_path / "copy").read_bytes()
    assert key not in content
    assert key.hex().encode() not in content
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0


def test_a_restored_house_neither_mails_nor_closes_twice(
    civic, app, save, look, new_round, tmp_path, people
):
    """The house it was copied from may have done both already."""
    round = new_round()
    with db.writing() as session:
        session.get_one(Round, round.id).closes_at = now() + timedelta(seconds=2)
    save(OutboxMail(key="k", address="ada@example.org", subject="s", body="b"))
    civic("backup", tmp_path / "copy")
    app.extensions["engine"].dispose()
    assert "1 waiting mails are held" in civic("restore", tmp_path / "copy", "--yes")
    assert look(select(OutboxMail.error)) == [HELD]
    time.sleep(2)
    app.extensions["engine"].dispose()
    assert "civic tick --resume" in civic("tick", code=2)
    assert "The tick rests" in civic("doctor", code=1)
    assert look(select(Round.state)) == [State.OPEN]
    civic("tick", "--resume")
    assert look(select(Round.state).where(Round.id == round.id)) == [State.PUBLISHED]
    assert look(select(OutboxMail.sent_at).where(OutboxMail.error == HELD)) == [None]


def test_a_database_in_use_is_not_replaced(civic, look, garden, tmp_path):
    civic("backup", tmp_path / "copy")
    look(select(func.count()).select_from(type(garden)))
    said = civic("restore", tmp_path / "copy", "--yes", code=2)
    assert "The database is in use" in said
    assert "systemctl stop civic" in said


def test_a_copy_is_never_written_over(civic, tmp_path):
    civic("backup", tmp_path / "copy")
    assert "exists already" in civic("backup", tmp_path / "copy", code=2)


def test_what_is_no_backup_is_refused_at_once(civic, app, look, garden, tmp_path):
    (tmp_path / "letter").write_text("Dear all")
    app.extensions["engine"].dispose()
    civic("restore", tmp_path / "letter", "--yes", code=2)
    assert look(select(type(garden).title)) == ["The garden"]


def test_a_corrupt_page_is_found(civic, tmp_path):
    """In the database: the copy is not kept. In a copy: it is not restored."""
    place, good, bad = (tmp_path / name for name in ("house.sqlite", "good", "bad"))
    url = f"sqlite:///{place}"
    civic("db", "upgrade", DATABASE_URL=url)
    civic("member", "add", "Ada", DATABASE_URL=url)
    civic("backup", good, DATABASE_URL=url)
    content = bytearray(good.read_bytes())
    for start in range(8_192, len(content) - 4_096, 8_192):
        content[start : start + 512] = b"\x5a" * 512
    bad.write_bytes(content)
    said = civic("restore", bad, "--yes", code=2, DATABASE_URL=url)
    assert "cannot be restored" in said
    assert "Ada" in civic("member", "list", DATABASE_URL=url)
    place.write_bytes(bad.read_bytes())
    assert "not kept" in civic("backup", tmp_path / "worse", code=2, DATABASE_URL=url)
    assert not (tmp_path / "worse").exists()
    civic("restore", good, "--yes", DATABASE_URL=url)
    assert "Ada" in civic("member", "list", DATABASE_URL=url)
