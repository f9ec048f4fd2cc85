"""Addresses that people can read: ``/proposals/12-plant-trees``. Only the number counts."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, has_request_context, request, url_for
from werkzeug.routing import BaseConverter, IntegerConverter, ValidationError

LARGEST = 2**31 - 1
"""No row has a larger number: where PostgreSQL's integers end, so do ours."""


@dataclass(frozen=True)
class Key:
    id: int
    slug: str


@lru_cache(maxsize=8_192)
def slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")


def row_number(text: str) -> int:
    """Of a row, or a count of some, as an address says it; 0 where it says no such thing."""
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    return int(text) if fits and int(text) <= LARGEST else 0


class Slugged(BaseConverter):
    """``<slugged:key>`` reads a Key; ``url_for(..., key=row)`` writes id and title."""

    regex = r"[0-9]{1,10}(?:-[^/]*)?"

    def to_python(self, value: str) -> Key:
        number, _, words = value.partition("-")
        return Key(_within(int(number)), words)

    def to_url(self, value: Any) -> str:
        return _written(value)


class Number(IntegerConverter):
    """``<int:row_id>``"""

    def to_python(self, value: str) -> int:
        return _within(int(super().to_python(value)))


def _within(number: int) -> int:
    """At an address with a larger one there is nothing."""
    if number > LARGEST:
        raise ValidationError
    return number


def _written(row: Any) -> str:
    words = row.slug if isinstance(row, Key) else slug(row.title)
    return f"{row.id}-{words}".rstrip("-")


Writers = dict[str, Callable[[Any], str]]
WRITERS: Writers = {"slugged": _written, "int": lambda number: str(int(number))}
PLAIN = (str, int)
"""What a query is made of here; an address with anything else in it is left to Flask."""
PART = re.compile(r"<(slugged|int):(\w+)>")


class Addresses:
    """``url_for`` for templates. A page of a debate writes three hundred addresses: one whose parts
    are all rows and numbers is filled into its rule's own text, several times as fast as Flask
    makes it. Flask makes every other."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._known: dict[str, tuple[str, Writers] | None] = {}
        self._at = lru_cache(maxsize=8)(self._made)

    def here(self) -> dict[str, Any]:
        """For the context of a page, which is mounted in one place."""
        return self._at(request.script_root) if has_request_context() else {"url_for": url_for}

    def _made(self, mounted_at: str) -> dict[str, Any]:
        def short(endpoint: str, **values: Any) -> str:
            if endpoint not in self._known:
                self._known[endpoint] = self._pattern(endpoint)
            pattern = self._known[endpoint]
            if pattern is None or not pattern[1].keys() <= values.keys():
                return url_for(endpoint, **values)
            text, writers = pattern
            rest = {n: v for n, v in values.items() if n not in writers and v is not None}
            if any(type(value) not in PLAIN or name[0] == "_" for name, value in rest.items()):
                return url_for(endpoint, **values)
            path = text.format_map({name: write(values[name]) for name, write in writers.items()})
            query = "?" + urlencode(rest, safe="!$'()*,/:;?@") if rest else ""
            return mounted_at + path + query

        return {"url_for": short}

    def _pattern(self, endpoint: str) -> tuple[str, Writers] | None:
        """``/proposals/{key}/edit``, where the endpoint has one rule of rows and numbers."""
        if endpoint not in self._app.view_functions:
            return None
        rules = list(self._app.url_map.iter_rules(endpoint))
        if len({rule.rule for rule in rules}) != 1 or rules[0].defaults:
            return None
        writers = {name: WRITERS[kind] for kind, name in PART.findall(rules[0].rule)}
        text = PART.sub(r"{\2}", rules[0].rule)
        return None if set(writers) != rules[0].arguments or "<" in text else (text, writers)


def key_of(row: Any) -> Key:
    """The same address without the row."""
    return Key(row.id, slug(row.title))


def keyed(row: dict[str, Any]) -> Key:
    """A row known by its number alone; the address is completed when it is followed."""
    return Key(int(row["id"]), slug(row["title"]))


def numbered(row: Any) -> Key:
    """A row in the addresses of rows within it, which need no words: they are followed, not read,
    and a page of a debate has two hundred of them."""
    return Key(row.id, "")
