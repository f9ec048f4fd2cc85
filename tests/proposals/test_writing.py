"""From a draft to a published text, and what became of the text afterwards."""

import re

import pytest
from sqlmodel import select

from civic.community.models import Community
from civic.core import db
from civic.search.models import SearchEntry
from proposals import actions
from proposals.models import Proposal, ProposalTag, ProposalVersion
from tests.proposals.conftest import TEXT


def test_a_draft_is_seen_by_its_author_alone(draft, browser):
    address = draft()
    assert "A draft" in browser("Ada").get(address).text
    for name in ("Ben", "Fay", "Kim", "Zoe"):
        assert browser(name).get(address).status_code == 404
        assert "Plant trees" not in browser(name).get("/proposals/").text
        assert "Plant trees" not in browser(name).get("/search?q=trees").text
    assert "Plant trees" in browser("Ada").get("/proposals/?mine=1").text


def test_a_draft_waits_at_home(draft, browser):
    draft()
    assert "Your draft is not published yet." in browser("Ada").get("/").text
    assert "Your draft is not published yet." not in browser("Ben").get("/").text


def test_a_published_proposal_is_read_listed_and_found(propose, browser, look):
    address = propose()
    page = browser("Ben").get(address).text
    assert "Along the <strong>road</strong>." in page
    assert 'aria-current="step"><span>Proposal' in page
    assert "Plant trees" in browser("Ben").get("/proposals/").text
    assert look(select(SearchEntry.kind).where(SearchEntry.kind == "proposal")) == ["proposal"]
    assert look(select(ProposalVersion.version)) == [1]


def test_a_draft_is_thrown_away_for_good(draft, browser, look):
    address = draft(tags="trees")
    assert "Throw “Plant trees” away?" in browser("Ada").get(f"{address}/discard").text
    assert browser("Ada").post(f"{address}/discard").status_code == 303
    assert look(select(Proposal)) == look(select(ProposalTag)) == []


def test_what_is_published_is_not_thrown_away(propose, browser, look):
    address = propose()
    assert browser("Ada").post(f"{address}/discard").status_code == 403
    assert len(look(select(Proposal))) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Say in one line what you propose."),
        ({"title": "Hm"}, "Between 5 and 140 characters."),
        ({"title": "x" * 141}, "Between 5 and 140 characters."),
        ({"body": "x" * 20_001}, "20,000 characters at most. Shorten the text."),
        ({"tags": "x" * 201}, "200 characters at most."),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_says_how_to_mend_it(garden, browser, look, wrong, said):
    typed = TEXT | {"title": "Plant trees", "body": "Kept."} | wrong
    answer = browser("Ada").post(f"/proposals/new/{garden.id}-the-garden", data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed["title"] in answer.text
    assert typed["body"] in answer.text
    assert look(select(Proposal)) == []


def test_a_preview_saves_nothing(garden, browser, look):
    typed = TEXT | {"preview": "1"}
    answer = browser("Ada").post(f"/proposals/new/{garden.id}-the-garden", data=typed)
    assert answer.status_code == 200
    assert "Along the <strong>road</strong>." in answer.text
    assert "Nothing is saved yet." in answer.text
    assert "<title>A new proposal" in answer.text  # no "Error:", as nothing is wrong
    assert look(select(Proposal)) == []


def test_the_text_says_its_language(propose, edit, browser):
    address = propose(language="fr")
    assert '<h1 lang="fr">' in browser("Ben").get(address).text
    edit("Ada", address, language="en")
    assert '<h1 lang="en">' in browser("Ben").get(address).text


def test_tags_have_one_spelling(propose, look, browser):
    propose(tags=" #Trees,trees, Ｔｒｅｅｓ , green   SPACE,,a,b,c,d")
    assert sorted(look(select(ProposalTag.tag))) == ["a", "b", "c", "green space", "trees"]
    assert "In use here: a, b, c, green space, trees" in (
        browser("Ben").get("/proposals/new/1-the-garden").text
    )


def test_nobody_floods_the_house(draft, garden, browser, monkeypatch):
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    draft()
    draft(title="A second one")
    answer = browser("Ada").post(f"/proposals/new/{garden.id}-the-garden", data=TEXT)
    assert answer.status_code == 422
    assert "You wrote 20 proposals today. Go on tomorrow." in answer.text
    draft("Ben")


def test_a_phase_that_takes_no_proposals(draft, garden, browser, only_open):
    address = draft()
    only_open("proposals.support")
    assert browser("Ben").get(f"/proposals/new/{garden.id}-the-garden").status_code == 403
    assert browser("Ada").post(f"{address}/publish").status_code == 403
    page = browser("Ada").get(address).text
    assert "the draft waits here" in page
    assert ">Publish<" not in page


def test_where_to_propose_when_signed_out(garden, browser):
    with db.writing() as session:
        session.get(Community, 1).open_to_read = True
    page = browser(None).get("/proposals/new").text
    assert "Members propose here" in page
    assert 'href="/sign-in/?next=/proposals/new"' in page
    assert "you may join one" not in page


def test_where_to_propose(garden, browser, only_open):
    assert browser("Ada").get("/proposals/new").location == "/proposals/new/1-the-garden"
    assert "No space takes proposals from you now" in browser("Zoe").get("/proposals/new").text
    only_open()
    assert "No space takes proposals from you now" in browser("Ada").get("/proposals/new").text


def test_each_published_change_is_a_version_shown_word_by_word(propose, edit, browser, look):
    address = propose()
    answer = edit("Ada", address, body="Along the **river**.", note="Too much traffic.")
    assert answer.status_code == 303
    page = browser("Ben").get(f"{address}/versions").text
    assert "<del>**road**.</del><ins>**river**.</ins>" in page
    assert "Too much traffic." in page
    assert look(select(ProposalVersion.version).order_by(ProposalVersion.version)) == [1, 2]
    edit("Ada", address, 2, title="Plant limes", body="Along the **river**.")
    page = browser("Ben").get(f"{address.replace('trees', 'limes')}/versions?before=1&after=3").text
    assert "<del>trees</del><ins>limes</ins>" in page
    assert "<ins>**river**.</ins>" in page


def test_a_paragraph_more_leaves_those_before_it_as_they_were(propose, edit, browser, look):
    """Whichever sign for the end of a line the browser sends."""
    address = propose(body="Along the road.\n\nOn both sides.")
    edit("Ada", address, body="Along the road.\r\n\r\nOn both sides.\r\n\r\nIn autumn.")
    shown = browser("Ben").get(f"{address}/versions").text.partition('class="diff')[2]
    assert re.findall(r"<(?:ins|del)>\s*(.*?)\s*</(?:ins|del)>", shown, re.DOTALL) == ["In autumn."]
    assert look(select(Proposal.body)) == ["Along the road.\n\nOn both sides.\n\nIn autumn."]


@pytest.mark.parametrize("asked", ["after=9", "before=9", "after=0", "before=-1", "after=1e3"])
def test_versions_that_there_are_not(propose, edit, browser, asked):
    address = propose()
    edit("Ada", address, body="New.")
    answer = browser("Ben").get(f"{address}/versions?{asked}")
    assert answer.status_code == (200 if asked == "after=1e3" else 404)


def test_a_change_of_tags_or_language_alone_is_no_version(propose, edit, look, browser):
    address = propose()
    assert edit("Ada", address, tags="green").status_code == 303
    assert look(select(ProposalVersion.version)) == [1]
    assert "green" in browser("Ben").get(address).text


def test_of_two_who_write_at_once_the_second_sees_both_texts(propose, edit, look):
    address = propose()
    edit("Ada", address, 1, body="First.")
    answer = edit("Ada", address, 1, body="Second.")
    assert answer.status_code == 409
    assert "First." in answer.text
    assert "Second." in answer.text
    assert 'name="version" value="2"' in answer.text
    assert edit("Ada", address, 2, body="First. Second.").status_code == 303


@pytest.mark.parametrize(
    ("name", "status"), [("Ben", 403), ("Fay", 403), ("Kim", 403), ("Zoe", 404)]
)
def test_others_do_not_edit_it(propose, browser, edit, look, name, status):
    address = propose()
    assert browser(name).get(f"{address}/edit").status_code == status
    assert edit(name, address, body="Mine now.").status_code == status
    assert look(select(Proposal.body)) == ["Along the **road**."]


def test_an_old_address_leads_to_the_new_one(propose, edit, browser):
    address = propose()
    edit("Ada", address, title="Plant limes")
    answer = browser("Ben").get(address)
    assert answer.status_code == 302
    assert answer.location == "/proposals/1-plant-limes"


def test_more_fields_than_the_form_has_change_nothing(garden, browser, look):
    typed = TEXT | {"stage": "decided", "support_count": "99", "author_id": "2", "space_id": "9"}
    browser("Ada").post(f"/proposals/new/{garden.id}-the-garden", data=typed)
    row = look(select(Proposal))[0]
    assert (row.stage, row.support_count, row.author_id, row.space_id) == ("draft", 0, 1, garden.id)


@pytest.mark.parametrize(
    ("threshold", "told"),
    [
        (0, "A facilitator moves it to deliberation."),
        (1, "With one support it moves to deliberation."),
        (3, "With 3 supports it moves to deliberation."),
    ],
)
def test_a_draft_says_what_moves_it_on(garden, save, draft, browser, threshold, told):
    garden.support_threshold = threshold
    save(garden)
    assert told in browser("Ada").get(draft()).text


@pytest.mark.parametrize(("threshold", "told"), [(1, "With one support"), (3, "With 3 supports")])
def test_a_published_one_says_it_in_the_singular_too(
    garden, save, propose, browser, threshold, told
):
    garden.support_threshold = threshold
    save(garden)
    assert f"{told} it moves to deliberation." in browser("Ada").get(propose()).text
