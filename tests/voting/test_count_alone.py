"""`civic tally`, `civic rules` and `civic recount` need no web framework and no database."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from civic.cli import dispatcher

ALONE = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"flask", "sqlmodel", "sqlalchemy", "pydantic", "alembic"}:
            raise ImportError(f"{name} is not installed here")

sys.meta_path.insert(0, Absent())
from civic.cli import main
main()
"""
TABLE = "#form: approval\nweight,Lake,Forest,Sea\n3,1,1,\n2,,1,1\n1,,,\n"


@pytest.fixture
def civic(tmp_path):
    def civic(*arguments):
        run = [sys.executable, "-c", ALONE, *map(str, arguments)]
        return subprocess.run(run, capture_output=True, text=True, timeout=60)

    return civic


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "outing.csv"
    path.write_text(TABLE)
    return path


def test_tally_for_programs(civic, table):
    told = civic("tally", table, "--rule", "approval", "--seats", "2", "--json")

    assert (told.returncode, told.stderr) == (0, "")
    counted = json.loads(told.stdout)
    assert counted["elected"] == ["Forest", "Lake"]
    assert counted["numbers"]["scores"] == {"Lake": 3, "Forest": 5, "Sea": 2}


def test_tally_for_people(civic, table):
    told = civic("tally", table, "--rule", "approval")
    assert told.returncode == 0
    assert "Chosen: Forest" in told.stdout
    assert "5 ballots" in told.stdout
    assert "Ballots counted: 3; refused: 0" in told.stdout


def test_tally_says_what_is_wrong_and_does_nothing(table, tmp_path):
    noise = tmp_path / "noise.csv"
    noise.write_text("hello")
    for arguments in (
        (table, "--rule", "dice"),
        (table, "--rule", "irv"),
        (table, "--rule", "approval", "--set", "seats"),
        (table, "--rule", "approval", "--set", "seats=many"),
        (table, "--compare", "--set", "colour=red"),
        (table, "--write", tmp_path / "outing.blt"),
        (table, "--write", table),
        (table,),
        (noise, "--rule", "approval"),
    ):
        told = CliRunner().invoke(dispatcher, ["tally", *map(str, arguments)])
        assert (told.exit_code, told.stdout) == (2, "")
        assert told.stderr.startswith("Error: ")


def test_refused_ballots_are_always_told_with_their_lines(civic, tmp_path):
    ranked = tmp_path / "chair.soi"
    ranked.write_text(
        "# FILE NAME: a\n# DATA TYPE: soi\n# ALTERNATIVE NAME 1: Ann\n# ALTERNATIVE NAME 2: Bo\n"
        "3: 1,2\n1: 1,1\n2: 3\n"
    )
    told = civic("tally", ranked, "--rule", "irv")
    assert told.returncode == 3, "a script must notice"
    assert "Ballots counted: 1; refused: 2" in told.stdout
    assert "line 6: option_twice" in told.stdout
    counted = json.loads(civic("tally", ranked, "--rule", "irv", "--json").stdout)
    assert (counted["counted"], len(counted["refused"])) == (1, 2)
    keys = {"elected", "tied", "ranking", "steps", "verdict", "reasons"}
    assert keys <= set(counted)


def test_every_rule_that_can_read_a_file_is_compared(civic, table):
    told = civic("tally", table, "--compare", "--seats", "2")
    assert told.returncode == 0
    assert "approval                   Forest, Lake" in told.stdout
    assert "committee-seq-phragmen" in told.stdout
    assert "schulze" not in told.stdout
    rules = json.loads(civic("tally", table, "--compare", "--json").stdout)["rules"]
    assert rules["approval"]["elected"] == ["Forest"]


def test_ballots_are_written_in_another_format(civic, table, tmp_path):
    told = civic("tally", table, "--write", tmp_path / "outing.cat")
    assert (told.returncode, told.stdout) == (0, "")
    again = civic("tally", tmp_path / "outing.cat", "--rule", "approval")
    assert "Chosen: Forest" in again.stdout


def test_rules_are_listed_and_explained(civic):
    told = civic("rules")
    assert (told.returncode, told.stderr) == (0, "")
    assert "A budget for projects\n  budget-equal-shares" in told.stdout
    assert "schulze" in told.stdout
    told = civic("rules", "irv")
    assert "overvote" in told.stdout
    assert "For example: " in told.stdout
    assert "Robert's Rules" in told.stdout
    told = civic("rules", "shulze")
    assert told.returncode == 2
    assert "Did you mean: civic rules schulze" in told.stderr
