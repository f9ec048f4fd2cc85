"""The short ways by which templates run give what Jinja's own give."""

from enum import StrEnum

import pytest
from flask_babel import lazy_gettext
from jinja2 import Environment
from jinja2.meta import find_undeclared_variables
from markupsafe import Markup, escape

from civic.core.templates import ASKED, COMPONENTS, Templates, shown


class Word(StrEnum):
    SHARP = "<b>"


class Drawn:
    def __html__(self) -> str:
        return "<svg/>"


@pytest.mark.parametrize(
    "value",
    ["", "a & b", "<script>\"'", Markup("<b>"), 7, -1, True, 1.5, None, Word.SHARP, Drawn()],
)
def test_what_is_shown_is_escaped_as_ever(value):
    assert str(shown(value)) == str(escape(value))


def test_so_is_a_sentence_that_waits_for_its_language(program):
    with program.test_request_context("/"):
        assert shown(lazy_gettext("Yes & no")) == escape(lazy_gettext("Yes & no"))


PAGE = """{% macro said(text, kind="x") %}<i class="{{ kind }}">{{ text }}</i>
{{ caller() if caller }}{% endmacro %}
{% for one in texts %}{{ said(one) }}{% call said(one, kind="y") %}{{ one }}{% endcall %}
{{ one.upper() }}{{ one|length }}{{ "%s"|format(one) }}{{ fill("<u>%s</u>", one) }}{% endfor %}
{{ missing }}{{ texts|join(", ") }}"""


@pytest.mark.parametrize("autoescape", [True, False])
def test_a_template_says_what_it_says_to_jinja(program, autoescape):
    usual, ours = Environment(autoescape=autoescape), Templates(program)
    ours.autoescape = autoescape
    known = {"texts": ["<a>", Markup("<b>")], "fill": lambda form, text: Markup(form) % text}
    written = ours.from_string(PAGE).render(known)
    assert written == usual.from_string(PAGE).render(known)
    assert ('<i class="x">&lt;a&gt;' in written) is autoescape


def test_components_ask_for_nothing_that_differs_between_readers(program):
    """They are made once for many pages."""
    templates = program.jinja_env.overlay()
    templates.globals = {}
    source = templates.loader.get_source(templates, COMPONENTS)[0]
    told = {"told"}  # set where it is read
    assert find_undeclared_variables(templates.parse(source)) - told == set(ASKED)


def test_components_speak_the_language_of_each_page(browser):
    ada = {language: browser("Ada", language=language) for language in ("en", "fr")}
    for language, said in 2 * [("en", "<h2>No proposal yet"), ("fr", "<h2>Pas encore")]:
        assert said in ada[language].get("/proposals/").text


def test_components_are_made_once_for_a_language(browser, app):
    """Whoever asks: nothing of a request is kept with them."""

    def made_for(*names):
        for name in names:
            for language in ("en", "fr"):
                browser(name, language=language).get("/proposals/")
        return set(app.jinja_env.made)

    assert made_for("Ada") == made_for("Ada", "Ben")
