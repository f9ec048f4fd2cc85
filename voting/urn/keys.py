"""One random key per secret round, and one seed for its lots, in a folder outside the database
and its copies."""

import os
import secrets
from pathlib import Path


class KeyMissing(Exception):
    """The round's key is not here: no vote is taken without it."""


def create(folder: Path, round_id: int) -> None:
    """A fresh key. Raises FileExistsError: a key is never written over."""
    _write(folder / f"{round_id}.key", secrets.token_bytes(32))


def read(folder: Path, round_id: int) -> bytes:
    """Raises KeyMissing."""
    try:
        key = (folder / f"{round_id}.key").read_bytes()
    except FileNotFoundError:
        raise KeyMissing(round_id) from None
    if len(key) != 32:
        raise KeyMissing(round_id)
    return key


def is_there(folder: Path, round_id: int) -> bool:
    return (folder / f"{round_id}.key").exists()


def create_seed(folder: Path, round_id: int) -> str:
    """64 random hexadecimal digits, to be revealed at closing."""
    seed = secrets.token_hex(32)
    _write(folder / f"{round_id}.seed", seed.encode())
    return seed


def read_seed(folder: Path, round_id: int) -> str | None:
    """None when it was lost: a tie then stands."""
    try:
        return (folder / f"{round_id}.seed").read_text()
    except FileNotFoundError:
        return None


def destroy(folder: Path, round_id: int) -> None:
    """Overwritten before it is removed, for what that is worth on a modern disk."""
    for name in (f"{round_id}.key", f"{round_id}.seed"):
        place = folder / name
        if place.exists():
            place.write_bytes(secrets.token_bytes(64))
            place.unlink()


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
