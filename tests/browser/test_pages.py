"""Rich pages, and those of which there are many: nobody is kept out, and their HTML is right."""

import re

import pytest

from civic.config import DEMO_ACCOUNTS, DEMO_PASSWORD
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE
from tests.browser.judges import axe, axe_in_dark, source, vnu

OPEN = "/votes/quel-dispositif-pour-les-biodechets"
PASSED_ON = "/votes/interdire-les-pesticides-au-jardin"
PAGES = (
    "/proposals/1", "/proposals/1/versions", "/proposals/6",
    "/proposals/1/summaries", "/proposals/1/comments?root=4", "/proposals/moderation",
    *(f"/votes/{id}" for id in range(1, 15)),
    *(f"/votes/{id}/count/q1/2" for id in range(1, 5)),
    f"{OPEN}/ballot", "/votes/quand-faire-la-fete-de-quartier/ballot",
    "/votes/qui-nous-represente-au-conseil/ballot", "/votes/budget-du-jardin/ballot",
    f"{PASSED_ON}/ballot", PASSED_ON, f"{PASSED_ON}/pass-on?words=ma", f"{PASSED_ON}/pass-on?to=2",
    "/votes/assemblee-generale-du-jardin/minutes", "/spaces/1", "/search?q=jardin", "/mine",
)  # fmt: skip
"""Besides those that tests/browser/test_crawl.py opens."""
FACILITATION = (
    "/proposals/6/summary", "/proposals/1/comments/4/remove",
    "/votes/new/1-quartier-san-antonio-vivre-ensemble",
    "/votes/new/1-quartier-san-antonio-vivre-ensemble/from",
    "/spaces/1/phases", "/spaces/1/members", f"{PASSED_ON}/console",
    "/votes/jugement-majoritaire-a-orsay-2007/console",
    *(f"{OPEN}/{deed}" for deed in ("console", "close", "cancel")),
    *(
        f"/votes/la-place-du-marche/edit{step}"
        for step in (
            "", "/subject", "/questions", "/question/2", "/question/2/rule",
            "/question/2/find?outcome=one&matters=broad", "/question/2/rule/majority-judgment",
            "/voters", "/secrecy", "/schedule",
        )
    ),
)  # fmt: skip
ADDRESSES = dict(DEMO_ACCOUNTS)


def sign_in(page, role: str) -> None:
    """Send what the door's form sends, without opening a page."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.request.get("/sign-in/").text())
    typed = {"csrf_token": token[1], "email": ADDRESSES[role], "password": DEMO_PASSWORD}
    answer = page.request.post("/sign-in/password", form=typed, max_redirects=0)
    assert answer.status in (302, 303)


def come_in(page, role: str) -> None:
    """By hand at the door, wherever it leads: until one is there, or going elsewhere would break
    the sign-in off."""
    page.locator("details", has=page.locator("#p-email")).locator("summary").click()
    page.fill("#p-email", ADDRESSES[role])
    page.fill("#password", DEMO_PASSWORD)
    with page.expect_navigation():
        page.locator("form", has=page.locator("#p-email")).locator("button").click()


@pytest.mark.parametrize(
    ("role", "pages"), [("member", PAGES), ("facilitator", FACILITATION)], ids=["member", "facil"]
)
def test_nobody_is_kept_out_and_the_html_is_right(visit, site, shoot, tmp_path, role, pages):
    page = visit(size=PHONE)
    sign_in(page, role)
    found, sources = {}, {}
    for path in pages:
        name = path.strip("/").replace("/", "-").partition("?")[0] or "home"
        assert page.goto(site.at(path)).ok, path
        if complaints := barriers(page, look=lambda name=name: shoot(page, name)):
            found[path] = complaints
        sources[name] = source(page)
    assert found == {}
    assert vnu(sources, tmp_path) == []


def test_letters_twice_as_large_on_a_telephone_need_no_scrolling_sideways(visit, site):
    """They leave it half its width."""
    page = visit(size={"width": PHONE["width"] // 2, "height": PHONE["height"] // 2}, language="fr")
    sign_in(page, "member")
    for path in ("/", "/proposals/", "/votes/quel-nom-pour-le-square/ballot", "/votes/decisions"):
        page.goto(site.at(path))
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def barriers(page, look=lambda: None) -> list[str]:
    """At a wide screen, on the narrowest and on a telephone, by day and by night."""
    found = []
    for size in (DESKTOP, NARROWEST, PHONE):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            found.append(f"scrolls sideways at {size['width']}")
        if size is not NARROWEST:
            found += axe(page)
            look()
    return found + axe_in_dark(page)


def test_the_demos_record_goes_back_day_by_day(visit):
    days = visit("/record").locator("main time").evaluate_all("all => all.map(it => it.dateTime)")
    assert len(days) > 20
    assert days == sorted(days, reverse=True)
