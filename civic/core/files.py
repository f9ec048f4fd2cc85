"""Files that hold a secret: whole or not there at all, written once, for our own account only."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write_once(place: Path, content: bytes) -> None:
    """On disk, name included, when this returns. Of two who write at the same time the first is
    kept, as is a file that is there already."""
    fresh = place.with_name(f"{place.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, place)
    finally:
        fresh.unlink()
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
