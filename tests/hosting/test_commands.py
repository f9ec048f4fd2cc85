"""Every command explains itself, and a slip of the finger is answered with a hint."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from civic.cli import COMMANDS, dispatcher
from tests.hosting.conftest import free_port
from tests.sizes import first_of_each

MODULES = {module: name for name, (module, _) in COMMANDS.items()}
"""A command of each."""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_text(name):
    told = CliRunner().invoke(dispatcher, [name, "--help"])
    assert told.exit_code == 0
    assert len(told.output) > 100


@pytest.mark.parametrize("name", first_of_each(MODULES.values(), lambda _: "a module"))
def test_a_command_starts_from_nothing(name):
    """The other tests here fork processes that have imported everything already."""
    cold = [sys.executable, "-m", "civic", name, "--help"]
    done = subprocess.run(cold, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_slip_is_answered_with_a_hint():
    told = CliRunner().invoke(dispatcher, ["sreve"])
    assert told.exit_code == 2
    assert "There is no command 'sreve'. Did you mean: civic serve" in told.output
    assert "See: civic --help" in CliRunner().invoke(dispatcher, ["brew"]).output


def test_a_house_without_tables_says_how_to_lay_them(civic_on, tmp_path):
    civic = civic_on(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    for command in (
        ["serve", f"--port={free_port()}"],
        ["tick"],
        ["doctor"],
        ["member", "list"],
        ["seed"],
    ):
        assert "civic db upgrade" in civic(*command, code=2)


def test_a_database_that_does_not_answer_is_a_sentence(civic_on):
    said = civic_on("postgresql://nobody@127.0.0.1:9/none")("member", "list", code=2)
    assert "The database does not answer" in said
    assert "Is PostgreSQL running, and is DATABASE_URL right?" in said


def test_a_damaged_database_is_a_sentence(civic_on, tmp_path):
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"SQLite format 3\0" + b"\xff" * 8_000)
    said = civic_on(f"sqlite:///{damaged}")("member", "list", code=2)
    assert "civic restore FILE" in said


def test_a_database_of_a_newer_civic_is_left_alone(civic, app):
    with app.extensions["engine"].begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for command in (["serve", f"--port={free_port()}"], ["db", "upgrade"]):
        assert "made by a newer Civic" in civic(*command, code=2)
