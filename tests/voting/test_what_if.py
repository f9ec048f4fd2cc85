"""Other rules on the ballots of a closed vote: a game, said as one, and only where it was allowed
before the vote opened."""

import re

import pytest
from sqlmodel import select

from civic.spaces.models import Space, SpaceKind
from voting.models import Publication, Round
from voting.rules import all_rules

FEW = {"Ada": ["o1", "o2"], "Ben": ["o1", "o2"], "Fay": ["o3", "o2"]}
CAMPS = {
    **{key: ["o1", "o2"] for key in ("Ada", "Ben", "Voter 0")},
    **{key: ["o3", "o2"] for key in ("Voter 1", "Voter 2", "Voter 3")},
    **{key: ["o2", "o1"] for key in ("Voter 4", "Voter 5")},
}
"""The bench goes out first, and would win against each of the others."""
THREE = [{"title": {"en": title}} for title in ("Trees", "A bench", "A pond")]


@pytest.fixture
def ended(new_round, vote, close, look):
    """A closed vote by ranking."""

    def make(papers=FEW, **how):
        round = new_round(how.pop("rule", "irv"), options=THREE, **how)
        for name, ranks in papers.items():
            vote(name, round, q1_rank=ranks)
        close(round)
        return look(select(Round).where(Round.id == round.id))[0]

    return make


def page(browser, round, name="Ada"):
    return browser(name).get(f"/votes/{round.id}-the-lawn/what-if")


def test_the_same_ballots_are_counted_under_each_rule_that_can(ended, browser):
    shown = page(browser, ended()).text
    assert "This is a game, not a result." in shown
    assert "What was decided stands." in shown
    for rule in [all_rules()[id].title for id in ("schulze", "plurality", "borda")]:
        assert rule in shown
    assert f">{all_rules()['approval'].title}<" not in shown
    result = browser("Ada").get("/votes/1-the-lawn").text
    assert "/votes/1-the-lawn/what-if#q1-w" in result


def test_lists_draws_and_default_options_are_no_other_rule(ended, browser):
    shown = page(browser, ended()).text
    for id in ("dhondt", "lot", "debian"):
        assert f">{all_rules()[id].title}<" not in shown


def test_what_comes_out_otherwise_is_marked(ended, browser):
    shown = page(browser, ended(CAMPS)).text
    assert ">the same<" in shown
    assert ">something else<" in shown


def test_only_published_ballots_are_played_with(ended, browser):
    round = ended(publication=Publication.SUMS)
    assert round.what_if
    assert page(browser, round).status_code == 403
    assert "what-if" not in browser("Ada").get(f"/votes/{round.id}-the-lawn").text


def test_not_before_the_end(new_round, browser):
    assert page(browser, new_round("irv", options=THREE)).status_code == 403


def test_people_elected_for_several_places_are_spared(ended, browser):
    round = ended(rule="stv-scottish", parameters={"seats": 2})
    assert round.what_if is False
    assert page(browser, round).status_code == 403


def test_an_assembly_that_has_spoken_is_spared(garden, save, ended, browser, look):
    space = look(select(Space).where(Space.id == garden.id))[0]
    space.kind = SpaceKind.ASSEMBLY
    save(space)
    assert page(browser, ended()).status_code == 403


@pytest.mark.parametrize(("said", "allowed"), [("yes", True), ("no", False), ("", None)])
def test_it_is_chosen_before_the_vote_opens(said, allowed, garden, voters, browser, look):
    fay = browser("Fay")
    begun = fay.post(f"/votes/new/{garden.id}-the-garden", data={"title_en": "The lawn"})
    edit = begun.location.removesuffix("/questions")
    fields = {"disclosure": "secret", "publication": "", "what_if": said}
    assert fay.post(f"{edit}/secrecy", data=fields).status_code == 303
    assert look(select(Round))[0].what_if is allowed
    shown = fay.get(f"{edit}/secrecy").text
    chosen = re.search(r'<input checked[^>]*name="what_if"[^>]*>', shown)[0]
    assert f'value="{said}"' in chosen


def test_a_text_has_no_other_rule(new_round, vote, close, browser):
    round = new_round("motion", options=())
    vote("Ada", round, q1_choice="for")
    close(round)
    assert "No other rule can count these ballots." in page(browser, round).text


def test_too_many_ballots_are_left_to_the_command_line(ended, browser, monkeypatch):
    monkeypatch.setattr("voting.comparing.MOST_MARKS", 8)
    assert "There are too many ballots" in page(browser, ended()).text


def test_a_board_election_begun_from_a_preset_is_spared(garden, voters, browser, look):
    browser("Fay").post(
        f"/votes/new/{garden.id}-the-garden?like=board-by-grades",
        data={"title_en": "The board", "binding": "decision", "p-seats": "1"},
    )
    assert look(select(Round))[0].what_if is False
