"""Passwords as NIST SP 800-63B-4 advises: long, not on the list, no rules of composition.

Hashing is slow on purpose, so never inside a transaction.
"""

import unicodedata
from secrets import token_hex

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 15, 256
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

COMMON = (
    "password", "motdepasse", "azerty", "qwerty", "123456", "iloveyou", "jetaime", "soleil",
    "bonjour", "letmein", "welcome", "bienvenue", "abcdef", "000000", "111111",
)  # fmt: skip
"""A password that is nothing but these, repeated or joined, is on everybody's list."""


def normal(password: str) -> str:
    """One spelling for what looks the same."""
    return unicodedata.normalize("NFC", password)


def weakness(password: str, *, context: tuple[str, ...] = ()) -> str | None:
    """``too_short``, ``too_long``, ``too_common``, or None."""
    plain = normal(password)
    if len(plain) < SHORTEST:
        return "too_short"
    if len(plain) > LONGEST:
        return "too_long"
    rest = plain.casefold()
    for word in (*COMMON, *context):
        if len(word) >= 4:
            rest = rest.replace(word.casefold(), "")
    rest = "".join(sign for sign in rest if sign.isalnum())
    return "too_common" if len(set(rest)) < 5 else None


def store(password: str) -> str:
    return _hasher.hash(normal(password))


def matches(password: str, stored: str | None) -> bool:
    """Takes as long for somebody who has no password as for somebody who has one."""
    try:
        return _hasher.verify(stored or NOBODY, normal(password)[:LONGEST]) and stored is not None
    except (Argon2Error, InvalidHashError):
        return False


NOBODY = store(token_hex(16))
