"""Every kind of page that can be reached from home, as each role, in both languages."""

import re
from collections import defaultdict
from collections.abc import Collection
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest

from tests.browser.conftest import PHONE
from tests.browser.judges import vnu
from tests.browser.reading import Reading, badly_set, in_the_wrong_language
from tests.browser.test_pages import barriers, sign_in

ROLES = ("member", "facilitator", "administrator", "visitor")
EXPECTED = (
    "/", "/proposals/", "/votes/", "/votes/decisions", "/spaces/", "/record", "/sign-in/account",
    "/my-data/", "/my-data/leave", "/legal/privacy", "/proposals/moderation",
)  # fmt: skip
"""Reached from home, so that test_pages.py need not open them again."""
OF_A_KIND = 2
"""So many pages of each kind are read: an address with its numbers and words left out."""
HEAVIEST = 60_000  # bytes of HTML


def kind_of(path: str) -> str:
    """``/votes/12-the-lawn/ballot?for=3`` -> ``/votes/N/ballot?for``."""
    parts = urlsplit(path)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    plain = re.sub(r"/\d+(-[^/]*)?(?=/|$)", "/N", parts.path)
    plain = re.sub(r"/(feeds|unsubscribe|invitations)/[^/]{20,}", r"/\1/X", plain)
    return plain + ("?" + "&".join(names) if names else "")


def adds_up(kind: str, known: Collection[str]) -> bool:
    """Filters that are known one by one: together they show nothing that each does not."""
    path, _, names = kind.partition("?")
    return "&" in names and all(f"{path}?{name}" in known for name in names.split("&"))


def enter(page, role: str, language: str) -> None:
    """Signed in, and the page's language chosen by the button that is there for it."""
    if role != "visitor":
        sign_in(page, role)
    page.goto("/")
    speak(page, language)


def speak(page, language: str) -> None:
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"form[action='/language'] button[value='{language}']").click()
    assert page.locator("html").get_attribute("lang") == language


def crawl(page, language: str) -> tuple[dict[str, str], dict[str, str], dict[str, list[str]]]:
    """From home on, by every link: of each kind one address and its HTML; complaints by address."""
    kinds, sources, complaints = {}, {}, defaultdict(list)
    seen, waiting, taken = set(), ["/"], defaultdict(int)
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if path in seen or taken[kind] >= OF_A_KIND:
            continue
        seen.add(path)
        taken[kind] += 1
        answer = page.request.get(path)
        if answer.status != 200:
            complaints[path].append(f"answers {answer.status}")
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        kinds.setdefault(kind, path)
        html = answer.text()
        sources.setdefault(kind, html)
        reading = Reading(html)
        complaints[path] += judge(reading, language, len(html.encode()))
        waiting += [
            link.partition("#")[0]
            for link in (urljoin(path, href) for href in reading.links)
            if link.startswith("/") and not link.startswith("//") and link.partition("#")[0]
        ]
    return kinds, sources, {path: said for path, said in complaints.items() if said}


def judge(reading: Reading, language: str, weight: int) -> list[str]:
    found = [f"in another language: {text}" for text in in_the_wrong_language(reading)]
    found += badly_set(reading)
    if reading.language != language:
        found.append(f"lang={reading.language}")
    if reading.headings != 1:
        found.append(f"{reading.headings} h1")
    if weight > HEAVIEST:
        found.append(f"weighs {weight:,} bytes")
    return found


def test_every_link_leads_to_a_french_page_and_nobody_is_kept_out_of_its_kind(visit, tmp_path):
    """Who reaches a kind of page first shows it to the judges."""
    known, wrong, found, sources = {}, {}, {}, {}
    for role in ROLES:
        page = visit(language="fr", size=PHONE)
        enter(page, role, "fr")
        kinds, htmls, complaints = crawl(page, "fr")
        assert len(kinds) > 10
        wrong |= {f"{role} {path}": said for path, said in complaints.items()}
        for kind, path in kinds.items():
            known.setdefault(kind, (page, path))
        sources = htmls | sources
    assert wrong == {}
    assert set(EXPECTED) - {path for _page, path in known.values()} == set()
    for kind, (page, path) in known.items():
        if not adds_up(kind, known):
            page.goto(path)
            if complaints := barriers(page):
                found[path] = complaints
    assert found == {}
    files = {
        f"{n}-{re.sub('[^a-zA-Z]+', '-', kind)}": sources[kind] for n, kind in enumerate(sources)
    }
    assert vnu(files, tmp_path) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_to_an_english_page(visit, role):
    page = visit(language="fr")
    enter(page, role, "en")
    try:
        kinds, _sources, complaints = crawl(page, "en")
    finally:
        page.goto("/")
        speak(page, "fr")  # as the demo's people do
    assert len(kinds) > 10
    assert complaints == {}
