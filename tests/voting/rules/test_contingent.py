"""The contingent vote: textbook examples, by its definition, and what is not promised."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import size
from tests.voting.rules.strategies import profiles, settings_of
from tests.voting.rules.test_rankings import irv
from tests.voting.rules.written_out import ranked
from voting.rules import Profile, all_rules

RULE = all_rules()["contingent"]
FEW = settings(max_examples=size(40, 2_000))


def counted(ballots, options="abc", order=None, **asked):
    return RULE.count(ranked(ballots, options), RULE.settle(asked), order)


def by_hand(profile, overvote, order):
    """Ballot by ballot, as the law tells it."""
    papers = []
    for row, times in zip(profile.marks.tolist(), profile.times.tolist(), strict=True):
        paper = []
        for rank in sorted({rank for rank in row if rank}):
            if row.count(rank) == 1:
                paper.append(profile.options[row.index(rank)])
            elif overvote == "exhaust":
                break
        papers += [paper] * times

    def votes(standing):
        tops = [next((o for o in paper if o in standing), None) for paper in papers]
        return {o: tops.count(o) for o in standing}

    first = votes(profile.options)
    if not any(first.values()):
        return ()
    best = max(first, key=first.get)
    if 2 * first[best] > sum(first.values()):
        return (best,)
    finalists = sorted(first, key=lambda o: (-first[o], order.index(o)))[:2]
    final = votes(finalists)
    return (min(finalists, key=lambda o: (-final[o], order.index(o))),)


@FEW
@given(data=st.data())
def test_comes_out_as_the_law_counts_it(data):
    profile, asked = data.draw(profiles(RULE)), data.draw(settings_of(RULE))
    for order in permutations(profile.options):
        elected = RULE.count(profile, asked, order).elected
        assert elected == by_hand(profile, asked["overvote"], order)


def test_the_two_with_the_most_first_choices_meet():
    """Sri Lanka's way: c and d go out together, and what they rank next decides."""
    outcome = counted({"acb": 9, "bca": 8, "cba": 4, "dba": 3, "d": 1}, "abcd")
    assert outcome.elected == ("b",)
    assert outcome.ranking == (("b",), ("a",), ("c", "d"))
    assert [step["votes"] for step in outcome.steps] == [
        {"a": 9, "b": 8, "c": 4, "d": 4},
        {"a": 9, "b": 15},
    ]
    assert outcome.steps[0]["out"] == ["c", "d"]
    assert outcome.numbers["final"] == {"a": 9, "b": 15}
    said = dict(outcome.reasons)
    assert said["contingent.meet"] == {"options": ["a", "b"], "of": 25}
    assert said["contingent.final"] == {"option": "b", "count": 15, "of": 24}
    assert said["contingent.overtaken"]["second"] == 8
    assert said["contingent.exhausted"] == {"count": 1}


def test_it_is_not_instant_runoff():
    """c is third, and in instant runoff gains what d has; here both go out together."""
    ballots = {"abc": 8, "bca": 7, "cba": 5, "dcb": 4}
    assert irv(ballots, "abcd").elected == ("c",)
    assert counted(ballots, "abcd").elected == ("b",)


def test_more_than_half_of_the_first_choices_win_at_once():
    outcome = counted({"ab": 3, "b": 1, "c": 1})
    assert (outcome.elected, len(outcome.steps)) == (("a",), 1)
    assert outcome.reasons[1] == ("contingent.runner_up", {"options": ["b", "c"], "count": 1})
    assert counted({"a": 2}).reasons[1] == ("contingent.alone", {})
    assert len(counted({"a": 2}, "a").reasons) == 1


def test_exactly_half_is_not_enough():
    assert len(counted({"a": 3, "ba": 2, "ca": 1}).steps) == 2


@pytest.mark.parametrize(("overvote", "elected"), [("exhaust", "a"), ("skip", "b")])
def test_a_shared_rank_ends_the_ballot_or_is_passed_over(overvote, elected):
    ballots = {"a": 4, "b": 3, "(cd)b": 3, "ca": 1}
    assert counted(ballots, "abcd", overvote=overvote).elected == (elected,)


def test_a_tie_for_the_final_is_one_where_it_matters():
    same = counted({"a": 5, "ba": 3, "ca": 3})
    assert same.elected == ("a",)
    assert ("contingent.immaterial", {}) in same.reasons
    assert same.steps[0]["level"] == ["a", "b", "c"]
    other = counted({"a": 4, "bc": 3, "cb": 3, "d": 1}, "abcd")
    assert (other.elected, other.tied) == ((), ("b", "c"))
    assert other.reasons == (("contingent.tied", {"options": ["b", "c"], "level": 3}),)
    assert counted({"a": 4, "bc": 3, "cb": 3, "d": 1}, "abcd", order="acbd").elected == ("c",)
    assert counted({"a": 4, "bc": 3, "cb": 3, "d": 1}, "abcd", order="cbda").elected == ("c",)


def test_a_level_final_is_a_tie():
    outcome = counted({"a": 2, "b": 2, "c": 1})
    assert outcome.tied == ("a", "b")
    assert outcome.reasons[1] == ("contingent.level", {"options": ["a", "b"], "count": 2})
    assert counted({"a": 2, "b": 2, "c": 1}, order="bac").elected == ("b",)


def test_similar_options_can_both_miss_the_final():
    """Twelve of 23 want b, c or e, in any order; the final is held between the two others."""
    ballots = {"bce": 4, "ceb": 4, "ebc": 4, "ad": 6, "da": 5}
    assert counted(ballots, "abcde").elected == ("a",)
    assert counted({"b": 12, "ad": 6, "da": 5}, "abd").elected == ("b",)


def test_two_hundred_level_options_are_followed_pair_by_pair():
    names = [f"o{n}" for n in range(200)]
    marks = [[int(n == m) + 2 * int(m == (n + 1) % 200) for m in range(200)] for n in range(200)]
    profile = Profile.of(names, marks)
    assert set(RULE.count(profile, RULE.settle({}), None).tied) == set(names)
