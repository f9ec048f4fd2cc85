"""Voting rules against other libraries and plain loops: from a file on disk to the outcome.

    python -m tests.benchmarks.rules                 (make bench-rules; ten minutes)
    python -m tests.benchmarks.rules --ours          no libraries and no loops (a minute)
    python -m tests.benchmarks.rules runoff Schulze  the rows whose names have one of these words

Each figure is the median of three fresh processes, in seconds of processor time, so that other work
on the machine matters little; imports are not counted. What takes longer than LONG seconds is
done once, and given up after PATIENCE seconds.
"""

import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

HERE = Path(__file__).parent
ORACLES = Path(".venv-oracles/bin/python")
LONG, PATIENCE = 10, 120
OURS = """
import json, resource, sys, time
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from voting.readers.run import count_file
import voting.readers
from voting.ballots import all_forms
from voting.rules import all_rules
all_rules(), all_forms()
for found in iter_modules(voting.readers.__path__):
    import_module(f"voting.readers.{found.name}")
_, path, rule, seats, settings = sys.argv
started = time.process_time()
seats = int(seats) or None
outcome = count_file(Path(path), rule, seats=seats, settings=json.loads(settings))
print(json.dumps({
    "seconds": time.process_time() - started,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    "outcome": outcome["elected"] + outcome["tied"],
}))
"""


@dataclass(frozen=True)
class Row:
    name: str
    file: str
    rule: str
    peers: tuple[str, ...] = ()
    loop: str = ""
    seats: int = 0
    settings: str = "{}"


NO_COMPLETION = '{"completion": "none"}'
ROWS = (
    Row("approval 100k × 50", "a100k", "approval", ("abcvoting_av",), "numpy_approval", 1),
    Row("instant runoff 100k × 30, truncated", "t100k", "irv", ("pyrankvote_irv",), "numpy_irv"),
    Row("instant runoff 100k × 30, complete", "c100k", "irv", ("pref_voting_irv",), "numpy_irv"),
    Row("contingent 100k × 30, complete", "c100k", "contingent", ("pref_voting_contingent",)),
    Row("Baldwin 100k × 30, complete", "c100k", "baldwin", ("pref_voting_baldwin",)),
    Row("Nanson 100k × 30, complete", "c100k", "nanson", ("pref_voting_nanson",)),
    Row("Coombs 100k × 30, complete", "c100k", "coombs", ("pref_voting_coombs",)),
    Row("Coombs 100k × 30, truncated", "t100k", "coombs"),
    Row("Scottish STV 100k × 30, 10 seats", "t100k", "stv-scottish", ("pyrankvote_stv",), "", 10),
    Row("Meek-PRF 100k × 30, 10 seats", "c100k", "stv-meek", (), "", 10),
    Row("Schulze 100k × 30, truncated", "t100k", "schulze", ("votelib_schulze",), "numpy_schulze"),
    Row("Schulze 1k × 200", "c1k", "schulze", ("pref_voting_schulze",), "numpy_schulze"),
    Row("majority judgment 100k × 20", "g100k", "majority-judgment", (), "numpy_grades"),
    Row(
        "equal shares 10k × 150",
        "b10k",
        "budget-equal-shares",
        ("pabutools_shares",),
        "numpy_shares",
        settings=NO_COMPLETION,
    ),
    Row(
        "equal shares 100k × 300",
        "b100k",
        "budget-equal-shares",
        ("pabutools_shares",),
        "numpy_shares",
        settings=NO_COMPLETION,
    ),
    Row("equal shares with add1 100k × 300", "b100k", "budget-equal-shares"),
    Row("budget greedy 100k × 300", "b100k", "budget-greedy", ("pabutools_greedy",)),
    Row("Phragmén for budgets 10k × 150", "b10k", "budget-phragmen", ("pabutools_phragmen",)),
    Row(
        "sequential PAV 100k × 50, k = 10",
        "a100k",
        "committee-seq-pav",
        ("abcvoting_seq_pav",),
        "",
        10,
    ),
    Row(
        "sequential Phragmén 10k × 50, k = 10",
        "a10k",
        "committee-seq-phragmen",
        ("abcvoting_phragmen", "abcvoting_phragmen_exact"),
        "",
        10,
    ),
    Row(
        "committee equal shares 10k × 50, k = 10",
        "a10k",
        "committee-equal-shares",
        ("abcvoting_shares", "abcvoting_shares_exact"),
        "",
        10,
    ),
)
LARGE = tuple(
    Row(f"{rule} {many // 1000}k × 30", f"c{many // 1000}k", rule, seats=10 * (rule[0:3] == "stv"))
    for many in (200_000, 1_000_000)
    for rule in ("schulze", "irv", "stv-scottish")
)


def ranked(path: Path, ballots: int, options: int, *, full: bool) -> None:
    """Ballots around one order of liking; truncated ones name up to eight options."""
    draw = np.random.default_rng(1)
    with path.open("w") as file:
        file.write("# FILE NAME: made.soi\n# DATA TYPE: soi\n")
        file.writelines(f"# ALTERNATIVE NAME {n}: c{n}\n" for n in range(1, options + 1))
        for start in range(0, ballots, 50_000):
            many = min(50_000, ballots - start)
            liking = draw.exponential(1.0 / np.linspace(1, 0.2, options), (many, options))
            orders = liking.argsort(axis=1) + 1
            sizes = np.full(many, options) if full else draw.integers(1, 9, many)
            file.writelines(
                "1: " + ",".join(map(str, order[:size])) + "\n"
                for order, size in zip(orders.tolist(), sizes.tolist(), strict=True)
            )


def _ticked(draw: random.Random, options: int) -> list[int]:
    liking = [1 / (place + 4) for place in range(options)]
    return sorted(set(draw.choices(range(options), liking, k=draw.randint(1, 12))))


def budget(path: Path, ballots: int, options: int) -> None:
    draw = random.Random(1)
    costs = [draw.randint(5_000, 80_000) for _ in range(options)]
    lines = ["META", "key;value", f"budget;{sum(costs) // 4}", "vote_type;approval", "PROJECTS"]
    lines += ["project_id;cost", *(f"p{n};{cost}" for n, cost in enumerate(costs))]
    lines += ["VOTES", "voter_id;vote"]
    for voter in range(ballots):
        lines.append(f"{voter};" + ",".join(f"p{one}" for one in _ticked(draw, options)))
    path.write_text("\n".join(lines) + "\n")


def ticked(path: Path, ballots: int, options: int) -> None:
    draw = random.Random(1)
    rows = [_ticked(draw, options) for _ in range(ballots)]
    path.write_text(f"profile: {rows}\nnum_cand: {options}\ncommitteesize: 10\n")


def grades(path: Path, ballots: int, options: int) -> None:
    draw = np.random.default_rng(1)
    found = draw.normal(np.linspace(2.5, 3.4, options), 1.4, (ballots, options)).round()
    head = ",".join(f"c{place}" for place in range(options))
    rows = (",".join(map(str, row)) for row in found.clip(0, 5).astype(int).tolist())
    path.write_text(f"#form: grades\n#grades: 6\n{head}\n" + "\n".join(rows) + "\n")


FILES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a100k": (".abc.yaml", lambda path: ticked(path, 100_000, 50)),
    "a10k": (".abc.yaml", lambda path: ticked(path, 10_000, 50)),
    "t100k": (".soi", lambda path: ranked(path, 100_000, 30, full=False)),
    "c1k": (".soi", lambda path: ranked(path, 1_000, 200, full=True)),
    "c100k": (".soi", lambda path: ranked(path, 100_000, 30, full=True)),
    "c200k": (".soi", lambda path: ranked(path, 200_000, 30, full=True)),
    "c1000k": (".soi", lambda path: ranked(path, 1_000_000, 30, full=True)),
    "g100k": (".csv", lambda path: grades(path, 100_000, 20)),
    "b10k": (".pb", lambda path: budget(path, 10_000, 150)),
    "b100k": (".pb", lambda path: budget(path, 100_000, 300)),
}


@dataclass(frozen=True)
class Took:
    seconds: float
    memory: int = 0
    finished: bool = True

    def __str__(self) -> str:
        if not self.finished:
            return f"> {self.seconds:.0f}"
        return f"{self.seconds:.2f}" if self.seconds < 10 else f"{self.seconds:.0f}"


def run(command: list[str]) -> Took:
    """Median of three; of one, where it takes long."""
    times: list[float] = []
    memory = 0
    while len(times) < 3:
        done = subprocess.run(command, capture_output=True, text=True, preexec_fn=_at_most)
        if done.returncode == -signal.SIGXCPU:
            return Took(PATIENCE, finished=False)
        if done.returncode:
            sys.exit(f"{command[-2:]}: {done.stderr}")
        told = json.loads(done.stdout.splitlines()[-1])
        times.append(told["seconds"])
        memory = max(memory, told.get("memory", 0))
        if times[-1] > LONG:
            break
    return Took(median(times), memory)


def ours(row: Row, path: Path) -> Took:
    command = [sys.executable, "-c", OURS, str(path), row.rule, str(row.seats), row.settings]
    return run(command)


def _at_most() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE + 5))


def peer(name: str, path: Path) -> Took:
    return run([str(ORACLES), str(HERE / "peers.py"), name, str(path)])


def ratio(theirs: Took | None, own: Took) -> str:
    if theirs is None:
        return ""
    return f"{'> ' * (not theirs.finished)}{theirs.seconds / own.seconds:,.1f} ×"


def compare(row: Row, path: Path, *, alone: bool) -> str:
    own = ours(row, path)
    peers = {} if alone else {name: peer(name, path) for name in row.peers}
    loop = peer(row.loop, path) if row.loop and not alone else None
    best = min(peers, key=lambda name: peers[name].seconds, default="")
    named = ", ".join(f"{name.split('_')[0]} {took}" for name, took in peers.items())
    cells = [
        row.name,
        str(own),
        str(own.memory),
        named or "none",
        ratio(peers.get(best), own),
        str(loop or ""),
        f"{own.seconds / loop.seconds:.2f} ×" if loop else "",
    ]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("--ours", action="store_true", help="no peers, no loops")
    reader.add_argument("words", nargs="*", help="rows whose names have one of these; default: all")
    asked = reader.parse_args()
    alone = asked.ours
    if not alone and not ORACLES.exists():
        sys.exit("There is no .venv-oracles. Make it: make .venv-oracles/made")
    print("| file to outcome | ours, s | MiB | library, s | it takes | numpy loop, s | we take |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        written: dict[str, Path] = {}
        for row in ROWS + LARGE:
            if asked.words and not any(word in row.name for word in asked.words):
                continue
            if row.file not in written:
                ending, write = FILES[row.file]
                written[row.file] = Path(folder) / (row.file + ending)
                write(written[row.file])
            line = compare(row, written[row.file], alone=alone or row in LARGE)
            print(line, flush=True)


if __name__ == "__main__":
    main()
