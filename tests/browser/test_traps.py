"""The traps that every browser test walks over do spring."""

import pytest

from tests.browser.judges import Traps, axe, vnu

BAD_PAGE = """<!doctype html><html lang="en"><head><title>Bad</title></head><body>
<p style="color: red">Red</p><img src="http://elsewhere.example/a.png">
<img alt="" src="/missing.png"><script src="/bad.js"></script></body></html>"""
POLICY = {"Content-Security-Policy": "default-src 'self'; img-src *", "Content-Type": "text/html"}


@pytest.fixture(scope="module")
def bad_page(chromium, site):
    context = chromium.new_context(base_url=site.address)
    traps = Traps(site.address)
    traps.lay(context)
    context.route("**/bad", lambda route: route.fulfill(body=BAD_PAGE, headers=POLICY))
    context.route("**/bad.js", lambda route: route.fulfill(body="alert('Stop'); gone();"))
    context.route("http://elsewhere.example/**", lambda route: route.abort())
    page = context.new_page()
    page.goto("/bad")
    yield page, traps
    context.close()


@pytest.mark.parametrize(
    "complaint",
    [
        "third party: http://elsewhere.example/a.png",
        "404 for",
        "Content Security Policy",
        "dialog: Stop",
        "script error: gone is not defined",
    ],
)
def test_a_trap_springs(bad_page, complaint):
    _page, traps = bad_page
    assert any(complaint in said for said in traps.sprung), traps.sprung


def test_the_judges_complain(bad_page, tmp_path):
    page, _traps = bad_page
    assert any("image-alt" in violation for violation in axe(page))
    assert any("img" in said for said in vnu({"bad": BAD_PAGE}, tmp_path))
