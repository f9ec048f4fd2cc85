"""A page read as its HTML stands: what it says, in which language, and where it leads."""

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

from tests.tools import catalogues

UNSAID = {"script", "style", "code", "pre", "template", "noscript"}
SPOKEN = ("aria-label", "title", "alt", "placeholder")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "path"}
VOID |= {"rect", "line", "use", "circle"}
HOLE = re.compile(r"%\((\w+)\)[sd]")
LEAST_LETTERS = 6
"""A sentence with holes and fewer letters of its own would match anything."""


@dataclass
class Said:
    text: str
    ours: bool
    """In the page's own language, and not marked as a member's words."""


@dataclass
class Reading(HTMLParser):
    html: str
    language: str = ""
    headings: int = 0
    links: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str | None]] = []
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang", "")
        self.headings += tag == "h1"
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        marked = given.get("lang") if tag != "html" else None
        if tag not in VOID:
            self._open.append((tag, marked))
        for name in SPOKEN:
            if given.get(name) and not (tag == "link" or marked):
                self._say(given[name])

    def handle_endtag(self, tag):
        if any(tag == one for one, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if data.strip() and not UNSAID & {tag for tag, _ in self._open}:
            self._say(data)

    def _say(self, text):
        ours = all(marked is None for _, marked in self._open)
        self.said.append(Said(" ".join(text.split(" ")).strip("\n "), ours))


@cache
def sentences(of: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Our own sentences in English or in French that the other language says otherwise: whole
    ones, and those with holes in them."""
    whole, holed, other = set(), set(), set()
    for message in catalogues.sentences(catalogues.committed("fr")):
        english, french = forms(message.id), forms(message.string)
        mine, theirs = (english, french) if of == "en" else (french, english)
        other |= set(theirs)
        for sentence in mine:
            fixed = HOLE.sub("", sentence)
            if not HOLE.search(sentence):
                whole.add(sentence)
            elif sum(map(str.isalpha, fixed)) >= LEAST_LETTERS:
                holed.add(sentence)
    patterns = [
        re.compile(r".+?".join(map(re.escape, HOLE.sub("\0", one).split("\0"))), re.DOTALL)
        for one in holed - other
    ]
    return frozenset(plain(one) for one in whole - other), tuple(patterns)


def forms(said) -> list[str]:
    return list(said) if isinstance(said, tuple | list) else [said]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("’", "'")


def in_the_wrong_language(reading: Reading) -> list[str]:
    """What a French page says in our English, and the other way round."""
    return [
        said.text
        for said in reading.said
        if said.ours and ours_elsewhere(said.text, reading.language)
    ]


@cache
def ours_elsewhere(text: str, language: str) -> bool:
    """Whether this is a sentence of ours in the other language."""
    whole, holed = sentences("en" if language == "fr" else "fr")
    text = plain(text)
    return text in whole or any(one.fullmatch(text) for one in holed)


FRENCH_FAULTS = {
    "a breaking space inside « »": re.compile(r"« | »"),
    "a decimal point": re.compile(r"\d\.\d+\s?%"),
}


def badly_set(reading: Reading) -> list[str]:
    """French as no printer would set it. The catalogue's sentences are typeset when they are
    loaded; what a template puts beside them is looked at here."""
    if reading.language != "fr":
        return []
    french, _holed = sentences("fr")
    ours = [said.text for said in reading.said if said.ours]
    found = [
        f"{fault}: {text}"
        for text in ours
        for fault, pattern in FRENCH_FAULTS.items()
        if pattern.search(text)
    ]
    return found + [
        f"no space before a colon: {text}"
        for text in ours
        if text.endswith(":") and plain(text[:-1]) in french
    ]
