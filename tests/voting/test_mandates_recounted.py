"""What is published of votes passed on, and the script that counts it again."""

import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.sizes import size
from voting.canonical import canonical, fingerprint
from voting.delegation import weigh
from voting.models import Disclosure

SCRIPT = Path("voting/recount.py").resolve()
recipe = importlib.util.spec_from_file_location("recount_alone", SCRIPT)
recount = importlib.util.module_from_spec(recipe)
recipe.loader.exec_module(recount)

ONCE = {"onward": False, "most": 2}
ONWARD = {"onward": True, "most": None}


@pytest.fixture
def recounted(tmp_path):
    """What the script that stands alone says of a bundle."""

    def run(bundle):
        (tmp_path / "bundle.json").write_text(canonical(bundle))
        command = [sys.executable, "-I", "-S", SCRIPT, tmp_path / "bundle.json", "--lang", "en"]
        return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)

    return run


@pytest.mark.parametrize("disclosure", [Disclosure.SECRET, Disclosure.OPEN])
def test_the_bundle_counts_the_mandates_again(
    new_round, vote, lets, close, browser, recounted, disclosure
):
    """One carried, one lost, one giver who voted."""
    quorum = {"quorum": {"share": [2, 9], "of": "present"}}
    how = {"options": [], "requirements": quorum}
    round = new_round("motion", mandates=ONWARD, disclosure=disclosure, **how)
    lets("Ben", "Ada", round)
    lets("Ada", "Fay", round)
    lets("Voter 1", "Voter 2", round)
    lets("Voter 3", "Voter 4", round)
    for name in ("Fay", "Voter 3"):
        assert vote(name, round, q1_choice="for").status_code == 303
    close(round)
    bundle = browser("Fay").get(f"/votes/{round.id}-the-lawn/bundle.json").json
    assert (bundle["mandates"]["given"], bundle["mandates"]["carried"]) == (4, 2)
    assert (bundle["mandates"]["own"], bundle["mandates"]["lost"]) == (1, {"absent": 1})
    assert (bundle["mandates"]["ways"] is None) == (disclosure == Disclosure.SECRET)
    assert bundle["papers"] == {"cast": 4, "cast_weight": 4}
    assert bundle["results"]["q1"]["quorum"] == {"left": 18, "right": 18, "holds": True}
    told = recounted(bundle)
    assert (told.returncode, told.stderr) == (0, "")
    assert "Votes passed on: 4; carried: 2 (weight 2); givers who voted: 1; lost: 1" in told.stdout


def test_the_script_refuses_numbers_that_do_not_follow_from_the_ways(
    new_round, vote, lets, close, browser, recounted
):
    round = new_round("motion", mandates=ONCE, disclosure=Disclosure.OPEN, options=[])
    lets("Ben", "Ada", round)
    vote("Ada", round, q1_choice="for")
    close(round)
    bundle = browser("Fay").get(f"/votes/{round.id}-the-lawn/bundle.json").json
    bundle["mandates"] |= {"carried": 0, "carried_weight": 0, "lost": {"full": 1}, "lost_weight": 1}
    bundle["sha256"]["mandates"] = fingerprint(canonical(bundle["mandates"]))
    told = recounted(bundle)
    assert told.returncode == 2
    assert "come to other numbers" in told.stderr


def test_server_and_script_follow_the_same_ways():
    """On nets by chance, circles and full holders included."""
    chance = Random(29)
    for _round in range(size(400, soak=20_000)):
        people = range(1, chance.randint(2, 9))
        weights = [chance.randint(1, 3) for _one in people]
        voted = [one for one in people if chance.random() < 0.4]
        others = {one: [two for two in people if two != one] for one in people}
        given = [
            [one, chance.choice(others[one])]
            for one in chance.sample(people, len(people))
            if others[one] and chance.random() < 0.7
        ]
        onward, most = chance.random() < 0.6, chance.choice([None, 1, 2])
        came_to = weigh(
            [str(one) for one in people],
            {str(giver): str(holder) for giver, holder in given},
            [str(one) for one in voted],
            weights={str(one): weights[one - 1] for one in people},
            most=most,
            onward=onward,
        )
        told = recount.followed({"weights": weights, "voted": voted, "given": given}, onward, most)
        assert told["lost"] == dict(Counter(came_to.lost.values()))
        assert told["lost_weight"] == came_to.lost_weight
        assert told["carried"] == sum(map(len, came_to.carried.values()))
