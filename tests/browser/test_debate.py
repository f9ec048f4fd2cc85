"""A debate in the browser: replies in their place, and texts in progress."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_pages import sign_in

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('civic:')).length"


def test_a_reply_is_written_in_its_place_and_the_page_comes_back_to_it(visit):
    amina = visit()
    sign_in(amina, "member")
    amina.goto("/proposals/1")
    amina.locator(".post", has_text="@Amina Diallo").get_by_role("link", name="Répondre").click()
    amina.locator("textarea[id^=reply-]:focus").wait_for()
    amina.keyboard.type("Samir et Lina, voyez plus bas.")
    amina.get_by_role("button", name="Publier la réponse").click()
    reply = amina.locator(".replies .post", has_text="Samir et Lina, voyez plus bas.")
    reply.wait_for()
    assert amina.url.endswith("#" + reply.get_attribute("id"))


def test_a_name_is_completed_by_keyboard_while_it_is_typed(visit):
    amina = visit()
    sign_in(amina, "member")
    amina.goto("/proposals/1")
    amina.locator("#message").press_sequentially("Merci @sam")
    amina.get_by_role("button", name="@Samir Khelifi").wait_for()
    amina.keyboard.press("Tab")
    amina.keyboard.press("Enter")
    amina.locator("#message:focus").wait_for()
    amina.keyboard.type("pour les planches.")
    expect(amina.locator("#message")).to_have_value("Merci @Samir Khelifi pour les planches.")
    amina.get_by_role("button", name="@Samir Khelifi").wait_for(state="detached")


def test_an_argument_is_weighed_where_it_stands(visit):
    for javascript in (True, False):
        amina = visit(javascript=javascript, size=PHONE)
        sign_in(amina, "member")
        amina.goto("/proposals/1")
        argument = amina.locator(".arg", has_text="À moins de trois cents mètres")
        argument.get_by_role("button", name="Compte pour moi (9)").click()
        argument.get_by_role("button", name="Compte pour vous (10)").click()
        argument.get_by_role("button", name="Compte pour moi (9)").wait_for()
        assert "/proposals/1" in amina.url


def test_a_text_in_progress_is_kept_until_it_is_sent_or_its_author_signs_out(visit):
    amina = visit()
    sign_in(amina, "member")
    amina.goto("/proposals/6")
    amina.fill("#message", "Half a sentence")
    amina.goto("/proposals/")
    amina.goto("/proposals/6/comments/new")
    expect(amina.locator("#message")).to_have_value("Half a sentence")
    amina.context.set_offline(True)
    amina.get_by_role("button", name="Publier le message").click()
    amina.wait_for_timeout(300)
    amina.context.set_offline(False)
    amina.go_back()
    amina.goto("/proposals/6")
    expect(amina.locator("#message"), "it never arrived").to_have_value("Half a sentence")
    amina.get_by_role("button", name="Publier le message").click()
    amina.wait_for_url("**/proposals/6-*#c*")
    expect(amina.locator("#message")).to_have_value("")
    assert amina.evaluate(KEPT) == 0
    amina.fill("#message", "Another one")
    assert amina.evaluate(KEPT) == 1
    amina.goto("/sign-in/account")
    amina.get_by_role("button", name="Se déconnecter").click()
    amina.wait_for_load_state()
    assert amina.evaluate(KEPT) == 0
