"""What the door's tests share: Ada has a password, mail is read from the outbox."""

import re
import time
from collections.abc import Callable
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, select

from civic.community.models import Community, SignUp
from civic.core import db
from civic.core.mail import OutboxMail
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
def mails(look) -> Callable[[], list[OutboxMail]]:
    """What would leave, oldest first."""
    found = select(OutboxMail).where(col(OutboxMail.failed_at).is_(None))
    return lambda: look(found.order_by(col(OutboxMail.id)))


@pytest.fixture
def link_in() -> Callable[[OutboxMail], str]:
    """The path of the link in a mail."""
    return lambda mail: re.search(r"http://localhost(/sign-in/\S+)", mail.body)[1]


@pytest.fixture
def is_in() -> Callable[[FlaskClient], bool]:
    """Whether somebody is signed in with this browser."""
    return lambda client: client.get("/sign-in/account").status_code == 200


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
        started = time.perf_counter()
        yield
        assert time.perf_counter() - started < seconds

    return within
