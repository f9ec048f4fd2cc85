"""What is published of a count does not change: who has a file need not take it again."""

import pytest

from civic.community.models import Community
from civic.core import db
from civic.core.audience import Audience
from civic.members.models import CommunityRole
from voting.models import Publication

FILES = ("bundle.json", "q1.csv", "q1.cat")


@pytest.fixture
def counted(new_round, vote, close):
    round = new_round("approval")
    for name in ("Ada", "Ben", "Fay", "Voter 0", "Voter 1"):
        vote(name, round, q1_tick="o1")
    close(round)
    return f"/votes/{round.id}-the-lawn"


@pytest.mark.parametrize("name", FILES)
def test_who_has_it_is_told_so_without_a_ballot_being_read(counted, browser, statements, name):
    ada = browser("Ada")
    first = ada.get(f"{counted}/{name}")
    tag, _weak = first.get_etag()
    statements.clear()
    again = ada.get(f"{counted}/{name}", headers={"If-None-Match": f'"{tag}"'})
    assert (again.status_code, again.data, again.get_etag()) == (304, b"", (tag, False))
    assert not any("counted_ballot" in one for one in statements)
    other = ada.get(f"{counted}/{name}", headers={"If-None-Match": '"another"'})
    assert (other.status_code, other.data) == (200, first.data)


def test_each_file_in_each_language_has_its_own_tag(counted, browser):
    tags = {
        browser("Ada", language).get(f"{counted}/{name}").get_etag()
        for name in FILES
        for language in ("en", "fr")
    }
    assert len(tags) == 6


def test_who_may_not_read_it_is_not_told_that_it_is_the_same(counted, browser):
    tag, _weak = browser("Ada").get(f"{counted}/bundle.json").get_etag()
    answer = browser("Zoe").get(f"{counted}/bundle.json", headers={"If-None-Match": f'"{tag}"'})
    assert answer.status_code == 404


def test_a_browser_keeps_only_what_everybody_may_read(counted, browser, garden, save):
    kept = browser("Ada").get(f"{counted}/bundle.json").headers["Cache-Control"]
    assert kept == "no-store"
    garden.audience = Audience.INTERNET
    save(garden)
    with db.writing() as session:
        session.get_one(Community, 1).open_to_read = True
    kept = browser("Ada").get(f"{counted}/bundle.json").headers["Cache-Control"]
    assert kept == "private, no-cache"


def test_no_browser_keeps_the_ballots_that_only_auditors_read(
    new_round, vote, close, browser, garden, save, people
):
    round = new_round("approval", publication=Publication.SUMS)
    vote("Ada", round, q1_tick="o1")
    close(round)
    garden.audience = Audience.INTERNET
    people["Zoe"].role = CommunityRole.AUDITOR
    save(garden, people["Zoe"])
    with db.writing() as session:
        session.get_one(Community, 1).open_to_read = True
    answer = browser("Zoe").get(f"/votes/{round.id}-the-lawn/full-bundle.json")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_after_the_chair_has_broken_a_tie_it_is_another_file(new_round, vote, close, browser):
    """Told again to whoever has the file of before; the same only from then on."""
    round = new_round("approval", tie="chair")
    for name, ticked in (("Ada", "o1"), ("Ben", "o1"), ("Fay", "o2"), ("Voter 0", "o2")):
        vote(name, round, q1_tick=ticked)
    close(round)
    where = f"/votes/{round.id}-the-lawn"
    ada = browser("Ada")
    before = ada.get(f"{where}/bundle.json")
    had = {"If-None-Match": f'"{before.get_etag()[0]}"'}
    assert ada.get(f"{where}/bundle.json", headers=had).status_code == 304
    said = {"question": "q1", "winner": "o2", "reason": "The bench was there first."}
    assert browser("Fay").post(f"{where}/tie", data=said).status_code == 303
    after = ada.get(f"{where}/bundle.json", headers=had)
    assert after.status_code == 200
    assert after.json["chair"]["q1"]["reason"] == said["reason"]
    has = {"If-None-Match": f'"{after.get_etag()[0]}"'}
    assert ada.get(f"{where}/bundle.json", headers=has).status_code == 304
