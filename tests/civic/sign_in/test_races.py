"""A secret that is used by many at once lets one of them in, on whichever database."""

import subprocess
import sys
from pathlib import Path

import pyotp
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.core.sealing import seal
from civic.members.models import Member
from civic.sign_in import tokens
from civic.sign_in.models import OneTimeToken, Purpose, SecondFactor
from civic.spaces.models import Membership

RACER = Path(__file__).with_name("racer.py")
ROOT = RACER.parents[3]


def race(config, kind: str, secret: str) -> list[str]:
    """What two processes of ten threads were told."""
    running = [
        subprocess.Popen(
            [sys.executable, RACER, str(config.data), config.database_url, kind, secret, "10"],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        )
        for _number in range(2)
    ]  # fmt: skip
    for process in running:
        assert process.stdout.readline() == "ready\n"
    (config.data / "go").touch()
    return sorted(word for one in running for word in one.communicate(timeout=60)[0].split())


ONE_OF_TWENTY = ["gone"] * 19 + ["in"]


def test_a_code_used_by_twenty_at_once_works_once(config, people, look):
    code = "ABCDEFGH2345"
    with db.writing() as session:
        tokens.make(session, Purpose.CODE, secret=code, member_id=people["Ben"].id)
    assert race(config, "code", code) == ONE_OF_TWENTY
    assert look(select(OneTimeToken.used_at))[0] is not None


def test_a_mailed_link_used_by_twenty_at_once_works_once(config, people, look):
    with db.writing() as session:
        secret = tokens.make(session, Purpose.SIGN_IN, address="ben@example.org")
    assert race(config, "link", secret) == ONE_OF_TWENTY
    assert look(select(OneTimeToken.used_at))[0] is not None


def test_a_code_of_the_app_used_by_twenty_at_once_works_once(config, people, save):
    secret, ben = pyotp.random_base32(), people["Ben"].id
    sealed = seal(config.secret_key, secret, about=f"second_factor:{ben}")
    save(SecondFactor(member_id=ben, secret=sealed, confirmed_at=now()))
    assert race(config, "app", f"{ben}:{pyotp.TOTP(secret).now()}") == ONE_OF_TWENTY


def test_an_invitation_accepted_by_twenty_at_once_makes_one_member(config, garden, look):
    about = {"address": "ida@example.org", "space_id": garden.id, "role": "member"}
    with db.writing() as session:
        secret = tokens.make(session, Purpose.INVITATION, **about)
    assert race(config, "invitation", secret) == ONE_OF_TWENTY
    (ida,) = look(select(Member.id).where(Member.email == "ida@example.org"))
    assert look(select(Membership.space_id).where(Membership.member_id == ida)) == [garden.id]
