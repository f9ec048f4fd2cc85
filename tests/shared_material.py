"""The material that lies beside the repository: real elections, a real city's deliberation.

Tests that read it carry `@pytest.mark.shared` (or use the fixture `shared`). Where it is absent
they are left out, and the closing summary prints how many; a run with CI=true fails instead.
CIVIC_SHARED names the folder. A plugin of pytest, named in tests/conftest.py.
"""

import os
from pathlib import Path

import pytest

from tests.left_out import leave_out

REPOSITORY = Path(__file__).resolve().parent.parent


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
    if not is_here():
        leave_out(config, items, _reads_it, f"out: they read {shared_path()}, which is not there")


def _reads_it(item: pytest.Item) -> bool:
    return item.get_closest_marker("shared") is not None or "shared" in getattr(
        item, "fixturenames", ()
    )
