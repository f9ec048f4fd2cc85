"""Where the words that were looked for stand in a text."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from civic.core.words import plain
from civic.search.normal import finds, words

Part = tuple[str, bool]
"""Some text, and whether it is one of the words looked for."""

LENGTH, BEFORE = 220, 60
"""Characters of an excerpt, and of it before the first word found."""
ALPHABETS = 0x2000
"""Latin with all its accents, Greek, Cyrillic and their like lie below."""


@cache
def _spellings() -> dict[str, str]:
    """A first letter of stems -> all that words with such a stem may begin with, e -> eEéÉ…"""
    found: dict[str, str] = defaultdict(str)
    for sign in map(chr, range(ALPHABETS)):
        found[plain(sign)[:1]] += sign
    return dict(found)


@lru_cache(maxsize=1_000)
def _like(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Words that begin as the stems do: stemmers change endings alone, and looking at each word of
    a page's texts was half of what a search took."""
    firsts = "".join(_spellings().get(stem[0], stem[0]) for stem in stems)
    return re.compile(rf"(?<![^\W_])[{re.escape(firsts)}][^\W_]*")


@lru_cache(maxsize=50_000)
def _is_sought(word: str, stems: tuple[str, ...], language: str) -> bool:
    """Once for each distinct word: a page of hits says the same words again and again."""
    return any(finds(stem, stems) for stem in words(word, language))


def _found(text: str, stems: tuple[str, ...], language: str) -> Iterator[re.Match[str]]:
    return (word for word in _like(stems).finditer(text) if _is_sought(word[0], stems, language))


def marked(text: str, stems: tuple[str, ...], language: str) -> list[Part]:
    """The whole text, cut where words were found."""
    text = unicodedata.normalize("NFC", text)
    parts: list[Part] = []
    done = 0
    for word in _found(text, stems, language):
        parts += [(text[done : word.start()], False), (word[0], True)]
        done = word.end()
    return [part for part in (*parts, (text[done:], False)) if part[0]]


def excerpt(text: str, stems: tuple[str, ...], language: str) -> list[Part]:
    """A stretch around the first word found; where none is, the beginning."""
    text = unicodedata.normalize("NFC", text)
    found = next((word.start() for word in _found(text, stems, language)), 0)
    start = max(found - BEFORE, 0)
    start = text.find(" ", start) + 1 if start and " " in text[start:found] else start
    shown = text[start : start + LENGTH]
    if start + LENGTH < len(text):
        shown = shown.rpartition(" ")[0] + " …"
    return marked(("… " if start else "") + shown, stems, language)
