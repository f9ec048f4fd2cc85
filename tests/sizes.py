"""How large a test is, in one place. CIVIC_SIZE names one of three sizes:

quick  (`make check`)  fewer rounds, and without the tests marked ``thorough``; of families that
                       repeat one specification, some for all (``first_of_each``, ``some``)
usual  (`make test`)   every test, as large as it takes to trust it
soak   (`make soak`)   every test, as large as it takes to be sure

A plugin of pytest, named in tests/conftest.py.
"""

import os
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

import pytest
from _pytest.mark import ParameterSet
from hypothesis import settings

from tests.left_out import leave_out

SIZE = os.environ.get("CIVIC_SIZE", "usual")
QUICK, SOAK = SIZE == "quick", SIZE == "soak"
T = TypeVar("T")


def size(usual: int, soak: int, quick: int | None = None) -> int:
    """How many rounds, ballots or tries; a quarter of the usual ones where quick is not said."""
    return {"quick": quick or max(1, usual // 4), "usual": usual, "soak": soak}[SIZE]


def first_of_each(
    all_of_them: Iterable[T], kind: Callable[[T], Hashable], name: Callable[[T], str] = str
) -> list[ParameterSet]:
    """Values of one parameter. In a check the first of each kind stands for its kind."""
    known: set[Hashable] = set()
    found = []
    for one in all_of_them:
        marks = [pytest.mark.thorough] * (kind(one) in known)
        found.append(pytest.param(one, id=name(one), marks=marks))
        known.add(kind(one))
    return found


def some(all_of_them: Sequence[T], turn: int = 0) -> Sequence[T]:
    """All; in a check every fourth, beginning with another one at each turn."""
    return all_of_them[turn % 4 :: 4] if QUICK else all_of_them


settings.register_profile("quick", max_examples=15, deadline=None, derandomize=True)
settings.register_profile("usual", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("soak", max_examples=5_000, deadline=None)
settings.load_profile(SIZE)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "thorough: takes long, and is left to `make test`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if SIZE == "quick":
        leave_out(config, items, _is_thorough, "to `make test`")


def _is_thorough(item: pytest.Item) -> bool:
    return item.get_closest_marker("thorough") is not None
