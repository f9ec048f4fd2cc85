"""Reads a template as HTML with holes, and says what the house does not allow in it.

Jinja's own lexer takes the template apart: what stands between its marks becomes a hole that
remembers its code, translated blocks and comments fall out, and what is left is read as HTML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from jinja2 import Environment, nodes

ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
NAMES = {"Civic", "Markdown", "PDF", "CSV", "JSON", "Atom", "ICS", "Pabulib", "SHA-256", "GitHub"}
"""What is called the same in every language."""

HOLE = re.compile("\ue000([0-9]+)\ue001")
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"^[A-ZÀ-Þ][a-zà-ÿ]+")
SPOKEN = {"alt", "title", "placeholder", "label", "summary", "aria-label"}
SPOKEN |= {"aria-description", "aria-roledescription", "aria-valuetext", "data-confirm"}
NOT_SPOKEN = {"script", "style", "code", "pre"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
ASKS = re.compile(r"data-hx-(get|post|put|patch|delete)$")
RUNS_CODE = re.compile(r"^\s*(javascript|vbscript|js):", re.IGNORECASE)
NEEDS = {"script": "src", "img": "alt", "time": "datetime", "html": "lang"}
FORM = "ui.deed("
"""What makes a form of one button."""
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext", "worded"}


@dataclass
class Flat:
    """HTML with holes, and the code that stood in each hole."""

    html: str = ""
    holes: list[str] = field(default_factory=list)

    def holes_of(self, text: str) -> list[str]:
        return [self.holes[int(number)] for number in HOLE.findall(text)]


def flatten(source: str) -> Flat:
    flat, translated, code = Flat(), False, ""
    inside = ""
    for _line, kind, value in ENVIRONMENT.lex(source):
        if kind in ("variable_begin", "block_begin"):
            inside, code = kind, ""
        elif kind in ("variable_end", "block_end"):
            word = code.split()[0] if code.split() else ""
            if inside == "block_begin" and word in ("trans", "endtrans"):
                translated = word == "trans"
            elif inside == "variable_begin" and not translated:
                flat.html += f"\ue000{len(flat.holes)}\ue001"
                flat.holes.append(code)
            inside = ""
        elif inside:
            code += value
        elif kind == "data" and not translated:
            flat.html += value
    return flat


class Reader(HTMLParser):
    """Collects what is wrong, as sentences with the line of the flattened page."""

    def __init__(self, flat: Flat) -> None:
        super().__init__(convert_charrefs=True)
        self.flat = flat
        self.wrong: list[str] = []
        self.open: list[str] = []
        self.unguarded: str | None = None  # a posting form in which no token was seen yet
        self.feed(flat.html)
        self.close()
        self._end_form()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            self._attribute(tag, name, value)
        self._element(tag, given)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._end_form()
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if any("csrf" in code for code in self.flat.holes_of(data)):
            self.unguarded = None
        if "p" in self.open and any(FORM in code for code in self.flat.holes_of(data)):
            self._say("a form inside <p>, which ends there")
        if {"script", "style"} & set(self.open) and data.strip():
            self._say(f"code inside <{self.open[-1]}>")
        elif not NOT_SPOKEN & set(self.open):
            self._words(data)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name == "style" or name.startswith("on"):
            self._say(f"{name}= on <{tag}>: the policy blocks it")
        if name.startswith("hx-") or name.startswith(("data-hx-on", "data-hx-vars")):
            self._say(f"{name}= on <{tag}>: write data-hx-*, without code")
        if RUNS_CODE.search(value):
            self._say(f"{name}={value!r} on <{tag}> runs code")
        if name == "data-hx-trigger" and "[" in HOLE.sub("", value):
            self._say("a filter in data-hx-trigger is code")
        if name in SPOKEN:
            self._words(value)
        if any("csrf" in code for code in self.flat.holes_of(value)):
            self.unguarded = None

    def _element(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style":
            self._say("<style>: the stylesheet is one file")
        if tag in NEEDS and NEEDS[tag] not in given:
            self._say(f"<{tag}> without {NEEDS[tag]}")
        if tag == "form":
            if "p" in self.open:
                self._say("a form inside <p>, which ends there")
            self._end_form()
            posts = given.get("method", "get").lower() == "post"
            self.unguarded = given.get("action", "the page itself") if posts else None
        self._without_javascript(tag, given)

    def _without_javascript(self, tag: str, given: dict[str, str]) -> None:
        asks = {match[1] for name in given if (match := ASKS.match(name))}
        works = tag == "form" or "form" in self.open or {"form", "formaction"} & set(given)
        if asks - {"get"} and not works:
            self._say(f"<{tag}> changes something by data-hx-* and stands in no form")
        if "get" in asks and not works and "href" not in given:
            self._say(f"<{tag}> asks by data-hx-get and is no link: nothing without JavaScript")

    def _end_form(self) -> None:
        if self.unguarded is not None:
            self._say(f"the form that posts to {HOLE.sub('…', self.unguarded)} has no csrf token")
        self.unguarded = None

    def _words(self, text: str) -> None:
        left = HOLE.sub(" ", text)
        for name in NAMES:
            left = left.replace(name, "")
        if WORD.search(left):
            self._say(f"not translated: {' '.join(left.split())[:60]!r}")

    def _say(self, what: str) -> None:
        self.wrong.append(what)


def untranslated_constants(tree: nodes.Template) -> Iterator[str]:
    """``{{ "Save" }}``, ``{{ button("Save") }}`` and ``{% set title = "Save" %}``."""
    inside = {id(node) for call in tree.find_all(nodes.Call) if is_gettext(call)
              for node in call.find_all(nodes.Const)}  # fmt: skip
    inside |= {id(node) for test in tree.find_all((nodes.Compare, nodes.Getitem, nodes.Test))
               for node in test.find_all(nodes.Const)}  # fmt: skip
    for constant in tree.find_all(nodes.Const):
        said = constant.value if isinstance(constant.value, str) else ""
        if id(constant) not in inside and SENTENCE.match(said) and said not in NAMES:
            yield f"line {constant.lineno}: not translated: {said[:60]!r}"


def is_gettext(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name in GETTEXT


def unescaped(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(nodes.Filter):
        if node.name == "safe":
            yield f"line {node.lineno}: |safe"
    for switch in tree.find_all(nodes.EvalContextModifier):
        yield f"line {switch.lineno}: autoescape is switched"


def problems(source: str, *, is_html: bool = True) -> list[str]:
    tree = ENVIRONMENT.parse(source)
    found = [*unescaped(tree), *untranslated_constants(tree)]
    flat = flatten(source)
    if is_html:
        return found + Reader(flat).wrong
    return found + Reader(Flat(html_of_text(flat.html), flat.holes)).wrong


def html_of_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
