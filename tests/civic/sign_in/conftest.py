"""What the door's tests share: Ada has a password, mail is read from the outbox."""

import re
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from civic.community.models import Community, SignUp
from civic.core import db
from civic.core.clock import now
from civic.members.models import Member
from civic.sign_in import passwords
from civic.sign_in.models import Account

PHRASE = "un petit chat gris dort"
ACCOUNT = "/sign-in/account"
CODE = re.compile(r'class="code">([A-Z2-9]{4}) ([A-Z2-9]{4}) ([A-Z2-9]{4})<')


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


def secret_on(page):
    spaced = re.search(r'class="code">([A-Z2-7 ]+)<', page.get_data(as_text=True))
    return spaced[1].replace(" ", "")


@pytest.fixture
def app_code(at):
    """The code that the app shows; each time a period later, since none works twice."""
    passed = [now()]

    def code(secret):
        passed[0] += timedelta(seconds=30)
        at(passed[0])
        return pyotp.TOTP(secret).at(passed[0])

    return code


@pytest.fixture
def set_up(browser, app_code):
    """Ada's app: its secret, and her recovery codes."""

    def switch_on(client=None):
        client = client or browser("Ada")
        page = client.post(f"{ACCOUNT}/second/begin", follow_redirects=True)
        secret = secret_on(page)
        shown = client.post(f"{ACCOUNT}/second", data={"code": app_code(secret)})
        return secret, ["".join(code) for code in CODE.findall(shown.get_data(as_text=True))]

    return switch_on


def ask(client, email="ada@example.org", **more):
    return client.post("/sign-in/link", data={"email": email, **more})
