"""What stands in a template works without JavaScript, under a strict policy, in two languages."""

import re
from pathlib import Path

import pytest

from tests.tools.template_lint import problems

PAGES = sorted(Path("templates").rglob("*.html"))
TEXTS = sorted(Path("templates").rglob("*.txt"))
PYTHON = [path for name in ("civic", "proposals", "voting") for path in Path(name).rglob("*.py")]
SOURCES = [*PAGES, *PYTHON, *Path("static").glob("*.js"), Path("static/deeds.svg")]


@pytest.mark.parametrize("path", [*PAGES, *TEXTS], ids=str)
def test_a_template_keeps_to_the_house(path):
    assert problems(path.read_text(), is_html=path.suffix == ".html") == []


SENTENCE = re.compile(r"""\s*(["']).*\1[,)]?""")
"""Alone on its line: a sentence is not broken, however long it is."""


def test_a_template_is_read_line_by_line():
    long = [
        f"{path}:{number}"
        for path in PAGES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 120 and not SENTENCE.fullmatch(line)
    ]
    assert long == []


def test_a_template_fits_in_the_head():
    sizes = {str(path): len(path.read_text().splitlines()) for path in PAGES}
    assert {path: size for path, size in sizes.items() if size > 160} == {}


@pytest.mark.parametrize("path", [p for p in PAGES if p.name.startswith("_")], ids=str)
def test_a_fragment_says_what_it_needs(path):
    assert "Needs:" in path.read_text().partition("#}")[0]


def test_the_deeds_that_the_stylesheet_draws_look_as_their_icons_do():
    sprite = Path("static/icons.svg").read_text()
    drawn = re.findall(r'<g id="([a-z0-9-]+)"[^>]*>(.*)</g>', Path("static/deeds.svg").read_text())
    assert len(drawn) == 5
    for name, lines in drawn:
        assert re.search(rf'<symbol id="{name}"[^>]*>{re.escape(lines)}</symbol>', sprite), name


PUT_BY_HTMX = {"htmx-request"}


def test_every_class_of_the_stylesheet_stands_somewhere():
    """In any word of our sources; a number at its end is put there by a template: ``k{{ i }}``."""
    style = re.sub(r"/\*.*?\*/|url\(.*?\)", "", Path("static/style.css").read_text(), flags=re.S)
    selectors = " ".join(re.findall(r"([^{}]+)\{", style))
    classes = set(re.findall(r"\.(-?[a-z_][\w-]*)", selectors, re.IGNORECASE)) - PUT_BY_HTMX
    sources = "\n".join(path.read_text() for path in SOURCES)
    words = set(re.findall(r"[\w-]+", sources))
    used = {name for name in classes if name in words}
    numbered = {name for name in classes if f"{name.rstrip('0123456789')}{{{{" in sources}
    assert len(classes) > 100
    assert sorted(classes - used - numbered) == []


def test_what_is_seen_and_what_is_heard_have_one_order():
    assert not re.search(r"-reverse\b|[;{]order:", Path("static/style.css").read_text())


def test_every_icon_is_drawn_somewhere():
    icons = set(re.findall(r'<symbol id="([^"]+)"', Path("static/icons.svg").read_text()))
    named = {
        name for path in SOURCES for name in re.findall(r"[\"']([\w-]+)[\"']", path.read_text())
    }
    assert sorted(icons - named) == []


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<p>Hello there</p>", "not translated"),
        ("<p>{{ name }} wrote this</p>", "not translated"),
        ('<p>{{ "Closed" if over }}</p>', "not translated"),
        ('{{ button("Save the draft") }}', "not translated"),
        ('<img src="a.png" alt="A tree">', "not translated"),
        ('<p style="color: red"></p>', "style="),
        ("<style>p {}</style>", "<style>"),
        ('<a href="/" onclick="go()"></a>', "onclick="),
        ("<script>go()</script>", "without src"),
        ('<a href="javascript:go()"></a>', "runs code"),
        ('<a href="/" hx-get="/"></a>', "data-hx-*"),
        ('<div data-hx-get="/more"></div>', "no link"),
        ('<button data-hx-post="/support"></button>', "no form"),
        ("{{ text|safe }}", "|safe"),
        ("{% autoescape false %}{{ text }}{% endautoescape %}", "autoescape"),
        ('<form method="post"><button></button></form>', "no csrf token"),
        ('<form method="{{ x }}post"></form><form method="post"></form>', "no csrf token"),
        ("<img src='a.png'>", "without alt"),
        ('<p>{{ ui.deed("/x", _("Do it")) }}</p>', "inside <p>"),
        ('<p><form method="get"></form></p>', "inside <p>"),
        ("<time>{{ at|moment }}</time>", "without datetime"),
    ],
)
def test_the_lint_sees(source, complaint):
    assert any(complaint in said for said in problems(source)), problems(source)


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% trans %}Hello there{% endtrans %} {{ _('You') }}</p>",
        "{% trans n=3 %}One reply{% pluralize %}{{ n }} replies{% endtrans %}",
        "<p>{# Hello there #} 12 · PDF</p>",
        '<p class="card {% if over %}card-over{% endif %}">{{ "card" if over == "Yes" }}</p>',
        '<form method="post"><input type="hidden" value="{{ csrf_token() }}"></form>',
        '<form method="post">{{ forms.csrf() }}<button data-hx-post="/x"></button></form>',
        '<form method="get"><input name="q" placeholder="{{ _("Search") }}"></form>',
        '<img src="a.png" alt="">',
        '<a href="/2" data-hx-get="/2">{{ _("More") }}</a>',
    ],
)
def test_the_lint_lets_pass(source):
    assert problems(source) == []
