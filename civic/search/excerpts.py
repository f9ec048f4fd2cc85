"""Where the words that were looked for stand in a text."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from civic.search.normal import WORDS, finds, words

Part = tuple[str, bool]
"""Some text, and whether it is one of the words looked for."""

LENGTH, BEFORE = 220, 60
"""Characters of an excerpt, and of it before the first word found."""


@lru_cache(maxsize=50_000)
def _is_sought(word: str, sought: tuple[str, ...], language: str) -> bool:
    """Once for each distinct word: a page of hits says the same words again and again."""
    return any(finds(stem, sought) for stem in words(word, language))


def marked(text: str, sought: Sequence[str], language: str) -> list[Part]:
    """The whole text, cut where words were found."""
    text = unicodedata.normalize("NFC", text)
    parts: list[Part] = []
    done = 0
    for word in WORDS.finditer(text):
        if _is_sought(word[0], tuple(sought), language):
            parts += [(text[done : word.start()], False), (word[0], True)]
            done = word.end()
    return [part for part in (*parts, (text[done:], False)) if part[0]]


def excerpt(text: str, sought: Sequence[str], language: str) -> list[Part]:
    """A stretch around the first word found; where none is, the beginning."""
    text = unicodedata.normalize("NFC", text)
    found = next(
        (
            word.start()
            for word in WORDS.finditer(text)
            if _is_sought(word[0], tuple(sought), language)
        ),
        0,
    )
    start = max(found - BEFORE, 0)
    start = text.find(" ", start) + 1 if start and " " in text[start:found] else start
    shown = text[start : start + LENGTH]
    if start + LENGTH < len(text):
        shown = shown.rpartition(" ")[0] + " …"
    return marked(("… " if start else "") + shown, sought, language)
