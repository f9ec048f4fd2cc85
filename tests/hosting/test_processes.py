"""A server and its tick as processes: what is begun is finished, what ends is started again, and
what is no HTTP is refused. None of it depends on the database, so it runs once."""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.hosting.conftest import host_with

pytestmark = pytest.mark.thorough

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
def surroundings(files, tmp_path):
    return host_with(tmp_path, files.at(tmp_path / "civic.sqlite"))


def test_a_request_under_way_is_finished(serving):
    """SIGTERM: what was begun is answered, and then nothing runs any more."""
    with serving("--workers=1") as (port, server):
        body = b"email=ada%40example.org"
        with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
            slow.sendall(
                b"POST /sign-in/link HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" % len(body)
            )
            time.sleep(0.5)
            os.kill(server.pid, signal.SIGTERM)
            time.sleep(0.5)
            slow.sendall(body)
            assert slow.recv(100).startswith(b"HTTP/1.1 ")
        code, said = server.end(within=30)
        assert code == 0
        assert said == (
            f"Civic is at http://localhost, served on port {port} of 127.0.0.1. Stop with Ctrl-C.\n"
        )


def test_a_tick_that_ended_is_started_again_and_ends_with_its_server(serving):
    with serving("--workers=1") as (_, server):
        first = _ticks(server.pid)
        os.kill(first[0], signal.SIGKILL)
        until(lambda: _ticks(server.pid) not in ([], first), "nobody ticks")
        again = _ticks(server.pid)
        os.kill(server.pid, signal.SIGKILL)
        until(lambda: not Path(f"/proc/{again[0]}").exists(), "the tick goes on alone")


def until(condition, otherwise):
    for _ in range(100):
        if condition():
            return
        time.sleep(0.2)
    pytest.fail(otherwise)


def test_each_worker_has_a_queue_of_its_own(serving):
    """From one queue, a worker that happens to be awake takes all sixteen of a proxy's kept
    connections, and the other one idles."""
    with serving("--workers=3", "--no-tick") as (port, _):
        until(lambda: _listening(port) >= 3, "fewer queues than workers")
        assert _listening(port) == 3


def test_a_taken_port_is_a_sentence(civic):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = civic("serve", f"--port={port}", code=2)
    assert f"make demo PORT={port + 1}; or --port {port + 1} with" in said
    assert f"BASE_URL=http://localhost:{port + 1}," in said


def test_a_second_server_does_not_share_the_port_of_the_first(serving, civic):
    with serving("--workers=1", "--no-tick") as (port, _):
        assert f"--port {port + 1} with" in civic("serve", f"--port={port}", code=2)


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


def _ticks(parent):
    command = ["ps", "-o", "pid=,args=", "--ppid", str(parent)]
    lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    return [int(line.split()[0]) for line in lines if " tick " in line]


def _listening(port):
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return len([row for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A"])
