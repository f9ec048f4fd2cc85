"""What the door's tests share: Ada has a password, mail is read from the outbox."""

import time
from collections.abc import Callable
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from civic.community.models import Community, SignUp
from civic.core import db
from civic.members.models import Member
from civic.sign_in import passwords
from civic.sign_in.models import Account

PHRASE = "un petit chat gris dort"


@pytest.fixture
def ada(people, save):
    """Ada, who has a password."""
    save(Account(member_id=people["Ada"].id, password=passwords.store(PHRASE)))
    return people["Ada"]


@pytest.fixture
def try_password() -> Callable:
    def sign_in(client: FlaskClient, email="ada@example.org", password=PHRASE, **how):
        return client.post("/sign-in/password", data={"email": email, "password": password}, **how)

    return sign_in


@pytest.fixture
def open_door(people, app) -> None:
    """Whoever confirms an address becomes a member."""
    with db.writing() as session:
        session.get(Community, 1).sign_up = SignUp.OPEN


@pytest.fixture
def benchmark_clock() -> Callable:
    """A block that must be over within so many seconds."""

    @contextmanager
    def within(seconds: float):
        started = time.process_time()
        yield
        assert time.process_time() - started < seconds

    return within


def called(look, name):
    return look(select(Member).where(Member.name == name))
