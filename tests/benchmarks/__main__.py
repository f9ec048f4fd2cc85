"""How many pages a second, on this machine, beside what the same server can do at best.

    python -m tests.benchmarks            both databases, 1,000 and 100,000 proposals
    python -m tests.benchmarks --quick    SQLite, 1,000 proposals, short (a minute)

Everything happens on this machine: throwaway databases, ``civic serve`` on the loopback, a small
client. Prints each line as it is measured, then what was missed.
"""

import argparse
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from civic import migrations
from civic.app import create_app
from civic.config import Config
from civic.core import db
from tests import postgres
from tests.benchmarks import figures, growth, pages, pouring, rush, town, votes
from tests.benchmarks.pages import Page
from tests.benchmarks.servers import SERVE, Running, load, serving

LEAST_COMMENTS = 2_000_000
HEADER = (
    f"{'':28}{'first ms':>9}{'a second':>9}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>8}{'+ db':>7}"
    f"{'SQL':>5}{'kB':>7}{'MB':>6}"
)
SECRET_KEY = secrets.token_urlsafe(48)
CEILINGS = {
    "constant page": Page("constant page", ["/constant?bytes=20000"]),
    "bare page": Page("bare page, one row", ["/bare"]),
    "bare rows": Page("bare page, forty rows", ["/rows"]),
    "bare POST": Page("bare POST", ["/post"], post={"q1-tick": "o1"}),
}


@dataclass(frozen=True)
class Measured:
    name: str
    first: float
    """Seconds of the very first answer, for which nothing was compiled or remembered yet."""
    rate: float
    """Whole readings a second."""
    p50: float
    p95: float
    cpu: float | None
    database_cpu: float | None
    """Seconds of a reading."""
    memory: float | None
    statements: int
    bytes: int

    @property
    def whole_cpu(self) -> float:
        return (self.cpu or 0) + (self.database_cpu or 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a minute, to see that it runs")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--size", choices=("small", "large"), action="append")
    parser.add_argument("--seconds", type=float, default=4.0, help="of each page")
    asked = parser.parse_args()
    databases = asked.database or (["sqlite"] if asked.quick else ["sqlite", "postgresql"])
    sizes = asked.size or (["small"] if asked.quick else ["small", "large"])
    seconds = 1.0 if asked.quick else min(asked.seconds, 60.0)
    missed = []
    for database in databases:
        with ExitStack() as towns:
            by_size, houses = {}, {}
            for size in sizes:
                numbers = figures.LARGE if size == "large" else figures.SMALL
                house = houses[size] = towns.enter_context(settled(database, numbers))
                print(f"\n== {database}, {size}: {house.rows()}", flush=True)
                if size == "large" and house.number("comment") < LEAST_COMMENTS:
                    print(f"Fewer than {LEAST_COMMENTS:,} comments: this measures nothing.")
                    return 1
                print(HEADER, flush=True)
                ceilings = house.ceilings(seconds)
                by_size[size] = house.measured(seconds)
                missed += verdicts(f"{database}, {size}", by_size[size], ceilings)
                if size == sizes[0]:
                    missed += house.rush(quick=asked.quick)
            if len(houses) == 2:
                in_turn = growth.in_turn(houses["small"], houses["large"])
                missed += grown(database, by_size["small"], by_size["large"], in_turn)
    print("\n" + ("Missed:\n" + "\n".join(missed) if missed else "Every target is met."))
    return 0


@dataclass(frozen=True)
class House:
    app: Flask
    folder: Path
    url: str
    server: postgres.Server | None

    def environment(self) -> dict[str, str]:
        return {
            "CIVIC_DATA": str(self.folder),
            "DATABASE_URL": self.url,
            "SECRET_KEY": SECRET_KEY,
        }

    def number(self, table: str) -> int:
        with self.app.extensions["engine"].connect() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())

    def rows(self) -> str:
        names = ("proposal", "comment", "member", "round", "elector", "search_entry")
        return ", ".join(f"{self.number(name):,} × {name}" for name in names)

    def measured(self, seconds: float) -> dict[str, Measured]:
        with serving(SERVE, self.environment()) as running:
            return {
                page.name: told(self.measure(running, page, seconds, pages.statements_and_bytes))
                for page in pages.pages(self.app)
            }

    def ceilings(self, seconds: float) -> dict[str, Measured]:
        from tests.benchmarks.bare import TABLE

        with self.app.extensions["engine"].begin() as connection:
            connection.execute(text(TABLE))
        with serving(["tests.benchmarks.bare"], self.environment()) as running:
            return {
                name: told(self.measure(running, page, seconds, lambda _app, _page: (0, 0)))
                for name, page in CEILINGS.items()
            }

    def measure(self, running: Running, page: Page, seconds: float, known: object) -> Measured:
        statements, size = known(self.app, page)  # type: ignore[operator]
        clients = pages.plan(self.app, page)
        first = load(running.port, [clients[0][:1]], seconds=seconds, most=1)
        load(running.port, clients, seconds=min(seconds, 1.5))  # workers and caches are warm
        before, database_before = running.cpu(), self.database_cpu()
        done = load(running.port, clients, seconds=seconds)
        after, database_after = running.cpu(), self.database_cpu()
        assert not done["lost"], f"{page.name}: connections were lost"
        assert set(map(int, done["statuses"])) <= set(pages.ANSWERED_WELL), done["statuses"]
        whole = len(page.addresses) if page.together else 1
        readings = done["answered"] / whole
        return Measured(
            name=page.name,
            first=first["p50"],
            rate=readings / done["seconds"],
            p50=done["p50"] * whole,
            p95=done["p95"] * whole,
            cpu=None if before is None or after is None else (after - before) / readings,
            database_cpu=None
            if database_before is None or database_after is None
            else (database_after - database_before) / readings,
            memory=running.memory(),
            statements=statements,
            bytes=size,
        )

    def database_cpu(self) -> float | None:
        return Running(self.server.process.pid, 0).cpu() if self.server else None

    def rush(self, *, quick: bool) -> list[str]:
        return rush.hold(self.app, self.environment(), quick=quick)


@contextmanager
def settled(database: str, sizes: figures.Sizes) -> Iterator[House]:
    """A town in a throwaway database, on disk, as durable as a real one."""
    with tempfile.TemporaryDirectory(prefix="civic-bench-") as name:
        folder = Path(name)
        server = postgres.start(durable=True) if database == "postgresql" else None
        url = server.url("postgres") if server else f"sqlite:///{folder}/civic.sqlite"
        config = Config.from_environment(
            {"CIVIC_DATA": name, "DATABASE_URL": url, "SECRET_KEY": SECRET_KEY}
        )
        began = time.monotonic()
        engine = db.new_engine(url, synchronous="OFF")
        migrations.upgrade(engine)
        print(f"\n{database} is being filled:", end="", flush=True)
        town.fill(engine, sizes, tell=lambda what: print(f" {what} …", end="", flush=True))
        engine.dispose()
        app = create_app(replace(config, testing=True))
        votes.hold(app, copies=sizes.rounds)
        pouring.settle(app.extensions["engine"])
        print(f" {time.monotonic() - began:.0f} s", flush=True)
        try:
            yield House(app, folder, url, server)
        finally:
            db.let_go(app.extensions)
            if server:
                server.stop()


def told(row: Measured) -> Measured:
    """As a line of the table, as soon as it is known."""
    cpu, database, memory = (
        "–" if value is None else f"{value:.{digits}f}"
        for value, digits in (
            (row.cpu and row.cpu * 1_000, 1),
            (row.database_cpu and row.database_cpu * 1_000, 1),
            (row.memory, 0),
        )
    )
    print(
        f"{row.name:28}{row.first * 1_000:9.0f}{row.rate:9.1f}{row.p50 * 1_000:9.1f}"
        f"{row.p95 * 1_000:9.1f}{cpu:>8}{database:>7}"
        f"{row.statements:5}{row.bytes / 1_000:7.1f}{memory:>6}",
        flush=True,
    )
    return row


def verdicts(where: str, found: dict[str, Measured], best: dict[str, Measured]) -> list[str]:
    wanted = (
        ("list", "bare rows", 0.25),
        ("proposal, first 40 of 200", "bare rows", 0.25),
        ("cast", "bare POST", 0.60),
    )
    missed = []
    for name, ceiling, least in wanted:
        share = found[name].rate / best[ceiling].rate
        print(f"{name}: {share:.0%} of the {ceiling} (wanted: {least:.0%})")
        if ceiling == "bare rows":
            print(f"{name}: {found[name].rate / best['bare page'].rate:.0%} of the bare page")
        cpu, at_best = found[name].cpu, best[ceiling].cpu
        if cpu and at_best:
            print(f"{name}: {at_best / cpu:.0%} of the {ceiling} by CPU")
        if share < least:
            missed.append(f"{where}: {name} is {share:.0%} of the {ceiling}, not {least:.0%}")
    for row in found.values():
        most = 6 if row.name == "cast" else 12
        if row.statements > most and "all" not in row.name:
            missed.append(f"{where}: {row.name} takes {row.statements} statements, not {most}")
    return missed


def grown(
    database: str, small: dict[str, Measured], large: dict[str, Measured], in_turn: dict[str, float]
) -> list[str]:
    """By processor time of server and database, which a busy machine changes least, asked in turn;
    what was measured of one town after the other stands beside it."""
    missed = []
    for name, times in in_turn.items():
        after = large[name].whole_cpu / small[name].whole_cpu
        by_rate = small[name].rate / large[name].rate
        print(
            f"{database}: {name} in the large town costs {times:.2f} × that in the small one by "
            f"CPU in turn, one after the other {after:.2f} ×, {by_rate:.2f} × by rate"
        )
        if times > 1.3:
            missed.append(f"{database}: {name} costs {times:.2f} × in the large town, not 1.3 ×")
    return missed


if __name__ == "__main__":
    sys.exit(main())
