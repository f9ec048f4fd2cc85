"""One normaliser for both databases: small letters, no accents, word stems."""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

STEMMERS = {"fr": "french", "en": "english", "es": "spanish", "ca": "catalan"}
WORDS = re.compile(r"[^\W_]+")
LONGEST = 200_000


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(STEMMERS.get(language, "english"))


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    """Each distinct word once: the stemmer is slow, and texts repeat themselves."""
    return plain(_stemmer(language).stemWord(word))


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words(text: str, language: str) -> list[str]:
    """The stems of a text's words, in order."""
    found = WORDS.findall(unicodedata.normalize("NFC", text[:LONGEST]).casefold())
    return [_stem(word, language) for word in found]


def normal(text: str, language: str) -> str:
    return " ".join(words(text, language))


def asked(text: str) -> list[str]:
    """What somebody looks for, stemmed in every language that may be meant."""
    stems = {stem for language in STEMMERS for stem in words(text[:200], language)}
    return sorted(stems)[:40]
