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
from civic.app import create_app
from civic.config import Config
from civic.core import db
from civic.members.models import Member, MemberKind
from tests import postgres
from tests.hosting.conftest import commands, host_with
from voting.models import Round

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def another_server():
    server = postgres.start()
    yield server.url("postgres").replace("+psycopg", "")
    server.stop()


@pytest.fixture(scope="module")
def config(copies, tmp_path_factory):
    """One house for all of this file."""
    folder = tmp_path_factory.mktemp("house")
    with copies.fresh(folder, own=True) as url:
        yield Config.for_tests(folder / "var", database_url=url)


@pytest.fixture(scope="module")
def host(config):
    return commands(host_with(config.data, config.database_url))


@pytest.fixture(scope="module")
def exported(config, host, tmp_path_factory):
    """The demo community in files. Somebody in it could come in by a link, and somebody is
    represented by a member who came later."""
    host("seed", CIVIC_DEMO="1")
    host("member", "link", "1")
    app = create_app(config)
    with app.app_context(), db.writing() as session:
        house, later = Member(name="A house", kind=MemberKind.ENTITY), Member(name="Later")
        session.add_all([house, later])
        session.flush()
        assert house.id < later.id
        house.represented_by_id = later.id
    db.let_go(app.extensions)
    folder = tmp_path_factory.mktemp("exported")
    host("export", "community", folder)
    return folder


def rows_in(folder):
    return {place.name: place.read_text() for place in folder.glob("tables/*")}


def every_row(civic, folder, **changed):
    civic("export", "community", folder, **changed)
    return rows_in(folder)


def test_every_row_arrives_at_another_database(host, exported, another_server, tmp_path):
    """Through the database it is moved to, and back into a fresh file."""
    before = rows_in(exported)
    said = host("db", "copy", another_server)
    assert f"DATABASE_URL={another_server}" in said
    assert every_row(host, tmp_path / "there", DATABASE_URL=another_server) == before
    assert "new member may come in" in host(
        "member", "add", "A new member", DATABASE_URL=another_server
    )
    assert "nothing was copied" in host("db", "copy", another_server, code=2)
    file = f"sqlite:///{tmp_path / 'back.sqlite'}"
    host("db", "copy", file)
    assert every_row(host, tmp_path / "back", DATABASE_URL=file) == before
    with (
        closing(sqlite3.connect(tmp_path / "back.sqlite")) as arrived,
        pytest.raises(sqlite3.IntegrityError, match="never changed"),
    ):
        arrived.execute("DELETE FROM audit_entry")  # its guards are awake again


def test_an_export_holds_all_but_secrets(host, exported, look):
    rows = rows_in(exported)
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
    assert "not empty" in host("export", "community", exported, code=2)


def test_an_exported_vote_is_counted_again(host, exported, tmp_path):
    """Or says that its rule cannot be counted from the sums that were published (code 3)."""
    script = Path(voting.__path__[0]) / "recount.py"
    votes = sorted(exported.glob("votes/*.json"))
    codes = []
    for vote in votes:
        counted = subprocess.run(
            [sys.executable, "-I", "-S", script, vote], cwd=tmp_path, capture_output=True
        )
        assert counted.returncode in (0, 3), counted.stdout
        codes.append(counted.returncode)
    assert 0 in codes
    number = votes[0].stem
    assert json.loads(host("export", "bundle", number)) == json.loads(votes[0].read_text())
    assert re.search("no counted vote 999", host("export", "bundle", "999", code=2))
