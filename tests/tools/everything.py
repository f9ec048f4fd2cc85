"""All that has to hold, for two cores: style, types and contracts beside the tests.

    python -m tests.tools.everything           both databases and a browser
    python -m tests.tools.everything --quick   SQLite, no browser, quick sizes (tests/sizes.py)

Ends with the sum of all runs of pytest on one line; fails on anything red and, with CI=true, on a
test that was skipped.
"""

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CHECKS = {
    "style": ["ruff", "check", "."],
    "layout of the code": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "import contracts": ["lint-imports"],
}
WITHOUT_BROWSER = ["tests", "--ignore=tests/browser"]
QUICK = {"on SQLite": WITHOUT_BROWSER}
ALL = {
    "on SQLite": WITHOUT_BROWSER,
    "on PostgreSQL": [*WITHOUT_BROWSER, "--database=postgresql"],
    # Each worker waits for its browser and its server a third of the time.
    "in a browser": ["tests/browser", "-n3"],
}
REPORTS = Path("var/reports")
COMPILED = Path("var/compiled").resolve()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="no browser, no PostgreSQL, smaller")
    quick = parser.parse_args().quick
    runs = QUICK if quick else ALL
    around = surroundings(quick)
    started = time.monotonic()
    totals: Counter[str] = Counter()
    with ThreadPoolExecutor(1) as beside:
        checks = [beside.submit(check, name, command) for name, command in CHECKS.items()]
        try:
            red = [name for name, what in runs.items() if not tests(name, what, around, totals)]
        except KeyboardInterrupt:
            beside.shutdown(cancel_futures=True)
            raise
        failed = [f"tests {name}" for name in red]
        failed += [name for name, done in zip(CHECKS, checks, strict=True) if not done.result()]
    if totals["skipped"] and os.environ.get("CI") == "true":
        failed.append("no test skipped")
    print(f"\n{time.monotonic() - started:.0f} s in all.")
    if failed:
        print(f"Not as it should be: {', '.join(failed)}. Read above.")
    print(f"{totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped")
    return 1 if failed else 0


def surroundings(quick: bool) -> dict[str, str]:
    """The environment of pytest. Where Python is told to leave no compiled files beside the
    sources, they lie in var: it would compile every test anew in each worker of each run."""
    around = dict(os.environ)
    if quick:
        around.setdefault("CIVIC_SIZE", "quick")
    if around.pop("PYTHONDONTWRITEBYTECODE", ""):
        around["PYTHONPYCACHEPREFIX"] = str(COMPILED)
    return around


def check(name: str, command: list[str]) -> bool:
    """Run a tool; what it says is printed whole, and only when it complains."""
    began = time.monotonic()
    tool = Path(sys.executable).with_name(command[0])
    done = subprocess.run(
        [tool, *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    verdict = "good" if done.returncode == 0 else f"not good:\n{done.stdout}"
    print(f"\n-- {name} ({time.monotonic() - began:.0f} s): {verdict}", flush=True)
    return done.returncode == 0


def tests(name: str, arguments: list[str], around: dict[str, str], totals: Counter[str]) -> bool:
    print(f"\n== tests {name}", flush=True)
    report = REPORTS / f"{name.replace(' ', '-')}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n2", "--dist=worksteal"]
    done = subprocess.run([*command, f"--junit-xml={report}", *arguments], env=around)
    if not report.exists():
        return False
    totals += counted(report)
    return done.returncode == 0


def counted(report: Path) -> Counter[str]:
    """How many tests passed, failed (or broke) and were skipped, from pytest's own report."""
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    number = {
        name: sum(int(suite.get(name, 0)) for suite in suites)
        for name in ("tests", "failures", "errors", "skipped")
    }
    failed = number["failures"] + number["errors"]
    passed = number["tests"] - failed - number["skipped"]
    return Counter(passed=passed, failed=failed, skipped=number["skipped"])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
