"""What takes long on purpose, and what is found out again for each row, is made light.

A plugin of pytest, named in tests/conftest.py.
"""

from collections.abc import Iterator
from functools import cache

import pytest
from argon2 import PasswordHasher
from pydantic._internal import _fields

from civic.sign_in import passwords

HEAVY = {"_hasher": passwords._hasher, "NOBODY": passwords.NOBODY}
_hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
LIGHT = {"_hasher": _hasher, "NOBODY": _hasher.hash("nobody")}
"""argon2id all the same, in a hundredth of the time."""


@pytest.fixture(scope="session", autouse=True)
def passwords_are_light() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, light in LIGHT.items():
            patch.setattr(passwords, name, light)
        yield


@pytest.fixture
def heavy_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are outside of tests. Comes before whoever stores one."""
    for name, heavy in HEAVY.items():
        monkeypatch.setattr(passwords, name, heavy)


@pytest.fixture(scope="session", autouse=True)
def defaults_are_looked_at_once() -> Iterator[None]:
    """pydantic reads the signature of what makes a default (``now``) for each row that is made."""
    with pytest.MonkeyPatch.context() as patch:
        looked_at = cache(_fields.takes_validated_data_argument)
        patch.setattr(_fields, "takes_validated_data_argument", looked_at)
        yield
