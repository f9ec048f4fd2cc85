"""A passkey in a real browser: its virtual authenticator stands for the telephone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_pages import sign_in


@pytest.fixture
def with_key():
    """Give a page's browser a device with a screen lock."""

    def give(page, **how):
        cdp = page.context.new_cdp_session(page)
        cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True, **how,
        }  # fmt: skip
        cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    return give


def test_added_used_and_removed_under_the_strict_policy(visit, with_key):
    page = visit(size=PHONE)
    sign_in(page, "member")
    with_key(page)
    page.goto("/sign-in/account/ways-in")
    page.fill("#key-name", "Mon téléphone")
    page.locator("form[data-passkey=create] button").click()
    page.wait_for_selector("input[value='Mon téléphone']")

    sign_out(page)
    page.goto("/sign-in/")  # the browser offers the key by itself, and its owner takes it
    page.wait_for_url(lambda url: "/sign-in" not in url)
    sign_out(page)
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    page.goto("/sign-in/?next=/spaces/")
    page.locator("form[data-passkey=get] button").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto("/sign-in/account/ways-in")
    page.locator("form[action$='/remove'] button").first.click()
    page.wait_for_selector(".msg.ok")
    assert page.locator("input[value='Mon téléphone']").count() == 0


def sign_out(page):
    page.goto("/sign-in/account")
    page.locator("form[data-signs-out] button").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def test_a_device_that_gives_nothing_is_told_in_words(visit, with_key):
    page = visit("/sign-in/", size=PHONE)
    with_key(page, isUserVerified=False)
    page.locator("form[data-passkey=get] button").click()
    page.wait_for_selector("form[data-passkey=get] [data-problem]:not([hidden])")


def test_without_scripts_the_other_doors_stand_open(visit):
    page = visit("/sign-in/", size=PHONE, javascript=False)
    expect(page.locator("[data-passkeys]")).not_to_be_visible()
    expect(page.locator("#email")).to_be_visible()
