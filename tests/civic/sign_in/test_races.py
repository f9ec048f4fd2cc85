"""A secret that is used by many at once lets one of them in, on whichever database."""

import subprocess
import sys
from pathlib import Path

from sqlmodel import select

from civic.core import db
from civic.sign_in import tokens
from civic.sign_in.models import OneTimeToken, Purpose

RACER = Path(__file__).with_name("racer.py")
ROOT = RACER.parents[3]


def test_a_code_used_by_twenty_at_once_works_once(config, people, look):
    code = "ABCDEFGH2345"
    with db.writing() as session:
        tokens.make(session, Purpose.CODE, secret=code, member_id=people["Ben"].id)
    running = [
        subprocess.Popen(
            [sys.executable, RACER, str(config.data), config.database_url, code, "10"],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        )
        for _number in range(2)
    ]  # fmt: skip
    for process in running:
        assert process.stdout.readline() == "ready\n"
    (config.data / "go").touch()
    said = [word for process in running for word in process.communicate(timeout=60)[0].split()]
    assert sorted(said) == ["gone"] * 19 + ["in"]
    assert look(select(OneTimeToken.used_at))[0] is not None
