"""A community takes along all it has: to another database, or in files."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import SQLModel, select

import voting
from civic.core import db
from civic.members.models import Member, MemberKind
from tests import postgres
from voting.models import Round


@pytest.fixture(scope="module")
def another_server():
    server = postgres.start()
    yield server.url("postgres").replace("+psycopg", "")
    server.stop()


@pytest.fixture
def demo(civic):
    civic("seed", CIVIC_DEMO="1")


def every_row(civic, folder, **changed):
    civic("export", "community", folder, **changed)
    return {place.name: place.read_text() for place in folder.glob("tables/*")}


def test_every_row_arrives_at_another_database(civic, app, demo, save, another_server, tmp_path):
    """Through the database it is moved to, and back into a fresh file."""
    house = Member(name="A house that is represented", kind=MemberKind.ENTITY)
    later = save(house, Member(name="Later"))
    with db.writing() as session:
        session.get_one(Member, house.id).represented_by_id = later.id + 1
    before = every_row(civic, tmp_path / "before")
    app.extensions["engine"].dispose()
    said = civic("db", "copy", another_server)
    assert f"DATABASE_URL={another_server}" in said
    assert every_row(civic, tmp_path / "there", DATABASE_URL=another_server) == before
    assert "new member may come in" in civic(
        "member", "add", "A new member", DATABASE_URL=another_server
    )
    assert "nothing was copied" in civic("db", "copy", another_server, code=2)
    file = f"sqlite:///{tmp_path / 'back.sqlite'}"
    civic("db", "copy", file)
    assert every_row(civic, tmp_path / "back", DATABASE_URL=file) == before
    with (
        closing(sqlite3.connect(tmp_path / "back.sqlite")) as arrived,
        pytest.raises(sqlite3.IntegrityError, match="never changed"),
    ):
        arrived.execute("DELETE FROM audit_entry")  # its guards are awake again


def test_an_export_holds_all_but_secrets(civic, demo, look, tmp_path):
    civic("member", "link", "1")
    rows = every_row(civic, tmp_path / "files")
    assert "argon2" not in "".join(rows.values())
    left_out = {table.name for table in SQLModel.metadata.sorted_tables} - {
        name.removesuffix(".jsonl") for name in rows
    }
    assert {"account", "one_time_token", "sign_in_session", "urn_slot"} <= left_out
    members = [json.loads(line) for line in rows["member.jsonl"].splitlines()]
    assert {row["name"] for row in members} == set(look(select(Member.name)))
    open_rounds = set(look(select(Round.id).where(Round.result.is_(None))))
    took_part = [json.loads(line) for line in rows["participation.jsonl"].splitlines()]
    assert open_rounds
    assert not open_rounds & {row["round_id"] for row in took_part}
    assert "not empty" in civic("export", "community", tmp_path / "files", code=2)


def test_an_exported_vote_is_counted_again(civic, demo, tmp_path):
    """Or says that its rule cannot be counted from the sums that were published (code 3)."""
    civic("export", "community", tmp_path / "files")
    script = Path(voting.__path__[0]) / "recount.py"
    votes = sorted(tmp_path.glob("files/votes/*.json"))
    codes = []
    for vote in votes:
        counted = subprocess.run(
            [sys.executable, "-I", "-S", script, vote], cwd=tmp_path, capture_output=True
        )
        assert counted.returncode in (0, 3), counted.stdout
        codes.append(counted.returncode)
    assert 0 in codes
    number = votes[0].stem
    assert json.loads(civic("export", "bundle", number)) == json.loads(votes[0].read_text())
    assert re.search("no counted vote 999", civic("export", "bundle", "999", code=2))
