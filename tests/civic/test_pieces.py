"""What a process remembers of pages has its bounds, and holds all that it depends on."""

from pathlib import Path

import pytest
from jinja2 import DictLoader
from markupsafe import Markup

from civic.core import assets
from civic.core.pieces import GAP, Kept, Pieces

ASKED = '{% macro piece(name) %}<p>{{ icon("plus") }}{{ name }}{{ csrf_token() }}</p>{% endmacro %}'


def test_no_more_bytes_are_kept_than_may_be():
    kept = Kept(most=100_000)
    for number in range(1_000):
        kept.put(("line", number), "x" * 1_000)
    assert 30 < sum(kept.get(("line", number)) is not None for number in range(1_000)) < 66
    kept.put("long", "x" * 60_000)
    assert kept.get("long") is None


def test_the_texts_it_was_made_of_count_too():
    kept = Kept(most=100_000)
    kept.put(("line", ("x" * 60_000,)), "short")
    assert kept.get(("line", ("x" * 60_000,))) is None


def test_what_is_asked_for_again_is_kept():
    kept = Kept(most=100_000)
    kept.put("often", "read")
    for number in range(1_000):
        kept.put(number, "x" * 1_000)
        assert kept.get("often") == "read"


@pytest.fixture
def made(program):
    """Pieces of an app, whose templates are told."""

    def make(**templates: str) -> Pieces:
        overlay = program.jinja_env.overlay(
            loader=DictLoader({f"{name}.html": source for name, source in templates.items()})
        )
        pieces = Pieces(program, (assets.here,), ())
        pieces._templates = overlay
        return pieces

    return make


@pytest.mark.parametrize("name", ["actor", "request", "can", "g", "standing"])
def test_a_piece_that_asks_who_reads_it_is_an_error(program, made, name):
    piece = made(line=ASKED.replace("{{ name }}", f"{{{{ {name} }}}}")).here()["piece"]
    with program.test_request_context("/"), pytest.raises(LookupError, match=name):
        piece("line.html")


def test_a_piece_is_made_once_for_what_it_is_told(program, made):
    piece = made(line=ASKED).here()["piece"]
    with program.test_request_context("/"):
        ada, ben = piece("line.html")("Ada & Co"), piece("line.html")("Ben")
        assert "Ada &amp; Co" in ada
        assert piece("line.html")("Ada & Co") == ada != ben
        assert GAP not in ada
        assert type(ada) is Markup


def test_no_piece_is_told_html_which_looks_like_the_same_text(program, made):
    piece = made(line=ASKED).here()["piece"]
    with program.test_request_context("/"):
        with pytest.raises(TypeError, match="never HTML"):
            piece("line.html")(Markup("<b>Ada</b>"))
        assert "&lt;b&gt;Ada" in piece("line.html")("<b>Ada</b>")


def test_all_pieces_of_the_house_can_be_made(program):
    names = [
        str(path.relative_to("templates"))
        for path in Path("templates").rglob("*.html")
        if "{% macro piece(" in path.read_text()
    ]
    assert len(names) >= 5
    with program.test_request_context("/"):
        context: dict = {}
        program.update_template_context(context)
        for name in names:
            assert context["piece"](name), name
