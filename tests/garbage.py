"""Ten thousand tests and all that they import are there for good: Python's collector of garbage
would look them through again and again, for a fifth of all time. A plugin of pytest, named first
in tests/conftest.py."""

import gc

gc.disable()  # while modules are imported and tests collected


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()
