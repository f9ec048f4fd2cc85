"""A vote passed on, without JavaScript: given and read in French, cast and read in English."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_pages import come_in


def test_a_vote_is_passed_on_cast_and_counted(visit, site):
    nadia = visit("/sign-in/", size=PHONE, javascript=False)
    come_in(nadia, "facilitator")
    nadia.locator("button[name=language][value=en]").click()
    vote = copied_and_opened(nadia, site.at("/votes/interdire-les-pesticides-au-jardin"))

    amina = visit("/sign-in/", size=PHONE, javascript=False)
    come_in(amina, "member")
    amina.goto(vote)
    amina.get_by_role("link", name="Je ne peux pas participer : donner pouvoir").click()
    amina.fill("#words", "roche")
    amina.get_by_role("button", name="Rechercher").click()
    amina.get_by_role("link", name="Choisir – Nadia Roche").click()
    expect(amina.get_by_role("heading", name="Nadia Roche votera pour vous ?")).to_be_visible()
    amina.get_by_role("button", name="Donner pouvoir à Nadia Roche").click()
    expect(amina.get_by_text("Nadia Roche vote pour vous.", exact=False)).to_be_visible()

    nadia.goto(vote + "/ballot")
    expect(nadia.get_by_text("You also vote for Amina Diallo", exact=False)).to_be_visible()
    nadia.get_by_label("For", exact=True).check()
    nadia.get_by_role("button", name="Check my ballot").click()
    expect(nadia.get_by_text("your ballot counts 2 times", exact=False)).to_be_visible()
    nadia.get_by_role("button", name="Cast my ballot").click()
    nadia.get_by_role("heading", name="Your ballot is cast").wait_for()

    nadia.goto(vote + "/close")
    nadia.fill("#reason", "Everybody who was there has voted.")
    nadia.get_by_role("button", name="Close and publish the result").click()
    told = nadia.get_by_text("Voted themselves: 1. Represented: 1.", exact=False)
    expect(told).to_be_visible()
    nadia.get_by_text("1 voter", exact=True).click()
    expect(nadia.get_by_text("Nadia Roche, also for Amina Diallo")).to_be_visible()

    amina.goto(vote)
    expect(
        amina.get_by_text("Votre vote a été compté : Nadia Roche a voté pour vous.")
    ).to_be_visible()
    expect(amina.get_by_text("Présents : 1. Représentés : 1.", exact=False)).to_be_visible()


def copied_and_opened(page: Page, vote: str) -> str:
    """A round like the demo's that one person may close, so that what others test stays as it is;
    its address."""
    page.goto(vote)
    page.get_by_role("button", name="Copy as a new draft").click()
    page.wait_for_url("**/edit")
    page.goto(page.url + "/schedule")
    page.get_by_label("One person, with a public reason").check()
    page.locator("#wizard button.btn").first.click()
    page.wait_for_url("**/edit")
    page.get_by_role("button", name="Open the vote now").click()
    page.get_by_text("The vote is open.", exact=False).wait_for()
    found = re.search(r"/votes/\d+", page.url)
    assert found
    return found[0]
