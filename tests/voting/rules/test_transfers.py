"""Several places by ranking, followed by hand: quota, surpluses, who goes out, where votes go."""

import pytest

from tests.voting.rules.written_out import ranked
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
    assert (first["elected"], second["elected"]) == (["a"], ["b"])


def test_who_goes_out_keeps_nothing():
    stages = count("stv-scottish", {"a": 5, "b": 3, "cb": 1}, "abc", seats=2).steps
    assert [stage["totals"]["c"] for stage in stages] == ["1.00000", "1.00000", "0.00000"]
    assert stages[-1]["gained"] == {"b": "1.00000"}
    exact = count("stv-wigm", {"a": 5, "b": 3, "cb": 1}, "abc", seats=2, arithmetic="exact").steps
    assert exact[-1]["gained"] == {"b": 1}


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


@pytest.mark.parametrize("rule", GREGORY)
def test_who_went_out_first_matters_though_the_same_stand_and_are_elected(rule):
    """Quota 6. x, with 5, gets the ballot of the first of a and b to go out and is elected; that
    of the second passes x over and reaches y or z. Then u and v are level, in either case."""
    ballots = {"axz": 1, "bxy": 1, "x": 5, "u": 2, "v": 2, "y": 3, "z": 3}
    asked = {"seats": 2} | ({} if rule == "stv-scottish" else {"quota": "droop"})
    counted = count(rule, ballots, "abxuvyz", **asked)
    assert (counted.elected, counted.tied) == (("x",), ("y", "z"))
    for order, last in (("abxuvyz", "z"), ("baxuvyz", "y")):
        assert count(rule, ballots, "abxuvyz", order, **asked).elected == ("x", last)


def test_in_scotland_a_later_tie_asks_how_it_was_on_each_way():
    """a and b are level, then u and v; when all are out, y and z have 4 each. Whoever was ahead
    when only one of a and b was out stays, so that it matters which one that was."""
    ballots = {"ay": 1, "bz": 1, "u": 2, "v": 2, "y": 3, "z": 3}
    assert count("stv-scottish", ballots, "abuvyz", seats=1).tied == ("y", "z")


@pytest.mark.parametrize("others", [{"b": 2}, {"b": 4, "c": 3}])
def test_those_without_a_vote_go_out_before_all_others_the_last_of_them_first(others):
    """Twenty of them: in more orders than could be followed, to one end."""
    nobody = "defghijklmnopqrstuvw"
    counted = count("stv-scottish", {"a": 7} | others, f"abc{nobody}", seats=2)
    assert (set(counted.elected), counted.tied) == ({"a", "b"}, ())
    out = [stage["from"] for stage in counted.steps[1:] if stage["goes_out"]]
    assert out[: len(nobody)] == [*reversed(nobody)]


def test_no_ballot_elects_nobody():
    assert count("stv-scottish", {}, "ab").elected == ()


def test_who_has_just_the_quota_hands_nothing_on():
    """Quota 3: both are elected at once, and no stage follows."""
    assert len(count("stv-scottish", {"ac": 3, "b": 3, "c": 2}, "abc", seats=2).steps) == 1


def test_who_remained_and_who_was_the_last_to_go_out_are_told():
    """Quota 5. d goes out, then c; b has 4 and is the only one left."""
    counted = count("stv-scottish", {"a": 7, "b": 4, "c": 2, "d": 1}, "abcd", seats=2)
    assert counted.reasons == (
        ("stv.quota", {"points": 5, "seats": 2}),
        ("stv.reached", {"options": ["a"]}),
        ("stv.remained", {"options": ["b"]}),
        ("stv.last_out", {"option": "c"}),
    )


def test_beyond_so_many_stages_whoever_stood_at_the_first_tie_is_level(monkeypatch):
    """a is elected and e goes out; b or c goes out next, so that two stages follow."""
    asked = {"seats": 2}
    stood = {"a": 7, "bc": 2, "cb": 2, "d": 3, "e": 1}
    assert count("stv-wigm", stood, "abcde", **asked).tied == ("b", "c")
    monkeypatch.setattr("voting.rules._stv.MOST_STATES", 2)
    assert count("stv-wigm", stood, "abcde", **asked).tied == ("b", "c"), "so many are followed"
    monkeypatch.setattr("voting.rules._stv.MOST_STATES", 1)
    counted = count("stv-wigm", stood, "abcde", **asked)
    assert (counted.elected, counted.tied) == (("a",), ("b", "c", "d"))


def test_the_one_arithmetic_of_warren_is_accepted_and_asked_of_nobody():
    """Older rounds and files say it; no page offers a choice of one."""
    rule = all_rules()["stv-warren"]
    assert rule.settle({"seats": 2, "arithmetic": "exact"}) == rule.settle({"seats": 2})
    with pytest.raises(BadParameter, match="arithmetic"):
        rule.settle({"seats": 2, "arithmetic": "prf"})
    for each in all_rules().values():
        assert all(len(parameter.words or "ab") > 1 for parameter in each.parameters)
