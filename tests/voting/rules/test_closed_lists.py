"""Lists of candidates: places of lists, names crossed out, women and men, places left vacant."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.rules import BadParameter, Profile, all_rules

RULE, DHONDT = all_rules()["closed-lists"], all_rules()["dhondt"]
THREE = {"lists": [1, 1, 1, 2, 2, 3], "seats": 3}


def count(ballots, options="abcdef", order=None, **asked):
    """Ballots are words, the kept ones of a list, with their weights: ``abc``, ``ac`` without b;
    capital letters are crossed out: ``aBc``."""
    marks = [
        [int(o in word) - int(o.upper() in word and o not in word) for o in options]
        for word in ballots
    ]
    profile = Profile.of(list(options), marks, list(ballots.values()))
    return RULE.count(profile, RULE.settle(THREE | asked), order)


def test_places_go_to_lists_by_the_highest_average_and_down_each_list():
    outcome = count({"abc": 60, "de": 35, "f": 5})
    assert outcome.elected == ("a", "b", "d")
    assert dict(outcome.reasons)["lists.places"]["votes"] in (60, 35)


@pytest.mark.parametrize(
    ("shared", "elected"),
    [("averages", "abcd"), ("remainders", "abdf"), ("half", "abcd"), ("first", "abc")],
)
def test_the_methods_of_statutes(shared, elected):
    ballots = {"abc": 55, "de": 30, "f": 15}
    assert "".join(sorted(count(ballots, seats=4, shared=shared).elected)) == elected


def test_half_of_the_places_rounded_up_then_the_rest_among_all():
    """Code électoral, L262: with 5 places 3 to the first list, 2 by the highest average."""
    options, lists = "abcdefgh", [1, 1, 1, 1, 1, 2, 2, 3]
    outcome = count({"abcde": 45, "fg": 40, "h": 15}, options, seats=5, lists=lists, shared="half")
    assert outcome.elected == ("a", "b", "c", "d", "f")


def test_a_list_below_the_share_takes_no_part():
    ballots = {"abc": 60, "de": 31, "f": 9}
    assert "f" in count(ballots, seats=10).elected
    assert "f" not in count(ballots, seats=10, threshold="1/10").elected


def test_a_name_is_passed_over_when_a_tenth_of_the_lists_ballots_cross_it_out():
    """Code du travail, L2314-29: under 10 % the order in which names were put stands."""
    assert count({"abc": 91, "Abc": 9}, seats=1).elected == ("a",)
    outcome = count({"abc": 90, "Abc": 10}, seats=1)
    assert outcome.elected == ("b",)
    told = dict(outcome.reasons)["lists.crossed"]
    assert told == {"option": "a", "other": "b", "count": 10, "of": 100}
    assert count({"abc": 99, "Abc": 1}, seats=1, crossed_by="0").elected == ("b",)
    assert count({"abc": 90, "Abc": 10}, seats=1, crossed_by="1/5").elected == ("a",)


def test_those_crossed_out_as_often_stay_as_they_were_put():
    assert count({"ABc": 2, "abC": 2, "abc": 1}, seats=2).elected == ("a", "b")
    assert count({"ABc": 3, "abC": 2}, seats=3).elected == ("c", "a", "b")


def test_crossing_out_can_cost_a_list_its_place():
    ballots = {"aBC": 10, "de": 6}
    assert count(ballots, seats=1).elected == ("a",)
    assert count(ballots, seats=1, votes_of="candidates").elected == ("d",)


def test_places_beyond_a_lists_candidates_stay_vacant():
    outcome = count({"f": 50, "de": 49}, seats=3, shared="first")
    assert (outcome.elected, outcome.numbers["vacant"]) == (("f",), 2)
    assert dict(outcome.reasons)["lists.vacant"] == {"count": 2, "list": 3}


def test_women_and_men_among_the_elected_are_counted():
    outcome = count({"abc": 60, "de": 35}, sides=[1, 2, 1, 1, 2, 0])
    assert dict(outcome.reasons)["lists.parity"] == {"count": 2, "men": 1}  # a, b; d
    assert "lists.parity" not in dict(count({"abc": 1}).reasons)


def test_level_lists_are_a_tie_for_whom_it_matters():
    outcome = count({"abc": 10, "de": 10}, seats=1)
    assert (outcome.elected, outcome.tied) == ((), ("a", "d"))
    assert count({"abc": 10, "de": 10}, seats=1, order="edcbaf").elected == ("d",)
    everything = count({"abc": 10, "de": 10}, seats=3, shared="first")
    assert (everything.elected, everything.tied) == ((), ("a", "b", "c", "d", "e"))
    # The next place would be beyond both lists: no tie then, but two vacant places.
    outcome = count({"ab": 1, "cd": 1}, "abcd", lists=[1, 1, 2, 2], seats=5)
    assert (set(outcome.elected), outcome.tied, outcome.numbers["vacant"]) == (set("abcd"), (), 1)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"lists": [1, 2]}, "lists"),
        ({"names": ["One"]}, "names"),
        ({"sides": [1]}, "sides"),
    ],
)
def test_what_does_not_fit_the_candidates_is_named(asked, name):
    with pytest.raises(BadParameter) as refused:
        count({"abc": 1}, **asked)
    assert refused.value.name == name


@given(data=st.data())
def test_lists_long_enough_get_the_places_that_dhondt_gives(data):
    votes = [data.draw(st.integers(0, 30)) for _ in range(3)]
    seats = data.draw(st.integers(1, 4))
    options = [f"{letter}{n}" for letter in "abc" for n in range(4)]
    rows = [[int(o[0] == letter) for o in options] for letter in "abc"]
    profile = Profile.of(options, rows, votes)
    asked = RULE.settle({"lists": [1] * 4 + [2] * 4 + [3] * 4, "seats": seats})
    ours = RULE.count(profile, asked)
    theirs = DHONDT.count(
        Profile.of("abc", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], votes),
        DHONDT.settle({"seats": seats}),
    )
    places = {letter: sum(o[0] == letter for o in ours.elected) for letter in "abc"}
    assert places == {"a": 0, "b": 0, "c": 0} | dict(theirs.seats or {})
    assert {o[0] for o in ours.tied} == set(theirs.tied)


@given(data=st.data())
def test_a_ballot_more_never_costs_its_list_a_place(data):
    votes = {word: data.draw(st.integers(0, 9)) for word in ("abc", "aBc", "de", "f")}
    asked = {"seats": data.draw(st.integers(1, 5)), "crossed_by": "1/3"}
    asked["shared"] = data.draw(st.sampled_from(["averages", "half", "first"]))
    order = data.draw(st.permutations("abcdef"))
    before = count(votes, order=order, **asked).elected
    after = count(votes | {"de": votes["de"] + 1}, order=order, **asked).elected
    assert len({"d", "e"} & set(after)) >= len({"d", "e"} & set(before))


def test_near_ties_of_one_in_ten_to_the_thirty_are_no_ties():
    """Two lists whose averages differ by less than floats can tell."""
    large = 10**15
    ballots = {"abc": 2 * large + 1, "de": large}
    outcome = count(ballots, seats=2)
    assert Fraction(2 * large + 1, 2) - large == Fraction(1, 2)
    assert (outcome.elected, outcome.tied) == (("a", "b"), ())
    assert count({"abc": 2 * large, "de": large}, seats=2).tied == ("b", "d")
