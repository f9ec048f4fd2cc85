"""The first page that anybody sees, in both sizes, languages and lights."""

import pytest

from tests.browser.conftest import DESKTOP, NARROWEST, PHONE
from tests.browser.judges import axe, axe_in_dark, source, vnu


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_everybody_can_use_it(visit, shoot, size, language):
    page = visit("/", size=size, language=language)
    assert page.locator("html").get_attribute("lang") == language
    assert axe(page) == []
    assert axe_in_dark(page) == []
    shoot(page, f"first-page-{language}")


def test_it_fits_on_the_narrowest_screen(visit):
    page = visit("/", size=NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_is_there_without_javascript(visit):
    page = visit("/", size=PHONE, javascript=False)
    assert page.locator("h1").count() == 1


def test_its_html_is_right(visit, tmp_path):
    pages = {language: source(visit("/", language=language)) for language in ("en", "fr")}
    assert vnu(pages, tmp_path) == []
