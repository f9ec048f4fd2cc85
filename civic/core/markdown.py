"""Members' texts: a small Markdown, sanitised twice (no HTML goes in, a short list comes out)."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from civic.core.words import kept_together

MOST_CHARACTERS = 20_000
"""Longer texts are refused before anything reads them: the renderer's cost grows with length."""

_renderer = MarkdownIt(
    "commonmark", {"html": False, "linkify": False, "typographer": False, "maxNesting": 12}
).enable(["table", "strikethrough"])
_renderer.disable(["image", "html_block", "html_inline"])
_renderer.render("*a*")  # its rules are put together now: of two threads that begin, one finds none

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p",
    "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


class TooLong(ValueError):
    """The text has more than MOST_CHARACTERS."""


@lru_cache(maxsize=2_048)
def render(text: str) -> Markup:
    """Safe HTML of a member's text; its highest headings become h3, below the page's own. Raises
    TooLong."""
    if len(text) > MOST_CHARACTERS:
        raise TooLong
    tokens = _renderer.parse(text)
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag == used[0] else "h4"
        for piece in token.children or ():
            if piece.type == "text":
                piece.content = kept_together(piece.content)
    html = _renderer.renderer.render(tokens, _renderer.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener ugc",
        strip_comments=True,
    )
    return Markup(clean)


@lru_cache(maxsize=1_024)
def plain(text: str, length: int = 200) -> str:
    """The beginning of a text without its marks, for lists and mails."""
    words = nh3.clean(str(render(text[:MOST_CHARACTERS])), tags=set())
    flat = " ".join(Markup(words).unescape().split())
    return flat if len(flat) <= length else flat[: length - 1].rsplit(" ", 1)[0] + "…"
