"""Line breaks of a template are for its readers: what they would add to a page is taken out again.

A break and the indentation after it are a space within a tag; nothing at the inner edges of an
element, or beside an element that stands on lines of its own; and elsewhere the space that a
browser shows. Jinja itself takes the break after ``{% … %}``, and those that a ``-``
stands beside. Texts (mails, notices) keep every line.
"""

import re
from collections.abc import Iterable, Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_BLOCKS = """address article aside blockquote body caption col dd details div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 head header hr html legend li link main meta nav ol
optgroup option p section summary table tbody td tfoot th thead title tr ul
input label select textarea"""
BLOCKS = frozenset(_BLOCKS.split())
"""Beside which white space is not shown; and the fields of a form, which our stylesheet spaces."""
IN_LINE = frozenset(("", "img", "wbr"))
"""What has no inner edge. The first: a ``>`` that ends no tag."""
PART = re.compile(r"(</?[a-z][a-z0-9-]*|>|\n\s*)", re.IGNORECASE)
"""The beginning of a tag, its end, a line break with what it indents."""


class Lines(Extension):
    """Of templates whose name ends in ``.html``."""

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterable[Token]:
        return _joined(stream) if (stream.name or "").endswith(".html") else stream


def _joined(stream: TokenStream) -> Iterator[Token]:
    html, line, after_code = _Html(), 1, False
    for token in stream:
        if token.type == "data":
            text = html.read(token.value, begins_line=after_code and token.lineno > line)
            if text:
                yield Token(token.lineno, "data", text)
        else:
            yield token
        line, after_code = token.lineno, token.type == "block_end"


class _Html:
    """Reads a page from one hole to the next, and knows in which tag it is."""

    def __init__(self) -> None:
        self._tag = ""
        """As it begins: ``<a`` or ``</a``; empty outside of tags."""

    def read(self, text: str, *, begins_line: bool) -> str:
        """``begins_line``: the break before it was taken by a statement."""
        if begins_line:
            bare = text.lstrip(" \t")
            text = f" {bare}" if self._tag and bare != text else bare
        between, *parts = PART.split(text)
        read, at_edge = between, False
        for part, after in zip(parts[::2], parts[1::2], strict=True):
            if part == ">":
                at_edge, self._tag = self._has_edge(), ""
            elif part[0] == "<":
                if read.endswith("\n") and _is_edge(part):
                    read = read.removesuffix("\n")
                at_edge, self._tag = False, part.lower()
            else:
                read = read.rstrip(" \t")
                part = " " if self._tag else "" if at_edge else "\n"
            read += part + after
            at_edge = at_edge and not after.strip(" \t")
        return read.replace("\n", " ")

    def _has_edge(self) -> bool:
        """Behind the tag that ends here."""
        if self._tag.startswith("</"):
            return self._tag[2:] in BLOCKS
        return self._tag[1:] not in IN_LINE


def _is_edge(tag: str) -> bool:
    """Before the tag that begins like this."""
    return tag.startswith("</") or tag[1:].lower() in BLOCKS
