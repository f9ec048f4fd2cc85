"""What a run leaves out, told at its end: how many tests, and why. With pytest-xdist each worker
leaves out the same ones, and hands its numbers to the one who prints. A plugin of pytest, named in
tests/conftest.py.
"""

from collections.abc import Callable

import pytest

_numbers = pytest.StashKey[dict[str, int]]()


def leave_out(
    config: pytest.Config, items: list[pytest.Item], which: Callable[[pytest.Item], bool], why: str
) -> None:
    """Take some from what was collected. ``why`` ends the sentence "7 tests were left …"."""
    out = [item for item in items if which(item)]
    if out:
        items[:] = [item for item in items if not which(item)]
        config.hook.pytest_deselected(items=out)
        config.stash.setdefault(_numbers, {})[why] = len(out)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["left_out"] = session.config.stash.get(_numbers, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    output = getattr(node, "workeroutput", None) or {}
    stash = node.config.stash  # type: ignore[attr-defined]
    stash.setdefault(_numbers, {}).update(output.get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for why, number in terminalreporter.config.stash.get(_numbers, {}).items():
        terminalreporter.write_line(f"{number} tests were left {why}.")
