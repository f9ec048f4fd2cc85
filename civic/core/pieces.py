"""Pieces of pages that many readers are shown alike: a message of a debate, a line of a list.

A piece is a template of its own with one macro, ``piece``, that knows nothing but what it is told:
no reader, no request, no rights. So its HTML depends on what it was told, on the page's language,
time zone and year and on where the app is mounted, and on nothing else; under all of these it is
remembered. What changes is told anew, and made anew. The token of a form is no part of a piece:
each page fills in its own.
"""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from sys import getsizeof
from typing import Any, NamedTuple

from flask import Flask, has_request_context, request
from flask_wtf.csrf import generate_csrf
from jinja2.meta import find_undeclared_variables
from markupsafe import Markup

from civic.core import words
from civic.core.clock import now

MOST_BYTES = 32 * 2**20
"""What a process remembers at most, in two halves."""
GAP = Markup("<token>")
"""Stands for the token. No text of a member comes to it: those are escaped or sanitised."""
OVERHEAD = 500
"""Of tuples, numbers and moments in a key, about."""

Piece = Callable[..., Markup]
Names = Callable[[], dict[str, Any]]


class Kept:
    """HTML by all that it was made of, up to a number of bytes: when the newer half is full, the
    older one is forgotten. What is asked for again moves to the newer one."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._half = most // 2
        self._newer: dict[Hashable, str] = {}
        self._older: dict[Hashable, str] = {}
        self._bytes = 0

    def get(self, key: Hashable) -> str | None:
        found = self._newer.get(key)
        if found is None and (found := self._older.get(key)) is not None:
            self.put(key, found)
        return found

    def put(self, key: Hashable, html: str) -> None:
        """Raises TypeError for HTML in a key: to a key it is equal to the text with the same signs,
        which would be shown as it is, and not escaped."""
        size = OVERHEAD + getsizeof(html) + _text_in(key)
        if size > self._half:
            return
        if self._bytes + size > self._half:
            self._newer, self._older, self._bytes = {}, self._newer, 0
        self._newer[key] = html
        self._bytes += size


def _text_in(key: Any) -> int:
    if isinstance(key, tuple):
        return sum(_text_in(part) for part in key)
    if isinstance(key, Markup):
        raise TypeError("a piece is told texts, never HTML")
    return getsizeof(key) if isinstance(key, str) else 0


class Where(NamedTuple):
    """What else than its arguments a piece depends on."""

    language: str
    zone: str
    year: int
    mount: str


class Pieces:
    """All of an app. ``names`` and ``pure``: what a piece may ask for beside its arguments, names
    of a page's context and globals of all templates that depend on nothing but Where."""

    def __init__(self, app: Flask, names: Iterable[Names], pure: Iterable[str]) -> None:
        self._templates: Any = app.jinja_env
        self._names, self._pure = tuple(names), tuple(pure)
        self._kept = Kept()
        self._macro = lru_cache(maxsize=128)(self._made)

    def here(self) -> dict[str, Any]:
        """For the context of a page: ``piece(name, …)`` is a function of what it shows. Its macro
        is told that first, then what follows the name: the same for all of a page."""
        return {"piece": self._of}

    def _of(self, name: str, *of_all: Hashable) -> Piece:
        where = Where(words.spoken(), words.time_zone(), now().year, _mounted())
        macro, kept = self._macro(name, where.language, where.mount), self._kept
        of = (name, where, of_all)

        def shown(*told: Hashable) -> Markup:
            key = (of, told)
            html = kept.get(key)
            if html is None:
                made = macro(*told, *of_all)
                html = str(made) if GAP in made else made
                kept.put(key, html)
            return html if type(html) is Markup else Markup(html.replace(GAP, generate_csrf()))

        return shown

    def _made(self, name: str, _language: str, _mount: str) -> Any:
        """Raises LookupError for a piece that asks for more than it can be told."""
        known = {n: v for names in self._names for n, v in names().items()}
        known |= {name: self._templates.globals[name] for name in self._pure}
        known |= {"csrf_token": lambda: GAP, "locale": words.spoken()}
        templates = self._templates.overlay()
        templates.globals = {}  # whatever stands there is not asked for either
        source = templates.loader.get_source(templates, name)[0]
        asked = find_undeclared_variables(templates.parse(source)) - known.keys()
        if asked:
            raise LookupError(f"{name} is told nothing of {', '.join(sorted(asked))}")
        module = self._templates.get_template(name).make_module(known, shared=True)
        return module.piece


def _mounted() -> str:
    return request.script_root if has_request_context() else ""
