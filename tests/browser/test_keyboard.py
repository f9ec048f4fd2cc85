"""With Tab alone: everything that can be used is reached, and is seen when it is."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_pages import sign_in

PAGES = {
    "member": (
        "/",
        "/proposals/",
        "/proposals/6",
        "/proposals/new/1",
        "/votes/quel-dispositif-pour-les-biodechets/ballot",
        "/votes/budget-participatif-2026",
        "/search?q=compost",
        "/sign-in/account",
    ),
    "facilitator": (
        "/spaces/2/members",
        "/votes/la-charte-daccueil/console",
        "/proposals/moderation",
    ),
    "administrator": ("/settings", "/members/"),
}
USABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
NUMBERED = f"""() => {{
    const all = [...document.querySelectorAll("{USABLE}")].filter(one =>
        one.checkVisibility({{checkVisibilityCSS: true}}) && !one.disabled && one.tabIndex >= 0);
    all.forEach((one, n) => one.dataset.stop = n);
    const group = one => one.type === 'radio'
        ? `${{one.form?.action}} ${{one.name}}` : one.dataset.stop;
    window.stops = new Map(all.map(one => [one.dataset.stop, group(one)]));
    return [...new Set(window.stops.values())].length;
}}"""
REACHED = """() => {
    const one = document.activeElement;
    const wearers = [one, one.closest('label'), one.parentElement].filter(Boolean);
    const shown = wearers.map(one => getComputedStyle(one)).some(
        s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
    const rects = [...one.getClientRects()].filter(r => r.width && r.height);
    const seen = rects.some(r => {
        const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
        return top && (one.contains(top) || top.contains(one)
            || top.closest('label')?.contains(one));
    });
    return {
        group: window.stops.get(one.dataset.stop) ?? null,
        said: `${one.tagName} ${one.id || one.name || one.innerText || ''}`.slice(0, 60),
        shown, seen, left: one === document.body,
    };
}"""


def walk(page) -> tuple[int, dict[str, dict]]:
    """How many stops there should be, and what was met at each."""
    expected = page.evaluate(NUMBERED)
    met: dict[str, dict] = {}
    for _ in range(expected + 40):
        page.keyboard.press("Tab")
        stop = page.evaluate(REACHED)
        if stop["left"] or (stop["group"] in met and len(met) >= expected):
            break
        if stop["group"] is not None:
            met.setdefault(stop["group"], stop)
    return expected, met


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("role", PAGES)
def test_everything_is_reached_by_tab_and_seen_when_it_is(visit, site, role, size):
    page = visit(size=size)
    sign_in(page, role)
    wrong = {}
    for path in PAGES[role]:
        page.goto(site.at(path))
        expected, met = walk(page)
        groups = set(page.evaluate("[...window.stops.values()]"))
        complaints = [
            f"not reached: {said}"
            for said in page.evaluate(
                "met => [...document.querySelectorAll('[data-stop]')].filter(one =>"
                " !met.includes(window.stops.get(one.dataset.stop))).map(one =>"
                " `${one.tagName} ${one.id || one.name || one.innerText}`.slice(0, 60))",
                sorted(met),
            )
        ]
        assert expected == len(groups) > 5
        complaints += [f"no mark of focus: {s['said']}" for s in met.values() if not s["shown"]]
        complaints += [f"covered: {s['said']}" for s in met.values() if not s["seen"]]
        if complaints:
            wrong[path] = complaints
    assert wrong == {}


HEARD = """() => {
    const live = document.querySelector('#announcements');
    window.heard = [];
    new MutationObserver(() => window.heard.push(live.textContent)).observe(live, {
        childList: true, characterData: true, subtree: true});
}"""


@pytest.mark.parametrize(
    ("address", "pressed", "says"),
    [
        ("/proposals/", "#stage-open", "proposition"),
        ("/votes/quel-nom-pour-le-square/ballot", "[id^='q1-add-']", "choix 1 sur 1"),
    ],
)
def test_what_a_key_changes_is_said_and_the_focus_is_not_lost(visit, site, address, pressed, says):
    page = visit(size=DESKTOP, language="fr")
    sign_in(page, "member")
    page.goto(site.at(address))
    page.evaluate(HEARD)
    page.locator(pressed).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("says => window.heard.some(one => one.includes(says))", arg=says)
    assert page.evaluate("document.activeElement.id").startswith(("stage-", "q1-"))
