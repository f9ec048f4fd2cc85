"""Several places from ticked ballots: textbook examples, promises, counts from the definition."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.rules import Profile, all_rules

IN_PROPORTION = ("committee-seq-pav", "committee-seq-phragmen", "committee-equal-shares")
RULES = ("committee-av", *IN_PROPORTION)


def count(rule, ballots, seats, *, options="", order=None, **asked):
    """``ballots``: words whose letters are the options ticked, with their weights."""
    names = options or "".join(sorted({letter for ticked, _ in ballots for letter in ticked}))
    marks = [[int(option in ticked) for option in names] for ticked, _ in ballots]
    profile = Profile.of(names, marks, [weight for _, weight in ballots])
    found = all_rules()[rule]
    return found.count(profile, found.settle({"seats": seats} | asked), order)


SETS = st.sets(st.sampled_from("abcde"), min_size=1).map(lambda ticked: "".join(sorted(ticked)))
BALLOTS = st.lists(st.tuples(SETS, st.integers(1, 5)), min_size=1, max_size=7)


# ------------------------------------------------------------ textbook examples


def test_a_majority_takes_all_places_by_ticks_and_its_part_in_proportion():
    """Three places, 60 voters for a, b, c and 40 for d, e, f (Lackner and Skowron 2023)."""
    ballots = [("abc", 60), ("def", 40)]
    assert count("committee-av", ballots, 3).elected == ("a", "b", "c")
    for rule in IN_PROPORTION:
        outcome = count(rule, ballots, 3, order=list("abcdef"))
        assert sorted(outcome.elected) == ["a", "b", "d"]


def test_each_choice_elected_halves_then_thirds_a_ballot():
    outcome = count("committee-seq-pav", [("abc", 12), ("d", 5)], 4)
    assert [step["votes"] for step in outcome.steps[1:]] == ["12", "6", "5", "4"]
    outcome = count("committee-seq-pav", [("ab", 6), ("ac", 5), ("d", 4)], 3)
    assert outcome.elected == ("a", "d", "b")
    assert ("committee.part", {"option": "b", "count": 6, "points": "3"}) in outcome.reasons


def test_a_burden_is_shared_by_those_who_tick():
    """a is a burden of 1/10 for ten voters; b would then burden its eight with (1 + 6/10) / 8."""
    outcome = count("committee-seq-phragmen", [("ab", 6), ("a", 4), ("b", 2), ("c", 3)], 3)
    assert [step["votes"] for step in outcome.steps[1:]] == ["10", "5", "3"]
    assert outcome.elected == ("a", "b", "c")


def test_what_nobody_can_give_alone_is_filled_as_asked():
    """Three places, ten ballots: everybody has 3/10 of one. Four give a whole one, three do not."""
    ballots = [("abc", 7), ("de", 3)]
    loads = count("committee-equal-shares", ballots, 3, order=list("abcde"))
    ticks = count("committee-equal-shares", ballots, 3, order=list("abcde"), completion="greedy")
    assert sorted(loads.elected) == ["a", "b", "d"]
    assert sorted(ticks.elected) == ["a", "b", "c"]


@pytest.mark.parametrize("rule", IN_PROPORTION)
def test_not_ticking_who_wins_anyway_can_help(rule):
    """The limit that all three name: a is elected without them, and b needs all their weight."""
    honest = count(rule, [("ab", 6), ("a", 8), ("c", 5)], 2)
    sparing = count(rule, [("b", 6), ("a", 8), ("c", 5)], 2)
    assert sorted(honest.elected) == ["a", "c"]
    assert sorted(sparing.elected) == ["a", "b"]


@pytest.mark.parametrize("rule", RULES)
def test_whom_nobody_ticks_is_not_elected_unless_a_vote_fills_every_place(rule):
    for order in (None, list("dcba")):
        outcome = count(rule, [("a", 2)], 3, options="abcd", order=order)
        assert (outcome.elected, outcome.tied) == (("a",), ())
        assert ("committee.vacant", {"count": 2}) in outcome.reasons
    outcome = count(rule, [("a", 2)], 3, options="abcd", unticked="level")
    assert (outcome.elected, outcome.tied) == (("a",), ("b", "c", "d"))
    outcome = count(rule, [("a", 2)], 3, options="abcd", unticked="level", order=list("dcba"))
    assert outcome.elected == ("a", "d", "c")
    assert ("committee.unknown", {"options": ["d", "c"], "count": 2}) in outcome.reasons


@pytest.mark.parametrize("rule", RULES)
def test_who_is_next_is_told(rule):
    outcome = count(rule, [("a", 5), ("b", 4), ("c", 2)], 2)
    assert outcome.elected == ("a", "b")
    after = [dict(numbers) for name, numbers in outcome.reasons if name == "committee.next"]
    assert after == [{"options": ["c"]}]


# ------------------------------------------------------------ from the definition


def thiele(ballots, seats, order):
    elected = []
    while len(elected) < seats:
        votes = {
            o: sum(w * Fraction(1, 1 + len(set(t) & set(elected))) for t, w in ballots if o in t)
            for o in order
            if o not in elected and any(o in ticked for ticked, _ in ballots)
        }
        if not votes:
            break
        elected.append(max(votes, key=votes.get))
    return elected


def phragmen(ballots, seats, order):
    loads, elected = [Fraction(0)] * len(ballots), []
    while len(elected) < seats:
        after = {}
        for option in order:
            mine = [n for n, (ticked, _) in enumerate(ballots) if option in ticked]
            if mine and option not in elected:
                had = sum(loads[n] * ballots[n][1] for n in mine)
                after[option] = (1 + had) / sum(ballots[n][1] for n in mine)
        if not after:
            break
        best = min(after, key=after.get)
        elected.append(best)
        loads = [
            after[best] if best in ticked else load
            for (ticked, _), load in zip(ballots, loads, strict=True)
        ]
    return elected


@pytest.mark.parametrize(
    ("rule", "by_hand"), [("committee-seq-pav", thiele), ("committee-seq-phragmen", phragmen)]
)
@given(ballots=BALLOTS, seats=st.integers(1, 5), data=st.data())
def test_comes_out_as_defined(rule, by_hand, ballots, seats, data):
    order = data.draw(st.permutations("abcde"))
    counted = count(rule, ballots, seats, options="abcde", order=order, unticked="empty")
    assert list(counted.elected) == by_hand(ballots, seats, order)


@pytest.mark.parametrize("rule", IN_PROPORTION)
@pytest.mark.parametrize("off", [-1, 0, 1])
def test_one_vote_in_a_thousand_billion_decides(rule, off):
    """Floats cannot tell these two apart; whole numbers can."""
    most = 10**15
    outcome = count(rule, [("a", most), ("b", most + off), ("ab", most)], 1)
    assert outcome.elected == {-1: ("a",), 0: (), 1: ("b",)}[off]
    assert outcome.tied == (("a", "b") if not off else ())


# ------------------------------------------------------------ promises


@pytest.mark.parametrize(
    "rule", ["committee-av", "committee-sav", "committee-seq-pav", "committee-seq-phragmen"]
)
@given(ballots=BALLOTS, seats=st.integers(1, 4), data=st.data())
def test_one_place_more_takes_none_away(rule, ballots, seats, data):
    order = data.draw(st.permutations("abcde"))
    few = count(rule, ballots, seats, options="abcde", order=order)
    more = count(rule, ballots, seats + 1, options="abcde", order=order)
    assert set(few.elected) <= set(more.elected)


@pytest.mark.parametrize("rule", ["committee-seq-pav", "committee-seq-phragmen"])
@given(votes=st.lists(st.integers(1, 40), min_size=3, max_size=3), seats=st.integers(1, 6))
def test_whole_lists_get_places_as_by_dhondt(rule, votes, seats):
    lists = ["abcdef", "ghijkl", "mnopqr"]
    outcome = count(rule, list(zip(lists, votes, strict=True)), seats, order="abcdefghijklmnopqr")
    dhondt = all_rules()["dhondt"]
    by_list = dhondt.count(
        Profile.of("xyz", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], votes),
        dhondt.settle({"seats": seats}),
        list("xyz"),
    )
    places = [sum(option in one for option in outcome.elected) for one in lists]
    assert places == list(by_list.seats.values())


@pytest.mark.parametrize("rule", ["committee-seq-phragmen", "committee-equal-shares"])
@given(ballots=BALLOTS, seats=st.integers(1, 4))
def test_a_group_that_agrees_gets_its_share(rule, ballots, seats):
    """Proportional justified representation: Sánchez-Fernández et al. 2017."""
    outcome = count(rule, ballots, seats, options="abcde", order=list("abcde"))
    every = sum(weight for _, weight in ballots)
    for many in range(1, seats + 1):
        for common in combinations("abcde", many):
            group = [one for one in ballots if set(common) <= set(one[0])]
            if sum(weight for _, weight in group) * seats >= many * every:
                theirs = {option for ticked, _ in group for option in ticked}
                assert len(theirs & set(outcome.elected)) >= many


@pytest.mark.thorough
@pytest.mark.parametrize("rule", IN_PROPORTION)
def test_more_ways_than_are_followed(rule):
    """C(18, 9) sets of nine: whoever could still win is level."""
    outcome = count(rule, [("a", 60)] + [(letter, 5) for letter in "bcdefghijklmnopqr"], 9)
    assert outcome.elected == ("a",)
    assert len(outcome.tied) == 17
