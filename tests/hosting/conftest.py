"""Commands as real processes, on this test's own database."""

import os
import socket
import time
import urllib.request
from contextlib import contextmanager

import pytest

from tests.processes import Started
from tests.voting.conftest import new_round, voters  # noqa: F401  (fixtures)


@pytest.fixture
def surroundings(own_file, config):
    """What a host has set, and nothing of what the tester has."""
    return host_with(config.data, config.database_url)


def host_with(data, database_url):
    ours = {
        "CIVIC_DATA": str(data),
        "DATABASE_URL": database_url,
        "BASE_URL": "http://localhost",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.getcwd(),
    }
    return ours | {k: v for k, v in os.environ.items() if k in ("HOME", "LANG", "TMPDIR")}


@pytest.fixture
def civic(surroundings):
    """Run a command to its end; `code` is what it must answer."""
    return commands(surroundings)


@pytest.fixture
def civic_on(tmp_path):
    """Run commands on a database that the test names; runs once, whichever the others run on."""
    return lambda url: commands(host_with(tmp_path, url))


def commands(surroundings):
    def run(*arguments, code=0, **changed):
        ended, said = Started("civic", arguments, surroundings | changed).end()
        assert ended == code, said
        assert "Traceback" not in said
        return said

    return run


@pytest.fixture
def serving(surroundings, start):
    """Serve until the block ends; hands out the port and the process."""

    @contextmanager
    def serve(*arguments, **changed):
        port = free_port()
        around = surroundings | changed
        process = start("civic", "serve", f"--port={port}", *arguments, around=around)
        try:
            _wait_for(port, process)
            yield port, process
        finally:
            process.terminate()

    return serve


def _wait_for(port, process):
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=10).close()
            return
        except OSError:
            assert process.runs(), process.end()
            time.sleep(0.05)
    raise AssertionError("the server did not start")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
