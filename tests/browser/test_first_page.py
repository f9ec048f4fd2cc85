"""The first page that anybody sees, in all sizes, both languages and both lights."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.judges import source, vnu
from tests.browser.test_pages import barriers


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everybody_can_use_it_and_its_html_is_right(visit, shoot, tmp_path, language):
    page = visit("/", language=language)
    assert page.locator("html").get_attribute("lang") == language
    assert barriers(page, look=lambda: shoot(page, f"first-page-{language}")) == []
    assert vnu({"first-page": source(page)}, tmp_path) == []


def test_it_is_there_without_javascript(visit):
    page = visit("/", size=PHONE, javascript=False)
    assert page.locator("h1").count() == 1
