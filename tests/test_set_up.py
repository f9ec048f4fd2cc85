"""What is missing is said in a sentence with the command that cures it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path("tests/tools").resolve()
DEMO = ("environment.sh", "run")
OLD = "case $1 in --version) echo Python 3.9.2;; *) exit 1;; esac\n"
WITHOUT_VENV = 'case $2 in *ensurepip*) exit 1;; *"%d"*) echo 3.12;; esac\n'


@pytest.fixture
def machine(tmp_path):
    """A folder with a space in its name on a machine that has nothing but what a test adds."""
    folder, programs = tmp_path / "our house", tmp_path / "bin"
    folder.mkdir()
    programs.mkdir()
    shutil.copy("requirements.lock", folder)
    for name in ("sh", "cksum", "tr", "rm"):
        (programs / name).symlink_to(str(shutil.which(name)))

    def run(*command: str, **added: str) -> tuple[int, str]:
        for name, script in added.items():
            (programs / name.replace("_", "-")).write_text("#!/bin/sh\n" + script)
            (programs / name.replace("_", "-")).chmod(0o755)
        done = subprocess.run(
            ["sh", SCRIPTS / command[0], *command[1:]],
            cwd=folder,
            env={"PATH": str(programs), "HOME": os.environ.get("HOME", "/")},
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stderr

    return run


def test_without_python(machine):
    code, said = machine(*DEMO)
    assert code == 1
    assert "there is no python3 here" in said
    assert "make demo PYTHON=" in said


def test_with_an_old_python(machine):
    code, said = machine(*DEMO, python3=OLD)
    assert code == 1
    assert "needs Python 3.11 or later; python3 here is Python 3.9.2" in said


def test_without_the_module_for_virtual_environments(machine):
    code, said = machine(*DEMO, python3=WITHOUT_VENV)
    assert code == 1
    assert "sudo apt-get install python3.12-venv" in said


def test_without_the_right_to_install(machine):
    code, said = machine("system.sh", id="echo 1000", apt_get="exit 0")
    assert code == 1
    command = "sudo apt-get update && sudo apt-get install --no-install-recommends "
    assert command in said
    assert "chromium default-jre-headless nodejs npm" in said


def test_without_a_package_manager_of_ours(machine):
    code, said = machine("system.sh")
    assert code == 1
    assert "your package manager's names for" in said


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.sh")), ids=lambda path: path.name)
def test_a_script_is_plain_shell(script):
    assert subprocess.run(["sh", "-n", script]).returncode == 0


@pytest.mark.parametrize(
    ("ci", "code", "said"), [("", 0, "tests were left out: they read"), ("true", 4, "CIVIC_SHARED")]
)
def test_material_that_is_absent_is_told_and_refused_where_all_must_run(
    tmp_path, start, ci, code, said
):
    reads_nothing_of_it = "tests/test_contrast.py"
    what = ["-q", "-p", "no:cacheprovider", "tests/voting/test_cases.py", reads_nothing_of_it]
    forked = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # some is imported already
    around = os.environ | {"CI": ci, "CIVIC_SHARED": str(tmp_path)}
    ended, told = start("pytest", *what, *forked, around=around).end()
    assert said in told
    assert ended == code
