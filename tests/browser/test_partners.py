"""Two organisations, each with a certified provider: connected by two administrators with the
pages' help alone; their people come in with and without JavaScript, propose and vote with the
rights that their claims give, and sign out there, too."""

import json
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, own_site
from tests.browser.judges import axe, source, vnu
from tests.browser.site import Site
from tests.browser.test_pages import sign_in

SECRET = "a secret of the test only"
SCRIPT = Path("tests/tools/provider.mjs")
SPACE, VOTE = "/spaces/1", "/votes/la-place-du-marche"
"""Of the demo: where the choir's people take part, and a vote that is prepared there."""
RULES = (
    {"claim": "email_verified", "value": "true", "decides": "role",
     "space": "Quartier San Antonio : vivre ensemble"},
    {"claim": "groups", "value": "singers", "decides": "vote"},
)  # fmt: skip
FIRST = 3
"""The number of the first connection here: the demo has two of its own, both shut."""


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[Site]:
    """A house of its own: its door looks otherwise than the others'."""
    with own_site(tmp_path_factory) as site:
        yield site


@contextmanager
def providers(site: Site, count: int) -> Iterator[list[str]]:
    """Their issuers' addresses."""
    wanted = [
        {
            "port": free_port(),
            "redirect": [f"{site.address}/sign-in/with/{number}/back"],
            "told": f"{site.address}/sign-in/with/{number}/told",
            "after": f"{site.address}/",
            "groups": ["singers"] if number == FIRST else ["town"],
        }
        for number in range(FIRST, FIRST + count)
    ]
    command = ["node", str(SCRIPT), json.dumps(wanted)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        try:
            for _provider in wanted:
                assert running.stdout.readline().startswith(b"ready")
            yield [f"http://localhost:{one['port']}" for one in wanted]
        finally:
            running.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def people(chromium, house):
    """Browsers of their own; what the providers' pages want from the Internet is not fetched."""
    contexts = []

    def somebody(*, javascript=True, size=DESKTOP) -> Page:
        context = chromium.new_context(
            base_url=house.address,
            viewport=size,
            java_script_enabled=javascript,
            locale="en",
            bypass_csp=javascript,
        )
        context.route(lambda address: "//localhost:" not in address, lambda route: route.abort())
        contexts.append(context)
        return context.new_page()

    yield somebody
    for context in contexts:
        context.close()


@pytest.fixture
def administrator(people, house):
    def come_in(name: str) -> Page:
        page = people()
        page.goto(house.civic("member", "add", name, "--admin").split()[-1])
        page.locator("main form button").click()
        page.wait_for_url("**/")
        return page

    return come_in


def found_organisation(page: Page, name: str) -> None:
    page.goto("/organisations/new")
    page.fill("#name", name)
    page.locator("main form button").last.click()
    page.wait_for_url("**/administrators")


def at_the_provider(page: Page, who: str) -> None:
    """Its development pages: who one is, and that one agrees."""
    page.wait_for_url("**/interaction/**")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", "any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def connect(page: Page, name: str, issuer: str, rules: Sequence[Mapping[str, str]] = ()) -> str:
    """With the pages' help, to the act that a second administrator agrees to."""
    page.goto("/connections/")
    page.get_by_role("link", name="Connect an organisation").click()
    page.select_option("#organisation_id", label=name)
    page.fill("#issuer", issuer)
    page.fill("#client_id", "civic")
    page.fill("#secret", SECRET)
    page.get_by_role("button", name="Prepare the connection").click()
    page.get_by_role("button", name="Ask the provider").click()
    expect(page.get_by_text(f"Found: it answers, and calls itself {issuer}")).to_be_visible()
    page.get_by_role("button", name="Begin a test sign-in").click()
    at_the_provider(page, "tester")
    expect(page.get_by_text("The test sign-in worked.")).to_be_visible()
    for rule in rules:
        add_rule(page, **rule)
    page.get_by_role("button", name="Ask for confirmation").click()
    page.wait_for_url("**/acts-of-two/*")
    return page.url


def add_rule(page: Page, *, claim: str, value: str, decides: str, space: str = "") -> None:
    """From what came at the test sign-in."""
    page.get_by_text("All that was said").click()
    page.locator("dl.takes > div", has_text=claim).get_by_role("link").click()
    page.select_option("#kind", decides)
    page.fill("#value", value)
    if space:
        page.select_option("#space_id", label=space)
    page.get_by_role("button", name="Add the rule").click()
    expect(page.get_by_text("The rule is added.")).to_be_visible()


def agree(page: Page, act: str) -> None:
    page.goto(act)
    page.get_by_role("button", name="agree").first.click()
    expect(page.get_by_text("You agreed, and it is done.")).to_be_visible()


def through(
    page: Page, organisation: str, who: str, look=lambda _page: None, says: str = ""
) -> None:
    page.goto("/sign-in/?next=/proposals/")
    look(page)
    page.get_by_role("button", name=organisation).click()
    at_the_provider(page, who)
    page.wait_for_url("**/sign-in/with/arrival")
    look(page)
    expect(page.get_by_text(f"{who}@people.example")).to_be_visible()
    expect(page.locator("main")).to_contain_text(says)
    page.get_by_role("button", name="Become a member with this").click()
    page.wait_for_url("**/proposals/**")


def propose(page: Page, title: str) -> None:
    page.goto(SPACE)
    page.get_by_role("link", name="Propose something").click()
    page.fill("#title", title)
    page.fill("#body", "On Thursdays.")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Publish").first.click()
    expect(page.get_by_text("Your proposal is published.")).to_be_visible()


def vote(page: Page, there: str) -> None:
    page.goto(f"{there}/ballot")
    page.get_by_label("For", exact=True).check()
    page.get_by_role("checkbox").last.check()  # blank, to the second question
    page.get_by_role("button", name="Check my ballot").click()
    page.get_by_role("button", name="Cast my ballot").click()
    page.get_by_role("heading", name="Your ballot is cast").wait_for()


class Judge:
    """Looks at pages as they pass by: barriers, and the HTML as it was sent."""

    def __init__(self) -> None:
        self.barriers: list[str] = []
        self.sources: dict[str, str] = {}

    def __call__(self, page: Page) -> None:
        self.barriers += [f"{page.url}: {said}" for said in axe(page)]
        width = page.viewport_size["width"] if page.viewport_size else 0
        if page.evaluate("document.documentElement.scrollWidth") > width:
            self.barriers.append(f"{page.url} scrolls sideways")
        self.sources[f"page-{len(self.sources)}"] = source(page)


def test_two_organisations_and_their_people(house, people, administrator, tmp_path):
    judge = Judge()
    with providers(house, 2) as (choir, town):
        ines, omar = administrator("Ines"), administrator("Omar")
        for name, issuer, rules in (("The choir", choir, RULES), ("The town", town, ())):
            found_organisation(ines, name)
            agree(omar, connect(ines, name, issuer, rules))

        ines.goto(f"/connections/{FIRST}")
        judge(ines)
        lou, max_ = people(size=PHONE), people(javascript=False, size=PHONE)
        through(lou, "The choir", "lou", judge)
        through(max_, "The town", "max")
        lou.goto("/sign-in/account")
        expect(lou.locator("#organisations")).to_contain_text("The choir")

        guest = people(size=PHONE)
        through(guest, "The choir", "guest", says="does not count you among those who vote")
        nadia = people()
        sign_in(nadia, "facilitator")
        there = house.at(VOTE)
        nadia.goto(f"{there}/edit")
        nadia.get_by_role("button", name="Ouvrir le vote maintenant").click()
        propose(lou, "We sing in the square")
        vote(lou, there)
        guest.goto(f"{there}/ballot")
        expect(guest.get_by_text("You are not on the list of voters")).to_be_visible()
        judge(guest)

        lou.goto("/sign-in/account")
        lou.get_by_role("button", name="Sign out", exact=True).click()
        further = lou.get_by_role("link", name="Sign out at The choir, too")
        expect(further).to_be_visible()
        judge(lou)
        further.click()
        lou.get_by_role("button", name="Yes, sign me out").click()
        lou.wait_for_url(f"{house.address}/**")
        lou.goto("/sign-in/")
        expect(lou.locator(".org").first).to_contain_text("You used it last time")

        max_.goto(f"{town}/session/end")
        max_.get_by_role("button", name="Yes, sign me out").click()
        max_.wait_for_url("**/success**")
        max_.goto("/sign-in/account")
        max_.wait_for_url("**/sign-in/?next=**")
    assert judge.barriers == []
    assert vnu(judge.sources, tmp_path) == []
