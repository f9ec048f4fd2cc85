"""How a template is broken into lines changes nothing of what its page shows."""

import pytest
from jinja2 import DictLoader, Environment

from civic.core.lines import Lines

TOLD = {"name": "Ada", "on": True, "many": ["a", "b"]}


def read(source, name="page.html"):
    known = DictLoader({name: source})
    templates = Environment(
        loader=known, extensions=[Lines], trim_blocks=True, lstrip_blocks=True, autoescape=True
    )
    return templates.get_template(name).render(TOLD)


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("<ul>\n  <li>\n    {{ name }}\n  </li>\n</ul>", "<ul><li>Ada</li></ul>"),
        ("<b>\n  {{ name }}\n</b>", "<b>Ada</b>"),
        ("<b>{{ name }}</b>\n  <i>{{ name }}</i>", "<b>Ada</b> <i>Ada</i>"),
        ("{{ name }}\n\n  {{ name }}", "Ada Ada"),
        ("{{ name }},\n  at last", "Ada, at last"),
        ("<b>{{ name }}</b> <i> {{ name }}</i>", "<b>Ada</b> <i> Ada</i>"),
        ("{{ name }}\n<p>{{ name }}</p>\n{{ name }}", "Ada<p>Ada</p>Ada"),
        ('<a\n  href="/{{ name }}"\n  rel="next">', '<a href="/Ada" rel="next">'),
        ('<a href="/"\n  {%- if on %} rel="next"{% endif %}>', '<a href="/" rel="next">'),
        ('<a{% if on %} id="a"{% endif %}\n  rel="next">', '<a id="a" rel="next">'),
        ("<i>\n  {% if on %}\n    {{ name }}\n  {%- endif %}\n</i>", "<i>Ada</i>"),
        ("<i></i>\n{%- if on %}\n  <b></b>\n{%- endif %}\n<i></i>", "<i></i><b></b><i></i>"),
        ("{% for one in many %}\n  <li>{{ one }}</li>\n{% endfor %}", "<li>a</li><li>b</li>"),
        ("{{ name -}}\n<span>a</span>", "Ada<span>a</span>"),
        ('<br>\n<img src="a" alt="">\n{{ name }}', '<br><img src="a" alt=""> Ada'),
    ],
)
def test_a_line_break_is_what_a_browser_would_show_of_it(written, served):
    assert read(written) == served


def test_a_mail_keeps_its_lines():
    assert read("Hello\n\n  {{ name }}\n", "mail.txt") == "Hello\n\n  Ada"
