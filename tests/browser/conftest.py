"""A real browser at a real server. `visit()` opens a page; its traps are looked at afterwards.

def test_the_door(visit, site):
    page = visit("/sign-in/", size=PHONE, language="fr", javascript=False)
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.judges import Traps
from tests.browser.site import Site, seeded, serving

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
NARROWEST = {"width": 320, "height": 640}
SHOTS = Path("var/shots")
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
expect.set_options(timeout=15_000)  # milliseconds: as long as a busy machine takes

Visit = Callable[..., Page]


@contextmanager
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the demo community, which is seeded once for all of them."""
    everybodys = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        everybodys = everybodys.parent
    with serving(seeded(everybodys), tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Each worker's own server."""
    with own_site(tmp_path_factory) as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    names = ("chromium", "google-chrome", "chromium-browser", MAC)
    found = os.environ.get("CIVIC_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium here: make test installs it"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, *as_root])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Visit]:
    """Open a page in a browser of its own: cookies are shared with nobody. Without a path nothing
    is loaded yet."""
    traps = Traps(site.address)
    contexts = []

    def open_page(
        path: str = "",
        *,
        size: dict[str, int] = DESKTOP,
        javascript: bool = True,
        dark: bool = False,
        language: str = "en",
    ) -> Page:
        context = chromium.new_context(
            base_url=site.address,
            viewport=size,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale=language,
            reduced_motion="reduce",
        )
        contexts.append(context)
        traps.lay(context)
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert traps.sprung == []


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """Keep a picture of the whole page in var/shots, for our eyes: with CIVIC_PICTURES=1 only,
    since taking one costs more than opening the page."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("CIVIC_PICTURES") != "1":
            return
        SHOTS.mkdir(parents=True, exist_ok=True)
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)

    return take
