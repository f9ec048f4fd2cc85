"""Take each guard out, one at a time, and expect its test to turn red: `make guards`.

tests/guards/*.toml name the guards: the file, the text that guards, what stands there instead, the
test that has to fail then, and the attacks that it fends off. The work is done on a copy; words
after the command choose guards whose list, file or test has them in its name. Each test runs in a
fork of a process that has imported what is not ours, so that a guard takes two seconds.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

LISTS = Path("tests/guards")
OURS = ("civic", "proposals", "voting", "tests")
FAILED = 1
"""What pytest returns when tests ran and some failed: a guard's test that cannot run proves
nothing."""


@dataclass(frozen=True)
class Guard:
    listed: str
    """The list's name: what it guards."""
    file: str
    guard: str
    instead: str
    test: str
    attacks: Sequence[str] = ()
    """The numbers of the catalogue (tests/attacks.txt) that it fends off."""
    database: str = "sqlite"
    """Where its absence shows: a lock of rows guards nothing where one writes at a time."""


def guards() -> Iterator[Guard]:
    for listed in sorted(LISTS.glob("*.toml")):
        for one in tomllib.loads(listed.read_text())["guard"]:
            yield Guard(listed.stem, **one)


def stands(guard: Guard, root: Path = Path()) -> bool:
    """Whether the guard is where the list says, and its test, too."""
    file, _sign, name = guard.test.partition("::")
    is_there = guard.guard in (root / guard.file).read_text()
    return is_there and f"def {name}(" in (root / file).read_text()


def turns_red(guard: Guard, root: Path) -> bool:
    """Without the guard, in a copy of the repository."""
    place = root / guard.file
    kept = place.read_text()
    place.write_text(kept.replace(guard.guard, guard.instead, 1))
    try:
        return run(guard.test, root, guard.database) == FAILED
    finally:
        place.write_text(kept)


def run(test: str, root: Path, database: str) -> int:
    """pytest's answer, in a fork that knows nothing of ours yet."""
    child = os.fork()
    if child == 0:
        os.chdir(root)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for output in (1, 2):
            os.dup2(nowhere, output)
        for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
            del sys.modules[name]
        sys.path[0] = str(root)
        os._exit(pytest.main(["-q", "-x", f"--database={database}", test]))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def import_others() -> None:
    """What civic.app and the tests import, without importing them."""
    ask = "import sys, civic.app, tests.conftest; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    for name in said.stdout.split():
        if name.partition(".")[0] not in OURS:
            with suppress(ImportError):
                import_module(name)


def copy(root: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(name, root / name)


def main() -> int:
    words = sys.argv[1:]
    wanted = [g for g in guards() if all(word in f"{g.listed} {g.file} {g.test}" for word in words)]
    import_others()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        copy(root)
        green = 0
        for guard in wanted:
            is_missed = stands(guard, root) and turns_red(guard, root)
            green += not is_missed
            line = " ".join(guard.guard.split())[:70]
            print(f"{'red' if is_missed else 'GREEN':6}{guard.file:44}{line:72}", flush=True)
            print(f"{'':6}{guard.test.rpartition('::')[2]}", flush=True)
    print(f"{len(wanted) - green} of {len(wanted)} guards are missed when they are gone")
    return green


if __name__ == "__main__":
    sys.exit(main())
