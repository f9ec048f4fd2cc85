"""One clock for the whole application."""

from collections.abc import Callable
from datetime import UTC, datetime


def _system() -> datetime:
    return datetime.now(UTC)


read: Callable[[], datetime] = _system
"""Where the time comes from; tests put another hand on it."""


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return read()
