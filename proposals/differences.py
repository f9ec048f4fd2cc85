"""Differences between two versions, word by word. Source of the matching: Ratcliff and
Obershelp, as in Python's difflib."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

MOST_WORDS = 4_000
WORDS = re.compile(r"\S+[^\S\n]*|\s+")
"""Each with the space after it. The end of a line is its own: a word before it stays the same word
when a line follows."""


@dataclass(frozen=True)
class Piece:
    """Some words that stayed (``same``), went (``gone``) or came (``new``)."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """Both texts in one, in order. Very long texts are compared by lines.

    What is the same at the beginning and at the end is set aside first; between, words that fill
    more than a hundredth of a long text begin no match (they only prolong one). So the work grows
    with the length, even for a text that says one word ten thousand times.
    """
    before, after = before.replace("\r\n", "\n"), after.replace("\r\n", "\n")
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start = _shared(old, new)
    head, old, new = old[:start], old[start:], new[start:]
    end = _shared(old[::-1], new[::-1])
    tail = old[len(old) - end :]
    old, new = old[: len(old) - end], new[: len(new) - end]
    pieces = [Piece("same", "".join(head))]
    for deed, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if deed == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        pieces.append(Piece("gone", "".join(old[a:b])))
        pieces.append(Piece("new", "".join(new[c:d])))
    pieces.append(Piece("same", "".join(tail)))
    return [piece for piece in pieces if piece.text]


def _shared(one: list[str], other: list[str]) -> int:
    """How many of the first are the same in both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
