"""Commands as real processes, on this test's own database."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from tests.voting.conftest import new_round, voters  # noqa: F401  (fixtures)


@pytest.fixture
def surroundings(config):
    """What a host has set, and nothing of what the tester has."""
    ours = {
        "CIVIC_DATA": str(config.data),
        "DATABASE_URL": config.database_url,
        "BASE_URL": "http://localhost",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.getcwd(),
    }
    return ours | {k: v for k, v in os.environ.items() if k in ("HOME", "LANG", "TMPDIR")}


@pytest.fixture
def civic(surroundings):
    """Run a command to its end; `code` is what it must answer."""

    def run(*arguments, code=0, **changed):
        done = subprocess.run(
            [sys.executable, "-m", "civic", *map(str, arguments)],
            env=surroundings | changed,
            capture_output=True,
            text=True,
            timeout=120,
        )
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        assert "Traceback" not in said
        return said

    return run


@pytest.fixture
def serving(surroundings):
    """Serve until the block ends; hands out the port and the process."""

    @contextmanager
    def serve(*arguments, **changed):
        port = free_port()
        command = [sys.executable, "-m", "civic", "serve", f"--port={port}", *arguments]
        process = subprocess.Popen(command, env=surroundings | changed, stderr=subprocess.PIPE)
        try:
            _wait_for(port, process)
            yield port, process
        finally:
            process.terminate()
            process.communicate(timeout=30)

    return serve


def _wait_for(port, process):
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=10).close()
            return
        except OSError:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
    raise AssertionError("the server did not start")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
