"""One command serves and ticks; many of them do no harm; what is stopped is finished first."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from voting.models import Round, State

SMUGGLED = {
    "length and chunks": "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET",
    "two lengths": "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "lengths in one line": "Content-Length: 4, 5\r\n\r\nabcde",
    "space before the colon": "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "unknown coding": "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked twice": "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "vertical tab": "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "length with a sign": "Content-Length: +4\r\n\r\nabcd",
    "bare line feed": "Content-Length: 4\nTransfer-Encoding: chunked\n\n0\n\n",
    "folded line": "Content-Length: 0\r\n Transfer-Encoding: chunked\r\n\r\n",
    "no name": ": x\r\n\r\n",
}
FLOODS = {
    "a long address": "GET /?{} HTTP/1.1\r\nHost: x\r\n\r\n".format("q" * 1_000_000),
    "many parameters": "GET /?{} HTTP/1.1\r\nHost: x\r\n\r\n".format("a=1&" * 1_500),
    "many headers": "GET / HTTP/1.1\r\nHost: x\r\n{}\r\n".format(
        "".join(f"X-{n}: 1\r\n" for n in range(1_000))
    ),
    "a long header": "GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n".format("y" * 100_000),
}


@pytest.fixture
def due(new_round):
    """A round whose time is over."""
    round = new_round()
    with db.writing() as session:
        session.get_one(Round, round.id).closes_at = now() - timedelta(seconds=1)
    return round


def test_many_ticks_at_once_close_a_round_once(surroundings, due, look):
    tick = [sys.executable, "-m", "civic", "tick"]
    ticks = [subprocess.Popen(tick, env=surroundings, stderr=subprocess.PIPE) for _ in range(4)]
    for one in ticks:
        _, complaints = one.communicate(timeout=120)
        assert (one.returncode, complaints) == (0, b"")
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


def test_a_request_under_way_is_finished(serving, people):
    """SIGTERM: what was begun is answered, and then nothing runs any more."""
    with serving("--workers=1") as (port, server):
        body = b"email=ada%40example.org"
        with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
            slow.sendall(
                b"POST /sign-in/link HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" % len(body)
            )
            time.sleep(0.5)
            server.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            slow.sendall(body)
            assert slow.recv(100).startswith(b"HTTP/1.1 ")
        assert server.wait(timeout=30) == 0


def test_a_killed_server_leaves_no_tick_behind(serving):
    with serving("--workers=1") as (_, server):
        ticker = int(_children(server.pid, "tick")[0])
        server.kill()
        for _ in range(100):
            if not os.path.exists(f"/proc/{ticker}"):
                return
            time.sleep(0.1)
        pytest.fail("the tick goes on alone")


def test_a_tick_that_ended_is_started_again(serving):
    with serving("--workers=1") as (_, server):
        first = _children(server.pid, "tick")[0]
        time.sleep(5)
        os.kill(int(first), signal.SIGKILL)
        for _ in range(150):
            if (again := _children(server.pid, "tick")) and again != [first]:
                return
            time.sleep(0.1)
        pytest.fail("nobody ticks")


def test_a_taken_port_is_a_sentence(civic):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = civic("serve", f"--port={port}", code=2)
    assert f"Take another one: --port {port + 1}" in said


def test_smuggled_requests_and_floods_are_refused(serving):
    """And the connection is closed, so that nothing after them is taken for a request."""
    with serving("--workers=1", "--no-tick") as (port, _):
        for name, head in SMUGGLED.items():
            answer, closed = _raw(port, "POST / HTTP/1.1\r\nHost: localhost\r\n" + head)
            assert answer.split(" ")[1] in ("400", "501"), (name, answer[:80])
            assert closed, name
        for name, request in FLOODS.items():
            answer, _ = _raw(port, request)
            assert answer.split(" ")[1] in ("400", "413", "414", "431"), (name, answer[:80])


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


def _raw(port, request):
    """The first line of the answer, and whether the server hung up."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        with suppress(BrokenPipeError, ConnectionResetError):  # it has heard enough
            line.sendall(request.encode("latin-1"))
        heard = b""
        try:
            while more := line.recv(65_536):
                heard += more
            closed = True
        except ConnectionResetError:
            closed = True
        except TimeoutError:
            closed = False
    return heard.decode("latin-1").partition("\r\n")[0] or "HTTP/1.1 400 hung up", closed


def _children(parent, word):
    command = ["ps", "-o", "pid=,args=", "--ppid", str(parent)]
    lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    return [line.split()[0] for line in lines if f" {word} " in line]
