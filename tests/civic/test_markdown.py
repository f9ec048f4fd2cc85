"""How a member's text is set."""

from html import unescape

from civic.core.markdown import render


def test_french_signs_stay_with_their_words():
    html = unescape(render("Une **idée** : oui ! « Bien » et `a : b`, it's"))
    assert "</strong>\u00a0: oui\u00a0!" in html
    assert "«\u00a0Bien\u00a0»" in html
    assert "a : b" in html
    assert "it's" in html
