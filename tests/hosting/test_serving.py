"""One command serves and ticks; many of them do no harm."""

import http.client
import time
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from voting.models import Round, State


@pytest.fixture
def due(new_round):
    """A round whose time is over."""
    round = new_round()
    with db.writing() as session:
        session.get_one(Round, round.id).closes_at = now() - timedelta(seconds=1)
    return round


def test_many_ticks_at_once_close_a_round_once(surroundings, start, due, look):
    ticks = [start("civic", "tick", around=surroundings) for _ in range(4)]
    assert [one.end() for one in ticks] == [(0, "")] * 4
    assert look(select(Round.state)) == [State.PUBLISHED]
    told = look(select(AuditEntry.name))
    assert (told.count("RoundClosed"), told.count("RoundPublished")) == (1, 1)


def test_two_servers_on_one_house_close_a_round_once(serving, due, look):
    with serving("--workers=1"), serving("--workers=1"):
        for _ in range(300):
            if look(select(Round.state)) == [State.PUBLISHED]:
                break
            time.sleep(0.1)
    assert look(select(AuditEntry.name)).count("RoundPublished") == 1


def test_forwarded_addresses_are_believed_of_configured_proxies_only(serving, look, people):
    """Without one, what somebody writes into a request is not who they are."""
    from civic.sign_in.models import Attempts

    def knock(port, number):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"X-Forwarded-For": f"203.0.{number}.1", "X-Forwarded-Proto": "https"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET", "/sign-in/", headers=headers)
        page = connection.getresponse()
        cookie = page.headers["Set-Cookie"].partition(";")[0]
        token = page.read().decode().partition('name="csrf_token"')[2].split('value="')[1]
        body = f"csrf_token={token.partition(chr(34))[0]}&email=ada@example.org&password=wrong"
        connection.request("POST", "/sign-in/password", body, headers | {"Cookie": cookie})
        connection.getresponse().read()
        connection.close()
        return {row.key for row in look(select(Attempts))}

    with serving("--workers=1", "--no-tick") as (port, _):
        assert knock(port, 1) == knock(port, 2) != set()
    with serving("--workers=1", "--no-tick", PROXIES="1") as (port, _):
        assert knock(port, 1) < knock(port, 2)
