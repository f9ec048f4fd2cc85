"""The tests of a target, run once as everything is, and then against one mutant after the other.

A plugin of pytest. The tests are collected once. The first run notes which lines of the target each
test comes by and how long it takes. A mutant is then a fork of that process in which one function
has another code: only the tests that come by the changed line are run, first those that noticed
something in the same function and those that are quick, until one fails. A test that needs ten
times its time goes round in circles, which is noticed too.
"""

import gc
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from mmap import mmap
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any

import pytest

from tests.tools.mutants.targets import Target
from tests.tools.mutants.ways import Mutant, Place, Told, mutants

ALIVE, KILLED = 0, 1
LONGER, SECONDS = 10, 3
"""A test goes round in circles after so many times what it usually takes, and these seconds more:
of processor time, so that a busy machine kills nobody."""
MOST_MEMORY = 4 << 30

Line = tuple[str, int]


@dataclass
class Test:
    item: pytest.Item
    lines: set[Line] = field(default_factory=set)
    """Of the target, that it comes by."""
    seconds: float = 0.0
    """Of processor time."""
    noticed: Counter[Place] = field(default_factory=Counter)
    """How many mutants of a function it has killed."""


@dataclass
class Running:
    mutant: Mutant
    tests: list[Test]
    at: mmap
    """The number of the test that runs."""


class Trial:
    def __init__(self, target: Target, every: int, explained: set[Told]) -> None:
        self.target, self.every, self.explained = target, every, explained
        self.failed: list[str] = []
        self.is_mutant = False
        self.tests: list[Test] = []
        self.found: list[Mutant] = []
        self.alive: list[Mutant] = []
        self.round_in_circles = 0

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if self._is_of(item)]

    def _is_of(self, item: pytest.Item) -> bool:
        _, _, cases = item.nodeid.rstrip("]").partition("[")
        return item.nodeid.startswith(self.target.tests) or any(
            f"-{rule}-" in f"-{cases}-" for rule in self.target.rules
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.failed:
            return
        if self.is_mutant:
            os._exit(KILLED)
        self.failed.append(f"{report.nodeid}\n{report.longreprtext}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.tests = [Test(item) for item in session.items]
        files = {str(path.resolve()): str(path) for path in self.target.paths}
        for test in self.tests:
            started = time.process_time()
            with _noting(test.lines, files):
                _run(test.item)
            test.seconds = time.process_time() - started
        if self.failed:
            return True
        self._judge()
        return True

    def _judge(self) -> None:
        """Each mutant in a process of its own, as many at once as there are processors."""
        gc.unfreeze()  # what is frozen is not found
        live = _live_functions(self.target.paths)
        gc.freeze()
        self.found = [m for path in self.target.paths for m in mutants(path)][:: self.every]
        running: dict[int, Running] = {}
        for mutant in self.found:
            if len(running) >= (os.cpu_count() or 1):
                self._next_to_end(running)
            child, started = self._begin(mutant, live[mutant.file, mutant.place])
            running[child] = started
        while running:
            self._next_to_end(running)

    def _begin(self, mutant: Mutant, function: FunctionType) -> tuple[int, Running]:
        lines = {(mutant.file, line) for line in mutant.lines}
        tests = [test for test in self.tests if lines & test.lines]
        tests.sort(key=lambda test: test.seconds / (1 + test.noticed[mutant.place]))
        started = Running(mutant, tests, mmap(-1, 4))
        child = os.fork()
        if not child:
            self.is_mutant = True
            function.__code__ = mutant.code
            _run_all(started)
        return child, started

    def _next_to_end(self, running: dict[int, Running]) -> None:
        child, status = os.wait()
        ended = running.pop(child)
        at = int.from_bytes(ended.at[:], "little")
        if status == ALIVE:
            self.alive.append(ended.mutant)
            if ended.mutant.told not in self.explained:
                print(f"    alive: {ended.mutant}", flush=True)
            return
        self.round_in_circles += os.WIFSIGNALED(status)
        ended.tests[at].noticed[ended.mutant.place] += 1


def _run_all(started: Running) -> None:
    """Leaves the process."""
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        for number, test in enumerate(started.tests):
            started.at[:] = number.to_bytes(4, "little")
            signal.setitimer(signal.ITIMER_PROF, LONGER * test.seconds + SECONDS)
            _run(test.item)
        os._exit(ALIVE)
    except BaseException:
        os._exit(KILLED)


def _run(item: pytest.Item) -> None:
    """A test, after which only what is made for all tests is left standing."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=item.session)


@contextmanager
def _noting(lines: set[Line], files: dict[str, str]) -> Iterator[None]:
    """Notes what is come by in files, which are given by their whole names."""

    def enter(frame: FrameType, _event: str, _: object) -> Callable[..., Any] | None:
        file = files.get(frame.f_code.co_filename)
        if file is None:
            return None

        def step(frame: FrameType, _event: str, _: object) -> Callable[..., Any]:
            lines.add((file, frame.f_lineno))
            return step

        return step

    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(None)


def _live_functions(paths: Sequence[Path]) -> dict[tuple[str, Place], FunctionType]:
    """Functions and methods of these files as they are in use, by file and place."""
    files = {str(path.resolve()): str(path) for path in paths}
    return {
        (files[code.co_filename], (code.co_qualname, code.co_firstlineno)): function
        for function in gc.get_objects()
        if isinstance(function, FunctionType)
        for code in [function.__code__]
        if code.co_filename in files
    }
