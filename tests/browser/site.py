"""A server of our own, started as a host starts it, with the demo community in it."""

import fcntl
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from civic.core.addresses import slug

STARTS_WITHIN = 60.0  # seconds


@dataclass(frozen=True)
class Site:
    address: str
    data: Path

    def civic(self, *arguments: str) -> str:
        """What a command of ours prints, run on this site's data."""
        return _civic(self.data, self.address, *arguments)

    def at(self, path: str) -> str:
        """``/votes/quel-nom-pour-le-square/ballot`` -> ``/votes/17/ballot``: one of the demo's."""
        return re.sub(r"(?<=^/votes/)[\w-]+", lambda name: self._votes.get(name[0], name[0]), path)

    @cached_property
    def _votes(self) -> dict[str, str]:
        """The words of each title as an address has them, and the number."""
        with closing(sqlite3.connect(self.data / "civic.sqlite")) as connection:
            rows = connection.execute("SELECT id, titles FROM round ORDER BY id DESC").fetchall()
        return {slug(text): str(id) for id, titles in rows for text in json.loads(titles).values()}


def seeded(folder: Path) -> Path:
    """A data folder with the demo community: made by whichever worker comes first."""
    data, lock = folder / "seeded", folder / "seeded.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not data.exists():
            making = folder / "seeding"
            _civic(making, "http://localhost", "db", "upgrade")
            _civic(making, "http://localhost", "seed")
            making.rename(data)
    return data


@contextmanager
def serving(seeded_data: Path, folder: Path) -> Iterator[Site]:
    """Serves a copy of that folder until the block ends; what the server complained of fails."""
    data, log = folder / "var", folder / "server.log"
    shutil.copytree(seeded_data, data)
    port = _free_port()
    site = Site(f"http://localhost:{port}", data)
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "civic", "serve", f"--port={port}", "--workers=1"],
            env=_environment(data, site.address),
            stdout=output,
            stderr=output,
        )
    try:
        _wait_for(site.address, server, log)
        yield site
    finally:
        server.terminate()
        server.wait(30)
    assert "Traceback" not in log.read_text(), log.read_text()


def _civic(data: Path, address: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "civic", *arguments],
        env=_environment(data, address),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _environment(data: Path, address: str) -> dict[str, str]:
    ours = {"CIVIC_DATA": str(data), "CIVIC_DEMO": "1", "BASE_URL": address}
    ours["PRIVATE_PARTNERS"] = "1"  # providers of the tests are on this machine
    inherited = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SECRET_KEY")}
    return inherited | ours


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=STARTS_WITHIN).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.05)
            continue
        return
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
