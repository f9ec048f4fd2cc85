"""The material that lies beside the repository: real elections, a real city's deliberation.

Tests that read it carry `@pytest.mark.shared` (or use the fixture `shared`). Where it is absent
they are left out, and the closing summary prints how many; a run with CI=true fails instead.
CIVIC_SHARED names the folder. A plugin of pytest, named in tests/conftest.py.
"""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
_left_out = pytest.StashKey[int]()


def shared_path() -> Path:
    """The folder, whether it is there or not: globbing in one that is absent finds nothing."""
    return Path(os.environ.get("CIVIC_SHARED") or REPOSITORY.parent / "shared")


def is_here() -> bool:
    return (shared_path() / "cases").is_dir()


@pytest.fixture(scope="session")
def shared() -> Path:
    return shared_path()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shared: reads the material beside the repository")
    if os.environ.get("CI") == "true" and not is_here():
        raise pytest.UsageError(
            f"{shared_path()} is not there, so real elections would not be counted:"
            " name the folder in CIVIC_SHARED."
        )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if is_here():
        return
    reading = [item for item in items if _reads_it(item)]
    items[:] = [item for item in items if not _reads_it(item)]
    config.hook.pytest_deselected(items=reading)
    config.stash[_left_out] = len(reading)


def _reads_it(item: pytest.Item) -> bool:
    return item.get_closest_marker("shared") is not None or "shared" in getattr(
        item, "fixturenames", ()
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands its number to the one who prints."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["left_out"] = session.config.stash.get(_left_out, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    output = getattr(node, "workeroutput", None) or {}
    stash = node.config.stash  # type: ignore[attr-defined]
    stash[_left_out] = max(stash.get(_left_out, 0), output.get("left_out", 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if number := terminalreporter.config.stash.get(_left_out, 0):
        terminalreporter.write_line(
            f"{number} tests were left out: they read {shared_path()}, which is not there."
        )
