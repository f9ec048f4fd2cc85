"""A long comment that is sent after the session has ended comes back after signing in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_pages import come_in, sign_in

LONG = "Un banc à l’ombre, près du puits. " * 120


@pytest.mark.parametrize("javascript", [True, False])
def test_a_long_comment_outlives_its_session(visit, site, javascript):
    amina = visit(size=PHONE, javascript=javascript)
    sign_in(amina, "member")
    amina.goto("/proposals/6")
    amina.fill("#message", LONG)

    elsewhere = visit(size=PHONE, javascript=False)
    sign_in(elsewhere, "member")
    elsewhere.goto("/sign-in/account")
    with elsewhere.expect_navigation():
        elsewhere.get_by_role("button", name="Déconnecter partout ailleurs").click()

    amina.get_by_role("button", name="Publier le message").click()
    amina.wait_for_url("**/sign-in/**")
    expect(amina.get_by_text("What you wrote is kept", exact=False)).to_be_visible()
    come_in(amina, "member")
    amina.wait_for_url("**/sign-in/kept")
    assert LONG.strip() in amina.content()
    amina.get_by_role("button", name="Envoyer").first.click()
    expect(amina).to_have_url(re.compile(r"/proposals/6-[^/]+#c\d+$"))
    said = amina.get_by_text("Un banc à l’ombre, près du puits.", exact=False).first
    expect(said).to_be_visible()
