"""A backup is made while people vote, and put back: nothing is lost, nobody is told twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import func, select

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from tests.sizes import size
from voting.models import Participation, Round, State, UrnSlot

pytestmark = pytest.mark.thorough

HELD = "held back after a restore"


@pytest.fixture
def voting_crowd(config, start, new_round, voters):
    """Processes that vote until they are killed."""
    house = (config.data, config.database_url)
    votes = ("cast", new_round().id, *[member.id for member in voters] * size(400, 2_000))
    crowd = [start("tests.voting.racer", *house, *votes) for _ in range(2)]
    for process in crowd:
        assert process.line() == "ready"
    (config.data / "go").touch()
    return crowd


def test_a_backup_made_while_people_vote_is_whole(civic, app, voting_crowd, look, tmp_path):
    copy = tmp_path / "copy"
    said = civic("backup", copy)
    busy = all(process.runs() for process in voting_crowd)
    assert "Round keys are not in it" in said
    assert busy, "the crowd was too small for this machine"
    for process in voting_crowd:
        process.kill()
    db.let_go(app.extensions)
    civic("restore", copy, "--yes")
    assert len(look(select(UrnSlot))) == len(look(select(Participation)))


def test_a_restored_house_has_what_it_had(civic, app, garden, look, tmp_path):
    before = look(select(func.count()).select_from(type(garden)))
    civic("backup", tmp_path / "copy")
    with db.writing() as session:
        session.get_one(type(garden), garden.id).title = "Something else"
    db.let_go(app.extensions)
    said = civic("restore", tmp_path / "copy", "--yes")
    assert look(select(type(garden).title)) == ["The garden"]
    assert look(select(func.count()).select_from(type(garden))) == before
    kept = Path(said.partition("is kept as ")[2].split("\n")[0])
    assert kept.stat().st_size > 10_000
    assert kept.stat().st_mode & 0o077 == 0


def test_nobody_who_finds_a_backup_finds_a_round_key(civic, config, new_round, tmp_path):
    round = new_round()
    key = (config.key_folder / f"{round.id}.key").read_bytes()
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
        session.get_one(Round, round.id).closes_at = now() - timedelta(seconds=1)
    save(OutboxMail(key="k", address="ada@example.org", subject="s", body="b"))
    civic("backup", tmp_path / "copy")
    db.let_go(app.extensions)
    assert "1 waiting mails are held" in civic("restore", tmp_path / "copy", "--yes")
    assert look(select(OutboxMail.error)) == [HELD]
    db.let_go(app.extensions)
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
    db.let_go(app.extensions)
    civic("restore", tmp_path / "letter", "--yes", code=2)
    assert look(select(type(garden).title)) == ["The garden"]


def test_a_corrupt_page_is_found(civic_on, files, tmp_path):
    """In the database: the copy is not kept. In a copy: it is not restored."""
    place, good, bad = (tmp_path / name for name in ("house.sqlite", "good", "bad"))
    civic = civic_on(files.at(place))
    civic("member", "add", "Ada")
    civic("backup", good)
    content = bytearray(good.read_bytes())
    for start in range(8_192, len(content) - 4_096, 8_192):
        content[start : start + 512] = b"\x5a" * 512
    bad.write_bytes(content)
    said = civic("restore", bad, "--yes", code=2)
    assert "cannot be restored" in said
    assert "Ada" in civic("member", "list")
    place.write_bytes(bad.read_bytes())
    assert "not kept" in civic("backup", tmp_path / "worse", code=2)
    assert not (tmp_path / "worse").exists()
    civic("restore", good, "--yes")
    assert "Ada" in civic("member", "list")
