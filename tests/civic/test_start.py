"""A quick start; and what a host got wrong is told in a sentence, before anything is served."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from civic.cli import dispatcher
from civic.config import BadConfiguration, Config


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("CIVIC_DATA", "/dev/null/house", "The data folder cannot be used: Not a directory"),
        ("SECRET_KEY", "short", "SECRET_KEY must have at least 32 characters."),
        ("SECRET_KEY", "a" * 64, "SECRET_KEY can be guessed"),
        ("SECRET_KEY", "CHANGE-me-now 0123456789 abcdefghijk", "SECRET_KEY can be guessed"),
        ("SECRET_KEY", "my-super-secret-key-for-production!!", "SECRET_KEY can be guessed"),
        ("DATABASE_URL", "mysql://here", "DATABASE_URL must begin with sqlite:///"),
        ("BASE_URL", "civic.example.org", "BASE_URL must look like https://"),
        ("BASE_URL", "https://civic.example.org/here", "BASE_URL must look like https://"),
        ("BASE_URL", "https://me@civic.example.org", "BASE_URL must look like https://"),
        ("BASE_URL", "https://civic.example.org:port", "BASE_URL must look like https://"),
        ("MAIL_URL", "mail.example.org", "MAIL_URL must look like smtp://"),
        ("MAIL_URL", "smtp://me:pass/word@mail.example.org:587", "MAIL_URL must look like smtp://"),
        ("MAIL_FROM", "Civic", "MAIL_FROM must look like Civic <civic@example.org>."),
        ("MAIL_PER_HOUR", "0", "MAIL_PER_HOUR must be a whole number from 1 to 1000000"),
        ("PROXIES", "yes", "PROXIES must be a whole number from 0 to 5, not 'yes'."),
        ("CIVIC_DEMO", "yes", "CIVIC_DEMO must be a whole number from 0 to 1"),
    ],
)
def test_a_wrong_setting_stops_the_start(monkeypatch, tmp_path, variable, value, sentence):
    monkeypatch.setenv("CIVIC_DATA", str(tmp_path))
    monkeypatch.setenv(variable, value)
    outcome = CliRunner().invoke(dispatcher, ["db", "upgrade"])
    assert outcome.exit_code == 2
    assert sentence in outcome.output
    assert "Traceback" not in outcome.output


def test_a_secret_is_made_once_and_kept(tmp_path):
    made = {Config.from_environment({"CIVIC_DATA": str(tmp_path)}).secret_key for _ in range(3)}
    assert made == {(tmp_path / "secret.key").read_text()}
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    (tmp_path / "secret.key").write_text("")
    with pytest.raises(BadConfiguration, match="is damaged"):
        Config.from_environment({"CIVIC_DATA": str(tmp_path)})


def test_every_setting_is_documented(tmp_path):
    """In the table of the deployment page."""

    class Asked(dict):
        def get(self, name, default=None):
            asked.add(name)
            return super().get(name, default)

    asked = set()
    Config.from_environment(Asked(CIVIC_DATA=str(tmp_path)))
    page = Path("civic/deployment/README.md").read_text()
    assert {name for name in asked if f"| `{name}` |" not in page} == set()


@pytest.mark.thorough
def test_a_start_loads_nothing_that_only_a_few_pages_need():
    slow = {"alembic", "PIL", "pypdf", "icalendar", "markdownify", "smtplib", "hypothesis"}
    slow |= {"webauthn", "joserfc", "authlib", "requests", "urllib3"}
    ask = f"import sys, civic.app; print(*sorted({slow} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
