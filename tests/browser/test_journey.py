"""The whole way, without JavaScript: propose, support, prepare a vote, vote, close, count again."""

import json
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

import voting
from tests.browser.conftest import PHONE
from tests.browser.test_pages import come_in, sign_in


def test_from_an_idea_to_a_recount(visit, tmp_path):
    amina = visit("/sign-in/", size=PHONE, javascript=False)
    come_in(amina, "member")
    amina.goto("/spaces/2")
    amina.get_by_role("link", name="Proposer quelque chose").click()
    amina.fill("#title", "Plant an apple tree by the shed")
    amina.fill("#body", "It gives **shade** and apples.")
    amina.get_by_role("button", name="Enregistrer le brouillon").click()
    amina.get_by_role("button", name="Publier").first.click()
    expect(amina.get_by_text("Votre proposition est publiée.")).to_be_visible()

    nadia = visit("/sign-in/", size=PHONE, javascript=False)
    come_in(nadia, "facilitator")
    nadia.goto("/proposals/")
    nadia.get_by_role("link", name="Plant an apple tree by the shed").click()
    nadia.get_by_role("button", name="Soutenir").first.click()
    expect(nadia.get_by_role("button", name="Vous la soutenez").first).to_be_visible()

    nadia.goto("/spaces/2")
    nadia.get_by_role("link", name="Préparer un vote").click()
    nadia.get_by_role("link", name="Partir d’un bulletin vide").click()
    nadia.fill("#title_en", "An apple tree?")
    nadia.get_by_role("button", name="Enregistrer, puis : Questions et règles").click()
    nadia.get_by_role("link", name="Ajouter une question").click()
    nadia.fill("#title_en", "What shall stand by the shed?")
    for place, (french, english) in enumerate(
        (("Un pommier", "An apple tree"), ("Un banc", "A bench"))
    ):
        nadia.fill(f"#o-{place}-fr", french)
        nadia.fill(f"#o-{place}-en", english)
    nadia.get_by_role("button", name="Enregistrer et choisir la règle").click()
    nadia.get_by_role("link", name="Approbation").click()
    nadia.get_by_role("button", name="Essayer le dépouillement").click()
    expect(nadia.get_by_text("Un dépouillement pour essayer")).to_be_visible()
    nadia.get_by_role("button", name="Garder cette règle").click()
    for page in ("Qui vote", "Secret", "Calendrier", "Relecture"):
        nadia.get_by_role("button", name=f": {page}").or_(
            nadia.get_by_role("link", name=f"Continuer : {page}")
        ).click()
    nadia.get_by_role("button", name="Ouvrir le vote maintenant").click()
    expect(nadia.get_by_text("Plus rien n’y peut changer", exact=False)).to_be_visible()
    vote = re.search(r"/votes/\d+", nadia.url)[0]

    for page in (amina, nadia):
        page.goto(vote + "/ballot")
        page.get_by_label("Un pommier").check()
        page.get_by_role("button", name="Vérifier mon bulletin").click()
        page.get_by_text("Vous n’avez pas encore voté.").wait_for()
        page.get_by_role("button", name="Déposer mon bulletin").click()
        page.get_by_role("heading", name="Votre bulletin est déposé").wait_for()

    nadia.goto(vote + "/close")
    nadia.fill("#reason", "Everybody who was there has voted.")
    nadia.get_by_role("button", name="Clore et publier le résultat").click()
    expect(nadia.get_by_role("heading", name="Un pommier", exact=True)).to_be_visible()

    with nadia.expect_download() as download:
        nadia.get_by_role("link", name="Dépouillement complet").click()
    bundle = tmp_path / "bundle.json"
    download.value.save_as(bundle)
    script = Path(voting.__path__[0]) / "recount.py"
    counted = subprocess.run(
        [sys.executable, "-I", "-S", script, bundle, "--json"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    results = json.loads(counted.stdout)
    assert "o1" in json.dumps(results)


def test_however_quickly_one_ranks_the_order_is_that_of_the_presses(visit, site):
    page = visit(size=PHONE)
    sign_in(page, "member")
    page.goto(site.at("/votes/quel-nom-pour-le-square/ballot"))
    names = page.locator("ul.rank.pool li > span:first-child").all_inner_texts()[:3]
    page.evaluate(
        "[0, 0, 1, 2].map(n => document.querySelectorAll('ul.rank.pool button')[n])"
        ".forEach(button => button.click())"
    )
    page.locator("ol.rank li").nth(2).wait_for()
    assert page.locator("ol.rank li > span:first-child").all_inner_texts() == names


def test_a_ranking_is_made_with_buttons(visit, site):
    page = visit(size=PHONE, javascript=False)
    sign_in(page, "member")
    page.goto(site.at("/votes/quel-nom-pour-le-square/ballot"))
    for _ in range(2):
        page.get_by_role("button", name=re.compile("^Classer")).first.click()
    before = page.locator("ol.rank li > span:first-child").all_inner_texts()
    page.get_by_role("button", name=re.compile("monter d’un rang")).nth(1).click()
    assert page.locator("ol.rank li > span:first-child").all_inner_texts() == before[::-1]
