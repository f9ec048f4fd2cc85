"""`civic tally`, `civic rules` and `civic recount` need no web framework and no database."""

import json
import subprocess
import sys

import pytest

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
    assert "Elected: Forest" in told.stdout


def test_tally_says_what_is_wrong_and_does_nothing(civic, table, tmp_path):
    noise = tmp_path / "noise.csv"
    noise.write_text("hello")
    for arguments in (
        (table, "--rule", "dice"),
        (table, "--rule", "irv"),
        (table, "--rule", "approval", "--set", "seats"),
        (table, "--rule", "approval", "--set", "seats=many"),
        (noise, "--rule", "approval"),
    ):
        told = civic("tally", *arguments)
        assert told.returncode == 2
        assert told.stderr.startswith("Error: ")
        assert "Traceback" not in told.stderr


def test_rules_are_listed_and_explained(civic):
    told = civic("rules")
    assert (told.returncode, told.stderr) == (0, "")
    assert "schulze" in told.stdout
    told = civic("rules", "irv")
    assert "overvote" in told.stdout
    assert civic("rules", "dice").returncode == 2
