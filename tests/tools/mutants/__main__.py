"""Are the tests of the counts any good? The code is made wrong in one place after the other, and
the tests have to notice: `make mutants`.

    python -m tests.tools.mutants                    every target
    python -m tests.tools.mutants ties irv           these
    python -m tests.tools.mutants --every 5 schulze  each fifth mutant only

A mutant is killed by a test that fails, or by not coming to an end. survivors.toml lists those that
live because they are no other count, each with the sentence that says why; others that live are
told. Leaves with 1 where fewer than nine in ten of what is another count were killed.
"""

import argparse
import os
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import Phase, settings

import tests.sizes  # noqa: F401  chooses a profile, in place of which comes ours
from tests.tools.mutants.targets import TARGETS
from tests.tools.mutants.trial import Trial

LEAST = 0.9
SURVIVORS = Path(__file__).with_name("survivors.toml")
QUIETLY = ["--assert=plain", "-s", "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:xdist"]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="default: all")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth mutant only")
    asked = parser.parse_args()
    # To fail is enough: nobody reads the smallest example.
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate])
    settings.load_profile("mutants")
    return max([_in_a_fork(name, asked.every) for name in asked.targets or TARGETS])


def _in_a_fork(name: str, every: int) -> int:
    """A target in a process that has loaded nothing for another one."""
    child = os.fork()
    if not child:
        os._exit(judge(name, every))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def judge(name: str, every: int) -> int:
    target = TARGETS[name]
    explained = {(one["file"], one["before"], one["after"]) for one in _survivors()}
    trial = Trial(target, every, explained)
    started, before = time.monotonic(), os.times()
    went_wrong = pytest.main([*QUIETLY, *target.files], plugins=[trial])
    if went_wrong or trial.failed or not trial.found:
        print(f"{name}: the tests fail before anything is made wrong.", *trial.failed, sep="\n")
        return 1
    dead = explained - {mutant.told for mutant in trial.alive}
    for told in sorted(dead & {mutant.told for mutant in trial.found}):
        print(f"    explained, but killed: {' | '.join(told)}")
    alive = [mutant for mutant in trial.alive if mutant.told not in explained]
    equal, killed = len(trial.alive) - len(alive), len(trial.found) - len(trial.alive)
    many = killed + len(alive)
    used = sum(os.times()[:4]) - sum(before[:4])
    print(
        f"{name}: {killed} of {many} killed ({killed / many:.1%}), {trial.round_in_circles} of them"
        f" as they went round in circles; {equal} more are no other count;"
        f" {time.monotonic() - started:.0f} s, {used:.0f} s of processors",
        flush=True,
    )
    return 1 if killed < LEAST * many else 0


def _survivors() -> list[dict[str, str]]:
    return list(tomllib.loads(SURVIVORS.read_text("utf-8"))["survivor"])


if __name__ == "__main__":
    sys.exit(main())
