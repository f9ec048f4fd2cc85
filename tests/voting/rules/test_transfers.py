"""Several places by ranking, followed by hand: quota, surpluses, who goes out, where votes go."""

import pytest

from tests.voting.rules.test_rankings import ranked
from voting.rules import BadParameter, all_rules

RULES = all_rules()
GREGORY = ("stv-scottish", "stv-wigm", "stv-rctab")
DINNER = {"o": 4, "po": 2, "cs": 8, "cw": 4, "s": 1, "w": 1}
"""Twenty guests choose three of oranges, pears, chocolate, strawberries and sweets."""


def count(rule, ballots, options="opcsw", order=None, **asked):
    found = RULES[rule]
    return found.count(ranked(ballots, options), found.settle({"seats": 3} | asked), order)


@pytest.mark.parametrize("rule", GREGORY)
def test_three_dishes_for_twenty_guests(rule):
    """Quota 6. Chocolate has 12: its surplus moves on at half a vote each, strawberries come to 5
    and sweets to 3; pears go out for oranges, then sweets, and strawberries are left."""
    asked = {} if rule == "stv-scottish" else {"quota": "droop"}
    outcome = count(rule, DINNER, **asked)
    assert set(outcome.elected) == {"c", "o", "s"}
    assert outcome.elected[0] == "c"
    assert float(outcome.numbers["quota"]) == 6


def test_votes_are_written_with_the_decimals_of_the_rule_or_as_fractions():
    moved = {"abc": 5, "a": 2, "b": 1, "c": 3, "d": 4}
    scottish = count("stv-scottish", moved, "abcd", seats=2)
    exact = count("stv-wigm", moved, "abcd", seats=2, arithmetic="exact")
    written = str(scottish.steps), str(exact.steps)
    assert "/" in written[1]
    assert "/" not in written[0]
    assert any(len(text.partition(".")[2]) == 5 for text in written[0].split("'") if "." in text)


def test_a_stage_says_who_gained_in_whole_votes_and_fractions():
    first, second = count(
        "stv-wigm", {"ab": 5, "b": 1, "c": 2}, "abc", seats=2, arithmetic="exact"
    ).steps
    assert first["totals"] == {"a": 5, "b": 1, "c": 2}
    assert second["totals"] == {"a": "8/3", "b": "10/3", "c": 2}
    assert second["gained"] == {"b": "7/3"}


def test_who_has_no_quota_stays_when_places_and_options_are_as_many():
    outcome = count("stv-scottish", {"a": 5, "b": 1, "c": 1}, "abc", seats=3)
    assert set(outcome.elected) == {"a", "b", "c"}
    assert outcome.tied == ()


def test_level_in_one_stage_the_stage_before_decides():
    """SSI 2007/42, rule 49: b and c are level when one of them has to go out; in the stage
    before, b had fewer."""
    outcome = count("stv-scottish", {"a": 10, "b": 4, "db": 1, "c": 5}, "abcd", seats=2)
    assert (outcome.elected, outcome.tied) == (("a", "c"), ())
    level = count("stv-scottish", {"a": 10, "b": 5, "c": 5}, "abc", seats=2)
    assert (level.elected, level.tied) == (("a",), ("b", "c"))
    assert count("stv-scottish", {"a": 10, "b": 5, "c": 5}, "abc", "cba", seats=2).elected == (
        "a",
        "c",
    )


def test_no_ballot_elects_nobody():
    assert count("stv-scottish", {}, "ab").elected == ()


def test_the_one_arithmetic_of_warren_is_accepted_and_asked_of_nobody():
    """Older rounds and files say it; no page offers a choice of one."""
    rule = all_rules()["stv-warren"]
    assert rule.settle({"seats": 2, "arithmetic": "exact"}) == rule.settle({"seats": 2})
    with pytest.raises(BadParameter, match="arithmetic"):
        rule.settle({"seats": 2, "arithmetic": "prf"})
    for each in all_rules().values():
        assert all(len(parameter.words or "ab") > 1 for parameter in each.parameters)
