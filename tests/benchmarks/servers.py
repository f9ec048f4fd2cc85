"""The house as ``civic serve`` runs it, in processes of its own, what those processes use, and the
clients that keep them at work."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STARTS_WITHIN = 60.0  # seconds
SERVE = ["civic", "serve", "--no-tick", "--port"]
MOST_REQUESTS = 20_000
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Running:
    process: int
    port: int

    def cpu(self) -> float | None:
        """Seconds of all its processes until now; None where the system does not tell."""
        return cpu_of(family(self.process))

    def memory(self) -> float | None:
        """Megabytes, shared pages counted once."""
        whole = 0.0
        for one in family(self.process):
            try:
                lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            except OSError:
                return None
            whole += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return whole / 1_000


@contextmanager
def serving(arguments: list[str], environment: Mapping[str, str]) -> Iterator[Running]:
    """``python -m`` with the arguments and ``--port`` or a bare number at their end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments, str(port)],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
    )
    try:
        _wait_for(process, port)
        yield Running(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("The server did not start.")


def family(process: int) -> list[int]:
    """A process and all that came of it."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [process]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def cpu_of(processes: list[int]) -> float | None:
    whole = 0
    for one in processes:
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        whole += int(fields[11]) + int(fields[12])
    return whole / TICKS


def load(
    port: int,
    clients: list[list[str]],
    *,
    seconds: float,
    pace: float = 0,
    most: int = MOST_REQUESTS,
) -> dict[str, Any]:
    asked = {
        "port": port, "clients": clients, "seconds": seconds, "most": most, "pace": pace,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=seconds + 120,
    )
    return dict(json.loads(done.stdout))
