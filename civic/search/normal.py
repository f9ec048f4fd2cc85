"""One normaliser for both databases: small letters, no accents, word stems."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from threading import Lock

import snowballstemmer

from civic.core.words import plain

STEMMERS = {"fr": "french", "en": "english", "es": "spanish", "ca": "catalan"}
WORDS = re.compile(r"[^\W_]+")
LONGEST = 200_000
MOST_WORDS = 20
"""Of a question; what comes behind them is not looked for."""
LEAST_BEGINNING = 4
"""A stem of at least this many letters also finds longer words: compost finds composters."""
SMALL_WORDS = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of"),
        *("on", "or", "that", "the", "this", "to", "was", "what", "with", "we"),
        *("au", "aux", "avec", "ce", "ces", "dans", "de", "des", "du", "elle", "en", "est", "et"),
        *("il", "je", "la", "le", "les", "leur", "lui", "ma", "mais", "mes", "mon", "ne", "nos"),
        *("notre", "nous", "ou", "par", "pas", "pour", "qu", "que", "qui", "sa", "se", "ses"),
        *("son", "sur", "ta", "te", "tu", "un", "une", "vos", "votre", "vous"),
        *("c", "d", "j", "l", "m", "n", "s", "t", "y"),
    }
)
"""Left out of what is looked for, unless there is nothing else: every text has them."""


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(STEMMERS.get(language, "english"))


_one_at_a_time = Lock()


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    """Each distinct word once: the stemmer is slow, and texts repeat themselves. It keeps the
    word that it works on, so two threads must not use it at a time."""
    with _one_at_a_time:
        stem = plain(_stemmer(language).stemWord(word))
    return "".join(sign for sign in stem if sign.isalnum() or not sign.isascii())  # "⑴" is "(1)"


def words(text: str, language: str) -> list[str]:
    """The stems of a text's words, in order."""
    found = WORDS.findall(unicodedata.normalize("NFC", text[:LONGEST]).casefold())
    return [_stem(word, language) for word in found]


def normal(text: str, language: str) -> str:
    return " ".join(words(text, language))


def asked(text: str) -> list[tuple[str, ...]]:
    """What somebody looks for, word by word: the stems of each, in every language that may be
    meant. Where one stem is the beginning of another, the shorter finds all that the longer
    would."""
    all_of_them = WORDS.findall(text[:200].casefold())
    telling = [word for word in all_of_them if plain(word) not in SMALL_WORDS] or all_of_them
    return list(dict.fromkeys(filter(None, map(_stems, telling[:MOST_WORDS]))))


@lru_cache(maxsize=1_000)
def _stems(word: str) -> tuple[str, ...]:
    stems = {stem for language in STEMMERS for stem in words(word, language)} - {""}
    return tuple(stem for stem in sorted(stems) if not finds(stem, stems - {stem}))


def finds(stem: str, sought: Iterable[str]) -> bool:
    """Whether a word with this stem is one of those looked for, or a longer one."""
    return any(
        stem == one or (len(one) >= LEAST_BEGINNING and stem.startswith(one)) for one in sought
    )
