"""A draw by lot from the draft to the page on which everybody repeats it."""

import hashlib
import html
import json
import re

import pytest
from sqlmodel import select

from tests.voting.test_round import count_again
from voting.models import Round

NAMES = ("Inès", "Marc", "Rose", "Tom")


@pytest.fixture
def draw(new_round):
    def make(**how):
        options = [{"title": {"en": name}} for name in NAMES]
        return new_round("lot", options=options, **how)

    return make


@pytest.fixture
def drawn(draw, vote, close):
    def run(**parameters):
        round = draw(parameters=parameters)
        for n in range(5):
            vote(f"Voter {n}", round, q1_tick=["o1", "o2", "o3", "o4"][: 3 if n else 4])
        vote("Ben", round, q1_blank="1")
        close(round)
        return round

    return run


def test_a_lot_has_one_way_to_break_ties(draw, look):
    round = draw(tie="chair")
    assert look(select(Round))[0].questions[0]["tie"] == {"procedure": "lot"}
    assert json.loads(look(select(Round))[0].frozen)["seed"]
    assert round.seed is None


def test_the_page_shows_what_it_takes_to_draw_again(drawn, browser, look, tmp_path):
    """With the page alone: seed, names in the draw, and the fingerprint in the published file."""
    round = drawn(seats=2)
    page = html.unescape(browser("Ada").get(f"/votes/{round.id}-the-lawn").text)
    seed = re.search(r"printf '%s' '([0-9a-f]{64})' \| sha256sum", page)[1]
    asked = json.loads(look(select(Round))[0].frozen)
    assert hashlib.sha256(seed.encode()).hexdigest() == asked["seed"]

    names = re.findall(r"<td><code>(o\d)</code></td><td><code>([0-9a-f]{12})</code>", page)
    codes = {name: hashlib.sha256(f"{seed}:q1:{name}".encode()).hexdigest() for name, _ in names}
    assert [name for name, _ in names] == sorted(codes, key=codes.get)
    assert all(codes[name].startswith(shown) for name, shown in names)
    result = look(select(Round))[0].result["results"]["q1"]
    assert result["resolved"]["elected"] == sorted(codes, key=codes.get)[:2]
    assert result["verdict"] == "elected"

    (tmp_path / "bundle.json").write_bytes(
        browser("Ada").get(f"/votes/{round.id}-the-lawn/bundle.json").data
    )
    assert count_again(tmp_path / "bundle.json") == 0


def test_the_seed_is_nowhere_before_the_end(draw, browser, vote):
    round = draw()
    vote("Ben", round, q1_tick="o1")
    page = browser("Fay").get(f"/votes/{round.id}-the-lawn").text
    assert "sha256sum" not in page


def test_whom_too_few_accept_is_left_out(drawn, browser):
    page = html.unescape(
        browser("Ada").get(f"/votes/{drawn(accepted=2, seats=1).id}-the-lawn").text
    )
    assert "Too few accept “Tom”" in page
    assert "3 candidates take part in the draw" in page


def test_the_wizard_takes_groups_and_refuses_too_few(draw, browser):
    draft = draw(opened=False)
    address = f"/votes/{draft.id}-the-lawn/edit/question/1/rule/lot"
    usual = {"p-seats": "2", "base": "expressed", "strict": "yes", "tie": "nobody"}
    wrong = browser("Fay").post(address, data=usual | {"p-groups": "1, 2"})
    assert wrong.status_code == 422
    assert "write a whole number beside each option" in wrong.text
    right = browser("Fay").post(address, data=usual | {"p-groups": "1, 1, 2, 2"})
    assert right.status_code == 303
    shown = re.findall(r'name="p-groups"[^>]*value="(.)"', browser("Fay").get(address).text)
    assert shown == ["1", "1", "2", "2"]


def test_groups_that_no_longer_fit_stop_the_opening(draw, browser, look):
    """An option taken out after the rule was chosen would leave a vote that cannot be counted."""
    draft = draw(opened=False, parameters={"groups": [1, 2]})
    browser("Fay").post(f"/votes/{draft.id}-the-lawn/open")
    assert look(select(Round))[0].state == "draft"
    page = browser("Fay").get(f"/votes/{draft.id}-the-lawn/edit").text
    assert "does not fit its options" in page
