"""One text for one meaning: RFC 8785, and its SHA-256."""

from hashlib import sha256
from typing import Any

import rfc8785


def canonical(value: Any) -> str:
    """Canonical JSON. Raises ValueError for a float, which none of our documents may hold."""
    _refuse_floats(value)
    return rfc8785.dumps(value).decode()


def fingerprint(text: str) -> str:
    """SHA-256 of a text in UTF-8, in lower-case hexadecimal."""
    return sha256(text.encode()).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("no number that decides is a float")
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
