"""The pictures of the README are what the demo shows: `make pictures` takes them anew.

Without that, they are taken into var/shots like all others, and the README's are only looked at.
"""

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.conftest import PHONE, SHOTS
from tests.browser.test_pages import sign_in

README = Path("README.md")
PICTURES = Path("tests/browser/pictures")
PAGES = {
    "home": "/",
    "proposal": "/proposals/1",
    "ballot": "/votes/quel-dispositif-pour-les-biodechets/ballot",
    "result": "/votes/jugement-majoritaire-a-orsay-2007",
}
LARGEST = 150_000  # bytes


@pytest.fixture
def picture():
    """The first screen of a page, as WebP."""
    folder = PICTURES if os.environ.get("CIVIC_PICTURES") == "1" else SHOTS
    folder.mkdir(parents=True, exist_ok=True)

    def take(page, name):
        with Image.open(io.BytesIO(page.screenshot())) as screen:
            screen.convert("RGB").save(folder / f"{name}.webp", quality=82, method=6)

    return take


def test_what_the_readme_shows(visit, site, picture):
    page = visit(size=PHONE)
    sign_in(page, "member")
    page.goto("/")
    switch = page.locator("form[action*='language'] button")
    switch.click()
    try:
        for name, path in PAGES.items():
            page.goto(site.at(path))
            picture(page, name)
            assert page.locator("html").get_attribute("lang") == "en"
    finally:
        page.goto("/")
        switch.click()


def test_the_readme_s_pictures_are_there_and_small():
    named = re.findall(r'(?:src="|\]\()(tests/browser/pictures/[\w.-]+)', README.read_text())
    assert len(named) == len(set(named)) == 4
    assert set(named) == {str(path) for path in PICTURES.iterdir()}
    for path in map(Path, named):
        assert path.stat().st_size < LARGEST
        with Image.open(path) as image:
            assert image.width == PHONE["width"]
