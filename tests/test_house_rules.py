"""Habits we would otherwise forget. Import contracts stand in pyproject.toml (lint-imports)."""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

SOURCES = sorted(
    path
    for package in ("civic", "proposals", "voting")
    for path in Path(package).rglob("*.py")
    if "versions" not in path.parts
)
TESTS = sorted(Path("tests").rglob("*.py"))
JUNK_DRAWERS = {"utils", "util", "helpers", "common", "misc", "base", "manager", "services"}
STANDS_ALONE = Path("voting/recount.py")  # one file on purpose: a citizen downloads and reads it
PURE = [
    path
    for path in SOURCES
    if path.is_relative_to("voting/rules")
    or path.is_relative_to("voting/ballots")
    or path in map(Path, ("voting/requirements.py", "voting/ties.py", "voting/tally.py"))
]

FORBIDDEN_CALLS = {
    "render_template_string": "text becomes a template",
    "from_string": "text becomes a template",
    "mktemp": "another process may take the name",
    "md5": "broken",
    "sha1": "broken",
    "utcnow": "a time without zone: civic.core.clock",
    "utcfromtimestamp": "a time without zone: civic.core.clock",
}
FORBIDDEN_IMPORTS = {
    "pickle": "what is read runs as code",
    "marshal": "what is read runs as code",
    "shelve": "what is read runs as code",
    "random": "chance comes from secrets, and never decides",
}
MAY_MAKE_MARKUP = {
    Path("civic/core/assets.py"),  # an icon, its name and address escaped
    Path(
        "civic/core/catalogues.py"
    ),  # a sentence of the catalogues, what it is filled with escaped
    Path("civic/core/markdown.py"),  # after the sanitiser
    Path("civic/core/pieces.py"),  # what a template of ours rendered, a token filled in
    Path("civic/core/web.py"),  # what a template of ours rendered
    Path("civic/sign_in/views/door.py"),  # a link in a message, its words escaped
}
MAY_COMMIT = {Path("civic/core/db.py"), Path("civic/migrations/__init__.py")}
MAY_ASK_THE_TIME = {
    Path("civic/core/clock.py"),
    Path("civic/cli/doctor.py"),  # compares the machine's clock with the database's
}
MAY_ROUND = {
    Path("voting/rules/_raising.py"),  # only says which steps cannot change anything
    Path("voting/rules/_exact_shares.py"),  # its error bound is proved; near it, it counts exactly
    Path("voting/rules/_loads.py"),  # finds out who may bear least; fractions decide among them
    Path("voting/rules/_shares_told.py"),  # cents shown beside a step decide nothing
    Path("voting/rules/budget_equal_shares.py"),  # it hands a raise to the engine, which checks it
}
MAY_BUILD_SQL = {Path("civic/cli/doctor.py")}  # PRAGMA takes no parameters; the names are its own


def nothing(found: Iterable[object]) -> None:
    lines = "\n".join(map(str, found))
    assert not lines, lines


def test_a_file_fits_in_the_head():
    long = {path for path in SOURCES + TESTS if len(path.read_text().splitlines()) > 300}
    assert long <= {STANDS_ALONE}
    nothing(path for path in SOURCES if path.stem in JUNK_DRAWERS)


def test_nothing_dangerous_is_called():
    nothing(
        f"{path}:{call.lineno}: {why}"
        for path in SOURCES
        for call in calls(path)
        for why in dangers(path, call)
    )


def dangers(path: Path, call: ast.Call) -> Iterator[str]:
    name = called(call)
    if name in FORBIDDEN_CALLS:
        yield FORBIDDEN_CALLS[name]
    if isinstance(call.func, ast.Name) and name in ("eval", "exec"):
        yield "text as code"
    if is_true(call, "shell"):
        yield "a shell reads its words"
    if name == "Markup" and path not in MAY_MAKE_MARKUP:
        yield "let Jinja escape"
    if name == "commit" and path not in MAY_COMMIT:
        yield "writing() commits once"


def test_nothing_dangerous_is_imported():
    nothing(
        f"{path}: {name}: {FORBIDDEN_IMPORTS[name.partition('.')[0]]}"
        for path in SOURCES
        for name in imports(path)
        if name.partition(".")[0] in FORBIDDEN_IMPORTS
    )


def test_sql_is_never_put_together_from_text():
    nothing(
        f"{path}:{call.lineno}: use bound parameters"
        for path in SOURCES
        if path not in MAY_BUILD_SQL
        for call in calls(path)
        if called(call) in ("text", "exec_driver_sql", "literal_column", "DDL")
        and call.args
        and is_built(call.args[0])
    )


def test_the_house_has_one_clock():
    asks = re.compile(r"\b(datetime\.now|datetime\.today|date\.today|time\.time)$")
    nothing(
        f"{path}:{call.lineno}: civic.core.clock.now"
        for path in SOURCES
        if path not in MAY_ASK_THE_TIME
        for call in calls(path)
        if called(call) in ("now", "today", "time") and asks.search(ast.unparse(call.func))
    )


def test_what_decides_is_pure():
    allowed = {*sys.stdlib_module_names, "numpy", "voting"} - {"random", "time", "datetime", "os"}
    nothing(
        f"{path}: {name}"
        for path in PURE
        for name in imports(path)
        if name.partition(".")[0] not in allowed
    )


def test_votes_are_counted_in_whole_numbers_and_fractions():
    nothing(
        f"{path}:{node.lineno}: a float rounds"
        for path in PURE
        if path not in MAY_ROUND
        for node in walk(path)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    )


def test_the_recount_shares_nothing():
    if STANDS_ALONE.exists():
        ours = {"civic", "proposals", "voting"}
        assert not ours & {name.partition(".")[0] for name in imports(STANDS_ALONE)}


def test_tables_know_their_types_at_once():
    """SQLModel's lists of rows break on late annotations."""
    models = [path for path in SOURCES if path.stem == "models"]
    nothing(path for path in models if "__future__" in imports(path))


def test_no_test_is_skipped_or_mocked():
    said = re.compile(r"skip|xfail|mock")
    suspects = [path for path in TESTS if said.search(path.read_text())]
    nothing(
        f"{path}:{node.lineno}: {node.attr}"
        for path in suspects
        for node in walk(path)
        if isinstance(node, ast.Attribute)
        and node.attr in ("skip", "skipif", "xfail", "importorskip")
    )
    nothing(path for path in suspects if {"unittest.mock", "mock"} & set(imports(path)))


def test_nothing_is_left_for_later():
    looked_at = {*SOURCES, *TESTS, *Path("templates").rglob("*.html")}
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    here = Path(__file__).relative_to(Path.cwd())
    nothing(path for path in looked_at - {here} if later.search(path.read_text()))


def test_the_locks_pin_the_same_versions_and_name_no_registry():
    run, test = (Path(f"requirements{part}.lock").read_text() for part in ("", "-dev"))
    assert set(pins(run)) <= set(pins(test))
    assert run.count("--hash=") >= len(pins(run))
    assert "//" not in run + test
    checkers = Path("tests/tools/package-lock.json").read_text()
    assert "resolved" not in checkers
    assert all(
        entry["integrity"] for name, entry in json.loads(checkers)["packages"].items() if name
    )


def test_make_help_lists_every_command():
    makefile = Path("Makefile").read_text()
    for command in re.findall(r"^([a-z-]+):(?!=)(.*)$", makefile, re.MULTILINE):
        inner = command[0] in ("tools", "ready", "ready-to-test", "words")
        assert inner or "##" in command[1], command[0]


@cache
def walk(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text())))


def calls(path: Path) -> Iterator[ast.Call]:
    for node in walk(path):
        if isinstance(node, ast.Call):
            yield node


def called(call: ast.Call) -> str:
    """``text`` for ``text(...)`` and for ``sa.text(...)``."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_true(call: ast.Call, keyword: str) -> bool:
    return any(
        given.arg == keyword and getattr(given.value, "value", None) is True
        for given in call.keywords
    )


def is_built(argument: ast.expr) -> bool:
    """An f-string with holes, a sum, a ``%`` or a ``format``."""
    return any(
        isinstance(node, ast.FormattedValue | ast.BinOp)
        or (isinstance(node, ast.Attribute) and node.attr in ("format", "join", "replace"))
        for node in ast.walk(argument)
    )


def imports(path: Path) -> list[str]:
    found = []
    for node in walk(path):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def pins(lock: str) -> list[str]:
    return re.findall(r"^[a-z0-9.\-_]+==\S+", lock, re.MULTILINE)
