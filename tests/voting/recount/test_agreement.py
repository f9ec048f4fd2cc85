"""The server and the script were written apart from one page, voting/FORMAT.md. They agree on
rounds drawn by chance."""

import json
import subprocess
import sys
from itertools import combinations
from random import Random

import pytest

from tests.sizes import QUICK, size
from tests.voting.bundles import a_bundle, a_question, a_round, canonical
from tests.voting.known_rules import FORMS, of_each_family
from tests.voting.recount.alone import SCRIPT
from tests.voting.recount.twice import NEVER_TIED, counted_by_the_server, counted_twice
from tests.voting.rounds_by_chance import a_round_by_chance, choice_by_chance

ROUNDS = size(400, soak=20_000, quick=8)  # of each rule
UNTIL = ROUNDS if QUICK else max(2 * ROUNDS, 300)
MIXED = size(300, soak=20_000, quick=30)
ALPHABET = "abcdefghijklmnopqrstuvwx"


def test_papers_of_several_questions_come_out_the_same():
    found = []
    for number in range(MIXED):
        found += counted_twice(*a_round_by_chance(Random(number)))[1]
    assert not found, min(found, key=lambda one: len(canonical(one[1])))


@pytest.mark.parametrize("rule", FORMS)
def test_rounds_by_chance_come_out_the_same(rule):
    """Ties among them, broken in each way: some more rounds where one has not come yet. A check
    takes the first few as they come."""
    found, tied, resolved = [], 0, set()
    each_way = {"lot"} if rule == "lot" else {"earlier", "lot", "chair"}
    for number in range(UNTIL):
        if number >= ROUNDS and (rule in NEVER_TIED or resolved == each_way):
            break
        frozen, ballots, orders = a_round_by_chance(Random(f"{rule} {number}"), rule)
        results, differences = counted_twice(frozen, ballots, orders)
        found += differences
        result = results["q1"]
        tied += bool(result["tied"])
        resolved |= {result["resolved"]["procedure"]} if result["resolved"] else set()
    assert not found, min(found, key=lambda one: len(canonical(one[1])))
    if not (QUICK or rule in NEVER_TIED):
        assert tied
        assert resolved == each_way


@pytest.mark.parametrize("number", range(size(20, soak=200, quick=2)))
def test_the_script_on_its_own_comes_to_the_same(number, tmp_path):
    frozen, ballots, orders = a_round_by_chance(Random(f"alone {number}"))
    results = counted_by_the_server(frozen, ballots, orders)
    (tmp_path / "bundle.json").write_text(
        canonical(a_bundle(frozen, ballots, results, chair=orders)), "utf-8"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, "bundle.json", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout) == results


@pytest.mark.thorough
@pytest.mark.parametrize("rule", FORMS)
def test_ten_thousand_ballots_come_out_the_same(rule):
    chance = Random(rule)
    costs = {name: chance.randint(2_000, 60_000) for name in ALPHABET[:10]}
    budget = {"budget": 150_000} if FORMS[rule] == "basket" else {}
    question = a_question(rule, costs, **budget)
    if FORMS[rule] in ("approval", "basket", "ranking"):
        question["form_parameters"]["max"] = 5
    weights = [chance.choice([1, 1, 1, 2, 5]) for _ in range(10_000)]
    ballots = [[weight, choice_by_chance(chance, question)] for weight in weights]
    frozen = a_round(question, roll=12_000, weight=40_000)
    assert counted_twice(frozen, {"q1": ballots})[1] == []


@pytest.mark.parametrize(
    "ballots",
    [
        pytest.param(
            [[1, [[name]]] for name in ALPHABET[:18]],
            id="one vote each: too many ways",
            marks=pytest.mark.thorough,
        ),
        pytest.param(
            [[3, [["a"], ["b"]]], [2, [["b"]]], [2, [["c"]]]],
            id="fifteen without a vote go at once",
        ),
        pytest.param(
            [[20, [["a"]]], [19, [["b"]]], *([1, [[name], ["b"]]] for name in ALPHABET[2:18])],
            id="sixteen who together cannot catch up",
            marks=pytest.mark.thorough,
        ),
        pytest.param(
            [[6, [["a"]]], [5, [["b"]]], *([1, [[name], ["b"]]] for name in ALPHABET[2:16])],
            id="sixteen thousand ways, one winner",
            marks=pytest.mark.thorough,
        ),
    ],
)
def test_many_level_options_come_out_the_same(ballots):
    frozen = a_round(a_question("irv", ALPHABET[:18]), weight=100)
    assert counted_twice(frozen, {"q1": ballots})[1] == []


@pytest.mark.thorough
def test_beyond_twenty_thousand_ways_whoever_stood_at_the_first_tie_is_tied():
    """Fifteen are level in all duels, and q loses each: more ways than are followed, all alike."""
    level = list(ALPHABET[:15])
    frozen = a_round(a_question("smith-irv", [*level, "q"]), weight=100)
    results, differences = counted_twice(frozen, {"q1": [[1, [level]], [1, [level, ["q"]]]]})
    assert differences == []
    assert results["q1"]["tied"] == level


@pytest.mark.thorough
def test_beyond_twenty_thousand_ways_of_instant_runoff_whoever_stood_is_tied():
    """Sixteen have two votes each, and z three: who of them goes out first may matter. Of x and y,
    with one each, one goes out before: they cannot win, but they stood at the first choice."""
    names = [*ALPHABET[:16], "x", "y", "z"]
    frozen = a_round(a_question("irv", names), weight=100)
    ballots = [[3, [["z"]]], [1, [["x"]]], [1, [["y"]]]]
    ballots += ([2, [[name]]] for name in ALPHABET[:16])
    results, differences = counted_twice(frozen, {"q1": ballots})
    assert differences == []
    assert results["q1"]["tied"] == names


@pytest.mark.parametrize("rule", of_each_family(id for id in FORMS if id.startswith("committee-")))
def test_more_ways_than_are_followed_come_out_the_same(rule):
    ballots = [[5, ["a"]], *([1, [name]] for name in ALPHABET[1:16])]
    frozen = a_round(a_question(rule, ALPHABET[:18], asked={"seats": 8}), weight=100)
    assert counted_twice(frozen, {"q1": ballots})[1] == []


@pytest.mark.thorough
@pytest.mark.parametrize(("many", "sure"), [(7, ["x"]), (8, [])])
def test_beyond_four_hundred_ways_of_equal_shares_nobody_is_called_sure(many, sure):
    """Each project shares a supporter with each other one; x could be paid beside any of them, but
    nobody knows where there are too many ways to follow."""
    names = ALPHABET[:many]
    ballots = [[1, [a, b]] for a, b in combinations(names, 2)] + [[1, ["x"]]]
    costs = dict.fromkeys(names, 4) | {"x": 1}
    question = a_question("budget-equal-shares", costs, budget=len(ballots))
    results, differences = counted_twice(a_round(question, roll=100), {"q1": ballots})
    assert differences == []
    assert results["q1"]["elected"] == sure
    assert set(results["q1"]["tied"]) == {*costs} - {*sure}


def test_seven_who_beat_each_other_in_a_circle_can_all_win_star():
    """As many points and duels for each: who wins depends on whom they meet in the runoff, which no
    order that puts one first or last shows of all of them."""
    names = ALPHABET[:7]
    beaten = [(n, (n + step) % 7) for n in range(7) for step in (1, 2, 4)]
    ballots = [[1, {names[one]: 2, names[other]: 1}] for one, other in beaten]
    frozen = a_round(a_question("star", names), roll=100)
    results, differences = counted_twice(frozen, {"q1": ballots})
    assert differences == []
    assert (results["q1"]["elected"], results["q1"]["tied"]) == ([], list(names))


@pytest.mark.parametrize("seats", [2, 3])
def test_of_many_level_ones_bloc_star_calls_nobody_sure_who_is_not(seats):
    """Nine in a circle and one of all points: more than five are level, and no two are twins."""
    names = ALPHABET[:9]
    beaten = [(n, (n + step) % 9) for n in range(9) for step in (1, 2, 4)]
    ballots = [[1, {names[one]: 2, names[other]: 1, "x": 5}] for one, other in beaten]
    frozen = a_round(a_question("bloc-star", [*names, "x"], asked={"seats": seats}), roll=100)
    results, differences = counted_twice(frozen, {"q1": ballots})
    assert differences == []
    assert results["q1"]["elected"] == ["x"]
    assert set(results["q1"]["tied"]) == set(names)
