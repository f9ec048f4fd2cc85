"""Real processes, as ``python -m MODULE`` makes them, without the second that imports take.

Each is forked from one that has imported everything and done nothing else: it has its own memory,
files, locks and connections, and can be killed. That commands start from nothing, too, is in
tests/hosting/test_commands.py. A plugin of pytest, named in tests/conftest.py.
"""

import multiprocessing
import os
import runpy
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.config import Config
from civic.core.clock import now
from civic.notifications import ticking

FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["civic.app", "tests.preloaded"])


class Started:
    """A process under way, and what it prints (errors among it)."""

    def __init__(
        self, module: str, arguments: Iterable[object], surroundings: Mapping[str, str]
    ) -> None:
        self._said, saying = FORKING.Pipe(duplex=False)
        typed = [str(argument) for argument in arguments]
        self._process = FORKING.Process(
            target=_become, args=(module, typed, dict(surroundings), saying), daemon=True
        )
        self._process.start()
        saying.close()
        self._heard = b""

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def runs(self) -> bool:
        return self._process.is_alive()

    def line(self) -> str:
        """The next line; "" where nothing comes any more."""
        while b"\n" not in self._heard and self._listen(60):
            pass
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode()

    def end(self, within: float = 120) -> tuple[int, str]:
        """Its exit code, and what it said since the last line that was asked for."""
        until = time.monotonic() + within
        while self._listen(until - time.monotonic()):
            pass
        self._process.join(max(0.0, until - time.monotonic()))
        assert self._process.exitcode is not None, "it goes on"
        return self._process.exitcode, self._heard.decode()

    def kill(self) -> str:
        """SIGKILL; what it had said until then."""
        self._process.kill()
        return self.end()[1]

    def terminate(self) -> tuple[int, str]:
        self._process.terminate()
        return self.end()

    def _listen(self, seconds: float) -> bool:
        assert self._said.poll(max(0.0, seconds)), "it takes too long"
        more = os.read(self._said.fileno(), 65_536)
        self._heard += more
        return bool(more)


def _become(
    module: str, arguments: list[str], surroundings: dict[str, str], saying: Connection
) -> None:
    for output in (1, 2):
        os.dup2(saying.fileno(), output)
    saying.close()
    os.environ.clear()
    os.environ.update(surroundings)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


@pytest.fixture
def start(own_file: None) -> Iterator[Callable[..., Started]]:
    """Start one; what runs still is ended with the test."""
    started: list[Started] = []

    def begin(module: str, *arguments: object, around: Mapping[str, str] | None = None) -> Started:
        started.append(Started(module, arguments, around or {"PATH": os.environ["PATH"]}))
        return started[-1]

    yield begin
    for one in started:
        if one.runs():
            one.kill()


@pytest.fixture
def race(config: Config, start: Callable[..., Started]) -> Callable[..., list[list[str]]]:
    """Let processes begin together: ``python -m MODULE DATA URL …``, one for each lot of further
    arguments. What each of them printed, in words."""

    def run(module: str, *lots: tuple[object, ...]) -> list[list[str]]:
        go = config.data / "go"
        go.unlink(missing_ok=True)
        running = [start(module, config.data, config.database_url, *lot) for lot in lots]
        for one in running:
            assert one.line() == "ready"
        go.touch()
        ended = [one.end() for one in running]
        assert [code for code, _ in ended] == [0] * len(lots), ended
        return [said.split() for _, said in ended]

    return run


@pytest.fixture
def press_at_once(race: Callable[..., list[list[str]]], browser: Callable[[str], FlaskClient]):
    """Let people press buttons together, each in a process of their own: what each is answered."""

    def press(*pressed: tuple[str, str, dict[str, str]]) -> list[int]:
        """``(name, address, form)`` of each."""
        lots = [
            (address, browser(name).get_cookie("civic").value, urlencode(form))
            for name, address, form in pressed
        ]
        return [int(status) for (status,) in race("tests.pressing", *lots)]

    return press


@pytest.fixture
def tick_killed_at(config: Config, start: Callable[..., Started]) -> Callable[[int, str], None]:
    """Let a process do what is due, and kill it at a statement: the first time, or a later one."""

    def kill(time: int, statement: str) -> None:
        process = start("tests.halting", config.data, config.database_url, "tick", time, statement)
        assert process.line() == "stopped"
        process.kill()

    return kill


@pytest.fixture
def tick_again(app: Flask, at: Callable[[datetime], None]) -> Callable[[], None]:
    """A later process does what is due, again and again, after the lease of the killed one."""

    def run() -> None:
        began = now()
        for minutes in (11, 22, 33):
            at(began + timedelta(minutes=minutes))
            assert ticking.run_due(app)

    return run
