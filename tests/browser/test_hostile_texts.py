"""What people type, read by others in a real browser: nothing of it runs, asks or covers anything.

The server is this module's own, so that no other test reads these texts.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, own_site
from tests.browser.judges import Traps
from tests.browser.test_pages import sign_in

ATTACKS = (
    "<script>alert('script')</script>",
    "<img src=x onerror=alert('img')>",
    "<svg/onload=alert('svg')>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert('mxss')>",
    "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><button id=support-button>x</button></form>",
    "<div hx-get=/spaces/ hx-trigger=load>hx</div>",
    "<div data-hx-get=/spaces/ data-hx-trigger=load>data-hx</div>",
    "<b hx-on:click=alert(1) _='on load alert(1)' class=btn style='top:0' id=support>x</b>",
    "<meta name=htmx-config content='{\"allowEval\":true}'>",
    "[a link](javascript:alert('link'))",
    "[a link](java&#115;cript:alert('entity'))",
    "[a link](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "![a picture](https://evil.example/a.png)",
    '[a title](https://example.org "onmouseover=alert(1)")',
    "`</code><script>alert('code')</script>`",
    "```html\n</pre><script>alert('pre')</script>\n```",
    "[hidden]: javascript:alert('reference')\n\n[hidden]",
    '"><script>alert("attribute")</script>',
    "'-alert('quote')-'",
    "{{ 7*7 }}${7*7}<%= 7*7 %>",
    "\u202eright to left\u2066",
)
TITLES = (
    ATTACKS[0], ATTACKS[1], '"><img src=x onerror=alert(1)>', "</title><script>alert(1)</script>",
)  # fmt: skip
SETTLED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 150)))"
"""Whatever a page does of itself it has begun by then: see the last test."""
INSIDE = ".prose :is([class], [id], [style]):not(.vh, .flow)"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with own_site(tmp_path_factory) as site:
        yield site


def send(page, path, **fields):
    """Post a form as the page would, with its token; where it led."""
    token = page.locator("input[name=csrf_token]").first.get_attribute("value")
    typed = {"csrf_token": token, **fields}
    answer = page.context.request.post(path, form=typed)
    assert answer.status < 400, (path, answer.status)
    return re.sub(r"^https?://[^/]*", "", answer.url)


@pytest.fixture(scope="module")
def texts(site, chromium):
    """Amina and Nadia type the worst they know into every field; the addresses of it."""
    whole = "\n\n".join(ATTACKS)
    hands = {}
    for role in ("member", "facilitator", "administrator"):
        hands[role] = chromium.new_context(base_url=site.address).new_page()
        sign_in(hands[role], role)
        hands[role].goto("/")
    member, facilitator = hands["member"], hands["facilitator"]
    found = []
    for title in TITLES:
        address = send(
            member, "/proposals/new/1", title=title, body=whole, language="en",
            tags="<script>alert(1)</script>, <img src=x>",
        )  # fmt: skip
        send(member, f"{address}/publish")
        send(
            member, f"{address}/edit", title=title, body=f"{whole}\n\nagain", version="1",
            language="en", tags="<script>alert(1)</script>", note=ATTACKS[1],
        )  # fmt: skip
        send(facilitator, f"{address}/answer", body=whole, stance="partly")
        send(facilitator, f"{address}/answer", body=f"{whole}\n\nagain", stance="rejected")
        found.append(address)
    draft = send(
        member, "/proposals/new/1", title=TITLES[0], body=whole, language="en", tags="<b>"
    )  # fmt: skip
    gone = found.pop()
    send(member, f"{gone}/withdraw", reason=whole[:1_000])
    space = send(
        hands["administrator"], "/spaces/new", title=TITLES[1], purpose=whole, kind="process",
        language="en", audience="internet", joining="on_request", support_threshold="0",
    )  # fmt: skip
    send(hands["administrator"], f"{space}/phases", **{"title-1": TITLES[0]})
    send(member, f"{space}/ask", words=ATTACKS[1])
    pages = [
        *found, gone, f"{found[0]}/versions", f"{found[0]}/answers", space, f"{space}/people",
        "/proposals/", "/proposals/?q=<script>alert(1)</script>", "/spaces/", "/spaces/1", "/",
        "/record", "/search?q=alert", "/demo/mail", "/proposals/?tag=<img+src=x+onerror=alert(1)>",
    ]  # fmt: skip
    own = {
        "visitor": [],
        "member": [draft, f"{found[0]}/edit", f"{draft}/discard", f"{found[1]}/withdraw"],
        "facilitator": [f"{found[0]}/answer", f"{found[0]}/decide"],
        "administrator": [f"{space}/members", f"{space}/phases", f"{space}/edit"],
    }
    for page in hands.values():
        page.context.close()
    return pages, own


@pytest.mark.parametrize("role", ["visitor", "member", "facilitator", "administrator"])
def test_nothing_that_was_typed_runs_or_asks(visit, texts, role):
    """No dialog, no script, no breach of the policy, no request to anybody: see the traps."""
    pages, own_pages = texts
    page = visit(size=PHONE if role == "member" else DESKTOP)
    if role != "visitor":
        sign_in(page, role)
    asked = []
    page.on("request", lambda request: asked.append((request.resource_type, request.url)))
    for path in [*pages, *own_pages[role]]:
        page.goto(path)
        page.evaluate(SETTLED)
        assert page.locator("#support").count() <= 1, path
        assert page.locator("meta[name=htmx-config]").count() == 1, path
        assert page.locator("base, iframe, object, embed, main style, main script").count() == 0
        assert page.locator(INSIDE).count() == 0, path
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    own = "/sign-in/passkey/options"  # the door asks for a challenge by itself
    silent = [url for kind, url in asked if kind in ("xhr", "fetch") and not url.endswith(own)]
    assert silent == [], "hx-* in a text sends nothing"


def test_what_was_typed_is_shown_as_it_was_typed(visit, texts):
    pages, _own = texts
    page = visit(pages[0])
    said = page.locator("article").inner_text()
    assert "<div hx-get=/spaces/ hx-trigger=load>hx</div>" in said
    assert page.locator("h1").inner_text() == TITLES[0]
    links = page.locator(".prose a").evaluate_all("all => all.map(a => [a.protocol, a.rel])")
    assert {protocol for protocol, _rel in links} <= {"https:", "http:", "mailto:"}
    assert all("nofollow" in rel and "noopener" in rel for _protocol, rel in links)


def test_a_preview_is_as_harmless(visit, texts):
    page = visit()
    sign_in(page, "member")
    page.goto("/proposals/new/1")
    page.fill("#title", TITLES[0])
    page.fill("#body", "\n\n".join(ATTACKS))
    page.locator("button[name=preview]").click()
    expect(page.locator("#h-preview")).to_be_visible()
    page.evaluate(SETTLED)
    assert page.locator(INSIDE).count() == 0


def test_what_would_run_is_noticed_in_time(chromium, site):
    """Where the texts stand as they were typed and no policy forbids it."""
    context = chromium.new_context(base_url=site.address)
    traps = Traps(site.address)
    traps.lay(context)
    page = context.new_page()
    page.goto("/")
    htmx = page.locator("script[src*=htmx]").get_attribute("src")
    typed = "".join(ATTACKS[number] for number in (1, 8))
    html = f"<!doctype html><script src={htmx} defer></script><title>x</title>{typed}"
    context.route("**/as-typed", lambda route: route.fulfill(body=html, content_type="text/html"))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/as-typed")
    page.evaluate(SETTLED)
    assert f"{site.address}/spaces/" in asked
    assert "dialog: img" in traps.sprung
    context.close()
