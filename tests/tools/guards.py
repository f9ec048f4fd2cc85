"""Take each guard out, one at a time, and expect its test to turn red: `make guards`.

tests/guards/*.toml name the guards: the file, the text that guards, what stands there instead, and
the test that has to fail then. The work is done on a copy; words after the command choose guards
whose file or test has them in its name.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LISTS = Path("tests/guards")
FAILED = 1
"""What pytest returns when tests ran and some failed: a guard's test that cannot run proves
nothing."""


@dataclass(frozen=True)
class Guard:
    file: str
    guard: str
    instead: str
    test: str


def guards() -> Iterator[Guard]:
    for listed in sorted(LISTS.glob("*.toml")):
        for one in tomllib.loads(listed.read_text())["guard"]:
            yield Guard(**one)


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
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", guard.test],
            cwd=root,
            capture_output=True,
        )
    finally:
        place.write_text(kept)
    return done.returncode == FAILED


def copy(root: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(name, root / name)


def main() -> int:
    wanted = [g for g in guards() if all(word in g.file + g.test for word in sys.argv[1:])]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        copy(root)
        green = []
        for guard in wanted:
            red = stands(guard, root) and turns_red(guard, root)
            print(
                "red  " if red else "GREEN",
                guard.file,
                "|",
                guard.guard.split("\n")[0].strip(),
                flush=True,
            )
            green += [] if red else [guard]
    print(f"{len(wanted) - len(green)} of {len(wanted)} guards are missed when they are gone")
    return len(green)


if __name__ == "__main__":
    sys.exit(main())
