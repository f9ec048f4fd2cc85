"""The settings, and what follows from them on the pages."""

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.community.models import Community, SignUp

SETTINGS = {
    "name": "Les Aires", "tagline_fr": "Une coopérative", "tagline_en": "A cooperative",
    "member_noun_fr": "sociétaires", "member_noun_en": "partners",
    "facilitator_noun_fr": "bureau", "facilitator_noun_en": "board",
    "hue": "7", "default_language": "fr", "both_languages": "y", "time_zone": "Europe/Brussels",
    "contact": "bureau@example.org", "sign_up": "on_request",
}  # fmt: skip


@pytest.fixture
def set_to(people, browser):
    def save(**changes):
        return browser("Kim").post("/settings", data=SETTINGS | changes)

    return save


def page(client, address="/"):
    return client.get(address).get_data(as_text=True)


def test_an_administrator_sets_the_community_up(set_to, look, browser):
    assert set_to().status_code == 303
    kept = look(select(Community))[0]
    assert (kept.name, kept.hue, kept.languages) == ("Les Aires", 7, ["fr", "en"])
    assert (kept.sign_up, kept.open_to_read) == (SignUp.ON_REQUEST, False)
    first = page(browser(None, "fr"))
    assert "Les Aires" in first
    assert 'data-hue="7"' in first
    assert look(select(AuditEntry.name)) == ["SettingsChanged"]


def test_the_pages_use_the_communitys_own_words(set_to, browser):
    set_to()
    assert "<h1>Partners</h1>" in page(browser("Kim"), "/members/")
    assert "<h1>Sociétaires</h1>" in page(browser("Kim", "fr"), "/members/")


def test_the_nouns_are_labels_in_a_space_too(set_to, garden, browser):
    set_to(member_noun_en="residents", facilitator_noun_en="chair and tellers")
    people = page(browser("Fay"), f"/spaces/{garden.id}-the-garden/members")
    assert "<h1>Residents and roles</h1>" in people
    assert "Residents: propose, debate, vote" in people
    assert '<span class="tag ">Chair and tellers</span>' in people
    assert "Chair and tellers: open and close votes, moderate" in page(
        browser("Fay"), f"/spaces/{garden.id}-the-garden/invite"
    )
    assert "Chair and tellers</h2>" in page(browser("Fay"), f"/spaces/{garden.id}-the-garden")


def test_a_noun_that_is_missing_in_a_language_is_that_languages_own(set_to, garden, browser):
    set_to(member_noun_en="", member_noun_fr="", facilitator_noun_fr="", facilitator_noun_en="")
    address = f"/spaces/{garden.id}-the-garden/members"
    assert "<h1>Members and roles</h1>" in page(browser("Fay"), address)
    french = page(browser("Fay", "fr"), address)
    assert "<h1>Membres et rôles</h1>" in french
    assert "Membre\u00a0: proposer, débattre, voter" in french
    set_to(member_noun_en="", member_noun_fr="sociétaires")
    assert "<h1>Members and roles</h1>" in page(browser("Fay"), address)


def test_the_hue_is_on_every_kind_of_page(set_to, garden, browser):
    set_to(hue="4")
    for address in ("/", "/legal/privacy", "/sign-in/", "/nowhere"):
        assert 'data-hue="4"' in page(browser(None), address)
    for address in ("/", "/settings", "/members/", f"/spaces/{garden.id}-the-garden", "/nowhere"):
        assert 'data-hue="4"' in page(browser("Kim"), address)
    assert 'data-hue="4"' in page(browser("Ben"), "/settings")  # refused, in our colours


def test_nobody_else_changes_settings(people, browser, look):
    for name in ("Ben", "Fay"):
        assert browser(name).get("/settings").status_code == 403
        assert browser(name).post("/settings", data=SETTINGS).status_code == 403
    assert look(select(Community.name)) == ["Mill Street"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("hue", "10"), ("hue", "red"), ("name", " "), ("contact", "nowhere"), ("sign_up", "all"),
     ("default_language", "xx"), ("time_zone", "Mars/Olympus")],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_saved(set_to, look, field, value):
    assert set_to(**{field: value}).status_code == 422
    assert look(select(Community.name)) == ["Mill Street"]


def test_by_default_only_members_read_and_search_engines_stay_away(people, browser):
    answer = browser(None).get("/proposals/")
    assert answer.status_code == 302
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Disallow: /" in page(browser(None), "/robots.txt")


def test_a_community_may_be_read_on_the_internet(set_to, browser):
    set_to(open_to_read="y")
    answer = browser(None).get("/proposals/")
    assert answer.status_code == 200
    assert "X-Robots-Tag" not in answer.headers
    assert "Allow: /" in page(browser(None), "/robots.txt")


def test_one_language_may_be_enough(set_to, browser):
    set_to(both_languages="")
    assert 'lang="fr"' in page(browser(None, "en"))


# Legal pages.


@pytest.mark.parametrize("name", ["terms", "privacy", "accessibility"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_legal_pages_are_generated_from_the_settings(set_to, browser, name, language):
    set_to()
    shown = page(browser(None, language), f"/legal/{name}")
    assert "Les Aires" in shown
    assert "bureau@example.org" in shown


def test_legal_pages_follow_the_settings(set_to, browser):
    set_to()
    assert "once the administration has agreed" in page(browser(None), "/legal/terms")
    set_to(sign_up="open", open_to_read="y")
    assert "Whoever confirms an e-mail address" in page(browser(None), "/legal/terms")
    assert "read by everybody" in page(browser(None), "/legal/privacy")


def test_a_legal_page_is_edited_from_what_was_generated_and_taken_back(set_to, browser, look):
    set_to()
    kim, address = browser("Kim"), "/settings/legal/terms"
    form = page(kim, address)
    assert "## What we expect of each other" in form
    made = form.partition('name="fr"')[2].partition(">")[2].partition("</textarea>")[0].strip()
    kim.post(address, data={"fr": made, "en": "# Be kind\n\n<b>Always.</b>"})
    assert list(look(select(Community.legal))[0]["terms"]) == ["en"]
    assert "Be kind" in page(browser(None), "/legal/terms")
    assert "<b>" not in page(browser(None), "/legal/terms").partition("<article")[2]
    assert "Be kind" not in page(browser(None, "fr"), "/legal/terms")
    assert "Go back to the generated text" in page(kim, address)
    kim.post(address, data={"fr": made, "en": "# Be kind", "revert": "en"})
    assert look(select(Community.legal))[0]["terms"] == {}
    assert "What we expect of each other" in page(browser(None), "/legal/terms")


def test_there_is_no_other_legal_page(people, browser):
    assert browser(None).get("/legal/../settings").status_code in (302, 404)
    assert browser("Kim").get("/settings/legal/other").status_code == 404
