"""Addresses that people can read: ``/proposals/12-plant-trees``. Only the number counts."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from werkzeug.routing import BaseConverter


@dataclass(frozen=True)
class Key:
    id: int
    slug: str


def slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")


class Slugged(BaseConverter):
    """``<slugged:key>`` reads a Key; ``url_for(..., key=row)`` writes id and title.

    Eighteen digits at most: more would not fit the database's integers.
    """

    regex = r"[0-9]{1,18}(?:-[^/]*)?"

    def to_python(self, value: str) -> Key:
        number, _, words = value.partition("-")
        return Key(int(number), words)

    def to_url(self, value: Any) -> str:
        if isinstance(value, Key):
            return f"{value.id}-{value.slug}".rstrip("-")
        return f"{value.id}-{slug(value.title)}".rstrip("-")


def keyed(row: dict[str, Any]) -> Key:
    """A row known by its number alone; the address is completed when it is followed."""
    return Key(int(row["id"]), slug(row["title"]))
