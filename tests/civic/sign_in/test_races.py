"""A secret that is used by many at once lets one of them in, on whichever database."""

import pyotp
import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.core.sealing import seal
from civic.members.models import Member
from civic.sign_in import tokens
from civic.sign_in.models import OneTimeToken, Purpose, SecondFactor
from civic.spaces.models import Membership


@pytest.fixture
def use(race):
    """What two processes of ten threads were told."""

    def by_twenty(kind: str, secret: str) -> list[str]:
        said = race("tests.civic.sign_in.racer", *[(kind, secret, 10)] * 2)
        return sorted(word for words in said for word in words)

    return by_twenty


ONE_OF_TWENTY = ["gone"] * 19 + ["in"]


def test_a_code_used_by_twenty_at_once_works_once(use, people, look):
    code = "ABCDEFGH2345"
    with db.writing() as session:
        tokens.make(session, Purpose.CODE, secret=code, member_id=people["Ben"].id)
    assert use("code", code) == ONE_OF_TWENTY
    assert look(select(OneTimeToken.used_at))[0] is not None


def test_a_mailed_link_used_by_twenty_at_once_works_once(use, people, look):
    with db.writing() as session:
        secret = tokens.make(session, Purpose.SIGN_IN, address="ben@example.org")
    assert use("link", secret) == ONE_OF_TWENTY
    assert look(select(OneTimeToken.used_at))[0] is not None


def test_a_code_of_the_app_used_by_twenty_at_once_works_once(use, config, people, save):
    secret, ben = pyotp.random_base32(), people["Ben"].id
    sealed = seal(config.secret_key, secret, about=f"second_factor:{ben}")
    save(SecondFactor(member_id=ben, secret=sealed, confirmed_at=now()))
    assert use("app", f"{ben}:{pyotp.TOTP(secret).now()}") == ONE_OF_TWENTY


def test_an_invitation_accepted_by_twenty_at_once_makes_one_member(use, garden, look):
    about = {"address": "ida@example.org", "space_id": garden.id, "role": "member"}
    with db.writing() as session:
        secret = tokens.make(session, Purpose.INVITATION, **about)
    assert use("invitation", secret) == ONE_OF_TWENTY
    (ida,) = look(select(Member.id).where(Member.email == "ida@example.org"))
    assert look(select(Membership.space_id).where(Membership.member_id == ida)) == [garden.id]
