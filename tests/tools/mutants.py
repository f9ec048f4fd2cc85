"""Are the tests of the counts any good? The code is made wrong in one place after the other, and
the tests have to notice.

    python -m tests.tools.mutants                    every target
    python -m tests.tools.mutants ties irv           these
    python -m tests.tools.mutants --every 5 schulze  each fifth mutant only

A mutant lives in a process of its own, forked from one that has the libraries loaded and nothing of
ours. It is killed by a test that fails, by the recount script when it counts otherwise, or by not
coming to an end. Prints who survived, and leaves with 1 where fewer than nine in ten were killed.
"""

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.util
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any, cast

SECONDS = 40
"""Of processor time, so that a busy machine kills nobody: a mutant that needs more goes round in
circles."""
ROUNDS = 250
LEAST = 0.9
RULE_FILES = "tests/voting/rules/"
PURE = (RULE_FILES, "tests/voting/ballots", "tests/voting/test_tally.py")
ALONE = ["--noconftest", "-p", "tests.sizes", "-p", "tests.shared_material"]
"""These tests need no server: they are run without the world of the others, which loads slowly."""
QUIETLY = ["-q", "-x", "--assert=plain", "-p", "no:cacheprovider"]
LIBRARIES = ("numpy", "pytest", "hypothesis", "flask", "flask_babel", "sqlmodel", "babel.dates")


@dataclass(frozen=True)
class Target:
    """Modules made wrong, the rules whose recount would notice, and tests, the quickest first."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    rules: tuple[str, ...] = ()


def _of_rule(rule: str, *modules: str, files: Sequence[str], also: Sequence[str] = ()) -> Target:
    """``also``: other rules that the same engine counts."""
    every = f"{RULE_FILES}test_every_rule.py"
    told = "tests/voting/test_explanations.py"
    tests = tuple(f"{RULE_FILES}{file}" for file in files)
    return Target(
        tuple(f"voting.rules.{module}" for module in modules),
        (f"{every}::[{rule}", *tests, f"{told}::{rule}-"),
        (rule, *also),
    )


TARGETS = {
    "requirements": Target(
        ("voting.requirements",), ("tests/voting/test_tally.py",), ("approval",)
    ),
    "ties": Target(("voting.ties",), ("tests/voting/test_tally.py",), ("motion",)),
    "ballots": Target(
        tuple(
            f"voting.ballots.{path.stem}"
            for path in sorted(Path("voting/ballots").glob("[a-z]*.py"))
        ),
        ("tests/voting/ballots", "tests/voting/test_ballots.py", "tests/voting/test_stances.py"),
    ),
    "motion": _of_rule("motion", "motion", files=["test_counts_and_grades.py"]),
    "irv": _of_rule("irv", "irv", "_rankings", files=["test_rankings.py"]),
    "schulze": _of_rule("schulze", "schulze", files=["test_rankings.py"]),
    "stv-scottish": _of_rule(
        "stv-scottish",
        "stv_scottish",
        "_stv",
        "_transfers",
        files=["test_transfers.py"],
        also=["stv-wigm", "stv-rctab"],
    ),
    "majority-judgment": _of_rule(
        "majority-judgment", "majority_judgment", files=["test_counts_and_grades.py"]
    ),
    "budget-equal-shares": _of_rule(
        "budget-equal-shares",
        "budget_equal_shares",
        "_exact_shares",
        files=["test_budget_equal_shares.py"],
    ),
}

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


def mutants(path: Path) -> Iterator[tuple[str, ast.Module]]:
    """What was done, and the module with it done."""
    whole = ast.parse(path.read_text("utf-8"))
    for place, node in enumerate(_inside(whole)):
        for way in range(len(_ways(node))):
            twin = copy.deepcopy(whole)
            found = _inside(twin)[place]
            before = ast.unparse(found)
            _ways(found)[way]()
            line = getattr(node, "lineno", 0)
            yield f"{path}:{line}: {before[:90]}  ->  {ast.unparse(found)[:90]}", twin


def _inside(module: ast.Module) -> list[ast.AST]:
    """The bodies of functions, where every line decides something; without the safeguards of
    ``zip``."""
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    bodies = [node for function in functions for line in function.body for node in ast.walk(line)]
    left_out = {
        id(node.value) for node in bodies if isinstance(node, ast.keyword) and node.arg == "strict"
    }
    return [node for node in dict.fromkeys(bodies) if id(node) not in left_out]


Deed = Callable[[], object]


def _ways(node: ast.AST) -> list[Deed]:
    """What can be done wrong at a node."""
    match node:
        case ast.Compare():
            return [partial(_compare, node, place) for place in range(len(node.ops))]
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp():
            return [partial(_turn, node)] if type(node.op) in OTHER else []
        case ast.UnaryOp(op=ast.Not()):
            return [partial(setattr, node, "operand", ast.UnaryOp(ast.Not(), node.operand))]
        case ast.Constant(value=bool() | int()):
            other = not node.value if isinstance(node.value, bool) else int(node.value) + 1
            return [partial(setattr, node, "value", other)]
        case ast.Call(func=ast.Name(id="min" | "max" | "any" | "all") as function):
            return [partial(setattr, function, "id", NAMES[function.id])]
        case ast.If() | ast.IfExp():
            return [partial(setattr, node, "test", ast.UnaryOp(ast.Not(), node.test))]
        case ast.Return(value=ast.expr() as value) | ast.Expr(value=ast.Call() as value) if (
            not _is_none(value)
        ):
            return [partial(setattr, node, "value", ast.Constant(None))]
    return []


def _compare(node: ast.Compare, place: int) -> None:
    node.ops[place] = cast(ast.cmpop, OTHER[type(node.ops[place])]())


def _turn(node: ast.BinOp | ast.AugAssign | ast.BoolOp) -> None:
    node.op = cast(Any, OTHER[type(node.op)]())


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


class Wrong(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module as it was made, and everything else as it is."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path = name, path
        self.code = compile(ast.fix_missing_locations(tree), str(path), "exec")

    def find_spec(self, name: str, _path: object, _target: object = None) -> object:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def create_module(self, _spec: object) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def begin(target: Target, name: str, path: Path, tree: ast.Module | None) -> int:
    """A process that leaves with 0 if nobody notices what is wrong; its id."""
    child = os.fork()
    if child:
        return child
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        if tree is not None:
            sys.meta_path.insert(0, Wrong(name, path, tree))
        os._exit(0 if _all_agree(target) and _all_pass(target) else 1)
    except BaseException:
        os._exit(1)


def _all_agree(target: Target) -> bool:
    """The recount script counts rounds by chance as the server does."""
    from tests.voting.bundles import a_round_by_chance
    from tests.voting.test_recount_agrees import counted_twice

    return not any(
        counted_twice(*a_round_by_chance(Random(f"{rule} {number}"), rule))[1]
        for rule in target.rules
        for number in range(ROUNDS)
    )


def _all_pass(target: Target) -> bool:
    import pytest

    for test in target.tests:
        file, _, chosen = test.partition("::")
        only = ["-k", chosen.strip("[-")] if chosen else []
        alone = ALONE if file.startswith(PURE) else []
        if pytest.main(
            ["-q", "-x", "--assert=plain", "-p", "no:cacheprovider", *alone, file, *only]
        ):
            return False
    return True


def judge(name: str, every: int) -> tuple[int, list[str]]:
    """How many mutants of a target there are, and those that nobody noticed."""
    target = TARGETS[name]
    if not _next_to_end({begin(target, "", Path(), None): ""}):
        raise SystemExit(f"{name}: the tests fail before anything is made wrong.")
    found = [
        (module, path, told, tree)
        for module in target.modules
        for path in [Path(*module.split(".")).with_suffix(".py")]
        for told, tree in mutants(path)
    ][::every]
    alive: list[str] = []
    running: dict[int, str] = {}
    for module, path, told, tree in found:
        if len(running) >= (os.cpu_count() or 1):
            alive += _next_to_end(running)
        running[begin(target, module, path, tree)] = told
    while running:
        alive += _next_to_end(running)
    return len(found), alive


def _next_to_end(running: dict[int, str]) -> list[str]:
    """What nobody noticed in the process that ends first; told at once."""
    child, status = os.wait()
    told = running.pop(child)
    if status == 0 and told:
        print(f"    alive: {told}", flush=True)
    return [told] if status == 0 else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="default: all")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth mutant only")
    asked = parser.parse_args()
    for library in LIBRARIES:
        importlib.import_module(library)
    weak = False
    for name in asked.targets or TARGETS:
        started = time.monotonic()
        many, alive = judge(name, asked.every)
        killed = many - len(alive)
        seconds = time.monotonic() - started
        print(
            f"{name}: {killed} of {many} killed ({killed / many:.0%}), {seconds:.0f} s", flush=True
        )
        weak |= killed < LEAST * many
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
