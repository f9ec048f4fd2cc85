"""What a page costs in a large town beside what it costs in a small one, asked in turn.

The towns are measured one after the other, and a machine may be a tenth slower or faster by then.
So both are served at a time, and each page is asked of the one, then of the other, again and again.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from statistics import median
from typing import NamedTuple, Protocol

from flask import Flask

from tests.benchmarks import pages
from tests.benchmarks.pages import Page
from tests.benchmarks.servers import SERVE, Running, load, serving

TURNS, SECONDS, WARM = 9, 0.7, 1.5


class Town(Protocol):
    @property
    def app(self) -> Flask: ...
    def environment(self) -> Mapping[str, str]: ...
    def database_cpu(self) -> float | None: ...


class Asked(NamedTuple):
    town: Town
    running: Running
    clients: list[list[str]]

    def cpu(self) -> float:
        """Seconds of server and database for a request, while it is asked for SECONDS."""
        before = self._used()
        done = load(self.running.port, self.clients, seconds=SECONDS)
        assert not done["lost"], "connections were lost"
        assert set(map(int, done["statuses"])) <= set(pages.ANSWERED_WELL), done["statuses"]
        return (self._used() - before) / int(done["answered"])

    def _used(self) -> float:
        return (self.running.cpu() or 0) + (self.town.database_cpu() or 0)


def in_turn(small: Town, large: Town) -> dict[str, float]:
    """Of each page, large ÷ small: the median of TURNS pairs."""
    with ExitStack() as stack:
        served = [
            (town, stack.enter_context(serving(SERVE, town.environment())))
            for town in (small, large)
        ]
        both = zip(pages.pages(small.app), pages.pages(large.app), strict=True)
        return {one.name: _times(served, (one, other)) for one, other in both}


def _times(served: list[tuple[Town, Running]], both: tuple[Page, Page]) -> float:
    asked = [
        Asked(town, running, pages.plan(town.app, page))
        for (town, running), page in zip(served, both, strict=True)
    ]
    for one in asked:
        load(one.running.port, one.clients, seconds=WARM)
    pairs = [[one.cpu() for one in asked] for _ in range(TURNS)]
    return median(large / small for small, large in pairs)
