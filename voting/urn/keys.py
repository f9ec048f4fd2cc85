"""One random key per secret round, and one seed for its lots, in a folder outside the database
and its copies."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from civic.core.files import write_once

LENGTH = 32
"""Bytes of each of a key's two parts."""


class KeyMissing(Exception):
    """The round's key is not here: no vote is taken without it, and none can be read."""


@dataclass(frozen=True)
class RoundKey:
    naming: bytes
    """Makes the names under which ballots lie."""
    sealing: bytes | None
    """Closes what is in them; None in rounds that opened before ballots were sealed."""


def create(folder: Path, round_id: int) -> None:
    """A fresh key. One that an opening left behind, cut off before its commit, is used as it is: a
    key is never written over."""
    _keep(folder / f"{round_id}.key", secrets.token_bytes(2 * LENGTH))


def read(folder: Path, round_id: int) -> RoundKey:
    """Raises KeyMissing."""
    try:
        file = os.open(folder / f"{round_id}.key", os.O_RDONLY)  # each vote waits for it
    except FileNotFoundError:
        raise KeyMissing(round_id) from None
    try:
        key = os.read(file, 2 * LENGTH + 1)
    finally:
        os.close(file)
    if len(key) not in (LENGTH, 2 * LENGTH):
        raise KeyMissing(round_id)
    return RoundKey(key[:LENGTH], key[LENGTH:] or None)


def is_there(folder: Path, round_id: int) -> bool:
    return (folder / f"{round_id}.key").exists()


def create_seed(folder: Path, round_id: int) -> str:
    """64 random hexadecimal digits, to be revealed at closing; those that are there already, as
    with a key."""
    place = folder / f"{round_id}.seed"
    _keep(place, secrets.token_hex(32).encode())
    return place.read_text()


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
            place.write_bytes(secrets.token_bytes(2 * LENGTH))
            place.unlink()


def _keep(place: Path, content: bytes) -> None:
    """On disk before anybody is told that the round is open."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_once(place, content)
