"""Secrets that must be read again, such as a second factor's: sealed with a key that is kept
outside the database and its copies, and is usually derived from the secret key."""

from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class Unreadable(ValueError):
    """Sealed with another key, for something else, or damaged."""


def seal(secret_key: str, text: str, *, about: str) -> bytes:
    """``about`` names what it belongs to, such as ``second_factor:7``: it opens nowhere else."""
    return seal_with(_key(secret_key), text, about=about)


def unseal(secret_key: str, sealed: bytes, *, about: str) -> str:
    """Raises Unreadable."""
    return unseal_with(_key(secret_key), sealed, about=about)


def seal_with(key: bytes, text: str, *, about: str) -> bytes:
    """``key``: 32 random bytes. As long as the text in UTF-8, and 28 bytes."""
    nonce = token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), about.encode())


def unseal_with(key: bytes, sealed: bytes, *, about: str) -> str:
    """Raises Unreadable."""
    try:
        opened = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except (InvalidTag, ValueError) as wrong:
        raise Unreadable(about) from wrong
    return opened.decode()


def _key(secret_key: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"civic sealing").derive(secret_key.encode())
