"""Every kind of page that can be reached from home, as each role, in both languages."""

import re
from collections import defaultdict
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest

from tests.browser.conftest import PHONE
from tests.browser.judges import source, vnu
from tests.browser.reading import Reading, badly_set, in_the_wrong_language
from tests.browser.test_pages import barriers, sign_in

ROLES = ("visitor", "member", "facilitator", "administrator")
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


def crawl(page, language: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """From home on, by every link: one address of each kind, and complaints by address."""
    kinds, complaints = {}, defaultdict(list)
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
        reading = Reading(html)
        complaints[path] += judge(reading, language, len(html.encode()))
        waiting += [
            link.partition("#")[0]
            for link in (urljoin(path, href) for href in reading.links)
            if link.startswith("/") and not link.startswith("//") and link.partition("#")[0]
        ]
    return kinds, {path: said for path, said in complaints.items() if said}


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


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_to_a_page_in_the_readers_language(visit, role):
    page = visit("/", language="fr")
    enter(page, role, "fr")
    found = {}
    for language in ("en", "fr"):
        speak(page, language)
        kinds, complaints = crawl(page, language)
        assert len(kinds) > 10
        found |= {f"{language} {path}": said for path, said in complaints.items()}
    assert found == {}


@pytest.fixture
def kinds(visit):
    """One address of each kind of page, and who reaches it first."""
    known: dict[str, tuple[object, str]] = {}
    for role in ("member", "facilitator", "administrator", "visitor"):
        page = visit("/", language="fr", size=PHONE)
        enter(page, role, "fr")
        for kind, path in crawl(page, "fr")[0].items():
            known.setdefault(kind, (page, path))
    return known


def test_nobody_is_kept_out_of_any_kind_of_page(kinds, tmp_path):
    found, sources = {}, {}
    for number, (kind, (page, path)) in enumerate(kinds.items()):
        page.goto(path)
        complaints = barriers(page)
        sources[f"{number}-{re.sub('[^a-zA-Z]+', '-', kind)}"] = source(page)
        if complaints:
            found[path] = complaints
    assert found == {}
    assert vnu(sources, tmp_path) == []
