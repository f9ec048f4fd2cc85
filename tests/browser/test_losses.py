"""Something is lost: the ways back in, walked to their end on a telephone."""

import re
import sqlite3
from contextlib import closing
from time import sleep

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.judges import axe
from tests.browser.site import Site
from tests.browser.test_pages import sign_in
from tests.browser.test_passkeys import with_key

__all__ = ["with_key"]

ADDRESS, PHRASE = "lost@people.example", "seven little words of the test"


@pytest.fixture
def newcomer(visit, site):
    """Somebody whom the host lets in by a link that works once."""

    def come(name: str, *about: str) -> Page:
        page = visit(site.civic("member", "add", name, *about).split()[-1], size=PHONE)
        page.locator("main form button").click()
        page.wait_for_url("**/")
        return page

    return come


@pytest.fixture
def let_in_anew(visit, site, look):
    """Two administrators, and 72 hours: returns the first one's page, at what they may do then."""

    def ask(name: str, *, address: str = "") -> Page:
        karim, claire = visit(size=PHONE), visit(size=PHONE)
        sign_in(karim, "administrator")
        sign_in(claire, "second administrator")
        karim.goto(f"/members/?words={name}")
        karim.get_by_role("link", name=name).click()
        karim.get_by_role("link", name="Rouvrir l’accès").click()
        karim.fill("#reason", "She came to the office.")
        karim.fill("#email", address)
        look(karim, "recover")
        karim.locator("main form button").click()
        karim.wait_for_url("**/acts-of-two/*")
        look(karim, "asked")
        claire.goto(karim.url)
        look(claire, "agree")
        claire.get_by_role("button", name="Donner mon accord").click()
        look(claire, "agreed")
        with closing(sqlite3.connect(site.data / "civic.sqlite")) as connection, connection:
            moved = connection.execute(
                "UPDATE joint_act SET due_at = asked_at WHERE agreed_at > 0 AND done_at IS NULL"
            )
            assert moved.rowcount == 1
            connection.execute("DELETE FROM tick_lease WHERE name = 'joint'")  # it looks anew
        site.civic("tick")
        karim.reload()
        look(karim, "done")
        karim.get_by_role("link", name="Voir de quoi il s’agit").click()
        return karim

    return ask


@pytest.fixture
def look(shoot):
    """A picture, and no barrier."""
    barriers: list[str] = []

    def at(page: Page, name: str) -> None:
        shoot(page, f"loss-{name}")
        barriers.extend(f"{name}: {said}" for said in axe(page))
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            barriers.append(f"{name} scrolls sideways")

    yield at
    assert barriers == []


def at_the_door(page: Page) -> Page:
    page.context.clear_cookies()
    page.goto("/sign-in/")
    return page


def type_password(page: Page, address: str) -> None:
    page.get_by_text("With a password").click()
    page.fill("#p-email", address)
    page.fill("#password", PHRASE)
    page.locator("form", has=page.locator("#p-email")).get_by_role("button").click()


def mailed_link(site: Site) -> str:
    """The newest, once it is written: the page of mail shows fifty, and it may not be in them."""
    ask = "SELECT body FROM outbox_mail WHERE body LIKE '%/sign-in/link/%' ORDER BY id DESC LIMIT 1"
    for _again in range(100):
        with closing(sqlite3.connect(site.data / "civic.sqlite")) as connection:
            if found := connection.execute(ask).fetchone():
                return re.search(r"/sign-in/link/\S+", found[0])[0]
        sleep(0.2)
    raise AssertionError("no link was mailed")


def set_up_codes(page: Page, look) -> list[str]:
    """An app on the telephone; returns the recovery codes."""
    page.goto("/sign-in/account")
    page.fill("#password", PHRASE)
    with page.expect_navigation():
        page.get_by_role("button", name="Set the password").click()
    page.goto("/sign-in/account/ways-in")
    look(page, "ways-in")
    page.get_by_role("button", name="Set up codes from an app").click()
    secret = page.locator("span.code").inner_text().replace(" ", "")
    page.fill("#code", pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Ask for a code from now on").click()
    look(page, "recovery-codes")
    return page.locator("ol.codes .code").all_inner_texts()


def test_a_device_with_the_only_passkey_is_lost(visit, newcomer, let_in_anew, with_key, look):
    paula = newcomer("Paula Key")
    with_key(paula)
    paula.goto("/sign-in/account/ways-in")
    paula.locator("form[data-passkey=create] button").click()
    paula.wait_for_selector("li input[name=name]")

    lost = visit("/sign-in/", size=PHONE)  # another device, and no e-mail address
    lost.get_by_text("I cannot get in any more").click()
    expect(lost.get_by_text("Two of them together let you back in")).to_be_visible()
    look(lost, "door")
    karim = let_in_anew("Paula Key")
    look(karim, "sheet-is-due")
    karim.get_by_role("button", name="Imprimer une feuille de codes").click()
    look(karim, "sheet")
    code = karim.locator(".code").first.inner_text()

    lost.get_by_text("With a code from a printed sheet").click()
    lost.fill("#code", code)
    lost.locator("form", has=lost.locator("#code")).get_by_role("button").click()
    lost.wait_for_url("**/")
    look(lost, "let-in")
    lost.goto("/sign-in/account/ways-in")
    expect(lost.locator("form[data-passkey=create]")).to_be_visible()
    assert lost.locator("li input[name=name]").count() == 0
    paula.goto("/sign-in/account")
    paula.wait_for_url("**/sign-in/?next=**")


def test_a_telephone_with_the_codes_is_lost(site, newcomer, let_in_anew, look):
    tove = newcomer("Tove Codes", "--email", ADDRESS)
    codes = set_up_codes(tove, look)
    type_password(at_the_door(tove), ADDRESS)
    look(tove, "second")
    tove.get_by_text("I have lost the telephone").click()
    tove.fill("#code", codes[0])
    tove.get_by_role("button", name="Sign in").click()
    tove.wait_for_url("**/")
    look(tove, "by-recovery-code")

    let_in_anew("Tove Codes", address="new@people.example")  # the sheet of codes is lost, too
    tove.goto(mailed_link(site))
    tove.locator("main form button").click()
    tove.wait_for_url("**/")
    tove.goto("/sign-in/account/ways-in")
    expect(tove.get_by_role("button", name="Set up codes from an app")).to_be_visible()
    look(tove, "ways-in-again")


def test_spouses_share_an_address(site, newcomer, visit, with_key, look):
    ana = newcomer("Ana Shared", "--email", "two@people.example")
    newcomer("Bo Shared", "--email", "two@people.example")
    ana.goto("/sign-in/account/ways-in")
    expect(ana.get_by_text("One other member has your e-mail address.")).to_be_visible()
    look(ana, "shared")

    at_the_door(ana)
    ana.fill("#email", "two@people.example")
    with ana.expect_navigation():
        ana.get_by_role("button", name="E-mail me a sign-in link").click()
    look(ana, "sent")
    ana.goto(mailed_link(site))
    look(ana, "who")
    ana.get_by_role("button", name="Sign in as Ana Shared").click()
    ana.wait_for_url("**/")
    with_key(ana)
    ana.goto("/sign-in/account/ways-in")
    ana.locator("form[data-passkey=create] button").click()
    ana.wait_for_selector("li input[name=name]")
    ana.get_by_role("button", name="Switch the links off").click()
    expect(ana.get_by_text("A link by e-mail does not let you in.")).to_be_visible()

    bo = visit("/sign-in/", size=PHONE)
    bo.fill("#email", "two@people.example")
    with bo.expect_navigation():
        bo.get_by_role("button", name="E-mail me a sign-in link").click()
    bo.goto(mailed_link(site))
    expect(bo.get_by_role("button", name="Sign in as")).to_have_count(0)
    bo.get_by_role("button", name="Sign in").click()
    bo.wait_for_url("**/")
    bo.goto("/sign-in/account")
    expect(bo.locator("#name")).to_have_value("Bo Shared")
