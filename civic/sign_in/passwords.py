"""Passwords as NIST SP 800-63B-4 advises: long, not on the list, no rules of composition.

Hashing is slow on purpose, so never inside a transaction.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from secrets import token_hex

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 15, 256
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

LIST = Path(__file__).with_name("common_passwords.txt")
FRENCH = ("motdepasse", "jetaime", "soleil", "bonjour", "bienvenue", "azerty", "azertyuiop")
NO_LETTER = re.compile(r"[\W_]+")
LOOKALIKES = str.maketrans("0134578@$!", "oleastbasi")
"""Figures and signs that stand for a letter, as everybody knows."""


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
    spelled = plain.casefold()
    own = {word for whole in context for word in NO_LETTER.split(whole.casefold())}
    for words in (spelled, spelled.translate(LOOKALIKES)):
        if _is_common(_letters(words), own):
            return "too_common"
    return None


@cache
def _list() -> frozenset[str]:
    lines = LIST.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#")) | frozenset(FRENCH)


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _is_common(text: str, own: set[str]) -> bool:
    """On the list, two of the list joined, one thing repeated, or little besides the person's own
    name and address. A phrase of three words is none of that, however common each of them is."""
    rest = text
    for word in sorted(own, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) >= 3 else rest
    if len(set(rest)) < 5 or text in text[1:] + text[:-1]:
        return True
    known, wholes = _list(), {text, rest}
    wholes |= {whole.strip("0123456789") for whole in wholes}
    return any(
        whole in known or any(whole[:i] in known and whole[i:] in known for i in range(len(whole)))
        for whole in wholes
    )


def store(password: str) -> str:
    return _hasher.hash(normal(password))


def matches(password: str, stored: str | None) -> bool:
    """Takes as long for somebody who has no password as for somebody who has one."""
    try:
        return _hasher.verify(stored or NOBODY, normal(password)[:LONGEST]) and stored is not None
    except (Argon2Error, InvalidHashError):
        return False


NOBODY = store(token_hex(16))
