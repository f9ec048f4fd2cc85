"""A quick start; and what a host got wrong is told in a sentence, before anything is served."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from civic.cli import dispatcher


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("CIVIC_DATA", "/dev/null/house", "The data folder cannot be used: Not a directory"),
        ("SECRET_KEY", "short", "SECRET_KEY must have at least 32 characters."),
        ("DATABASE_URL", "mysql://here", "DATABASE_URL must begin with sqlite:///"),
        ("BASE_URL", "civic.example.org", "BASE_URL must look like https://"),
    ],
)
def test_a_wrong_setting_stops_the_start(monkeypatch, tmp_path, variable, value, sentence):
    monkeypatch.setenv("CIVIC_DATA", str(tmp_path))
    monkeypatch.setenv(variable, value)
    outcome = CliRunner().invoke(dispatcher, ["db", "upgrade"])
    assert outcome.exit_code == 2
    assert sentence in outcome.output
    assert "Traceback" not in outcome.output


def test_a_start_loads_nothing_that_only_a_few_pages_need():
    slow = {"alembic", "PIL", "pypdf", "icalendar", "markdownify", "smtplib", "hypothesis"}
    ask = f"import sys, civic.app; print(*sorted({slow} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
