"""Coombs: textbook examples, by its definition, and what is not promised."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from civic.core.words import speaking
from tests.sizes import size
from tests.voting.bundles import a_question, a_round
from tests.voting.recount.twice import counted_twice
from tests.voting.rules.strategies import profiles, settings_of
from tests.voting.rules.test_baldwin import TENNESSEE
from tests.voting.rules.written_out import ranked
from voting import eliminations
from voting.rules import Profile, all_rules

RULE, CONDORCET = all_rules()["coombs"], all_rules()["condorcet"]
FEW = settings(max_examples=size(30, 2_000))


def counted(ballots, options="abc", order=None, **asked):
    return RULE.count(ranked(ballots, options), RULE.settle(asked), order)


def by_hand(profile, stop, order):
    """Ballot by ballot: who shares a place gets a part of the ballot."""
    ballots = [
        ({o: rank or 99 for o, rank in zip(profile.options, row, strict=True)}, times)
        for row, times in zip(profile.marks.tolist(), profile.times.tolist(), strict=True)
    ]
    left = list(profile.options)
    while len(left) > 1:
        first, last = dict.fromkeys(left, Fraction(0)), dict.fromkeys(left, Fraction(0))
        for ranks, times in ballots:
            for shares, end in ((first, min), (last, max)):
                there = [o for o in left if ranks[o] == end(ranks[one] for one in left)]
                if min(ranks[o] for o in left) < 99:
                    shares.update({o: shares[o] + Fraction(times, len(there)) for o in there})
        best = max(left, key=first.get)
        if stop == "majority" and 2 * first[best] > sum(first.values()):
            return (best,)
        left.remove(max(left, key=lambda o: (last[o], order.index(o))))
    return tuple(left)


@FEW
@given(data=st.data())
def test_comes_out_as_defined(data):
    profile, asked = data.draw(profiles(RULE)), data.draw(settings_of(RULE))
    assume(profile.weight)
    for order in permutations(profile.options):
        elected = RULE.count(profile, asked, order).elected
        assert elected == by_hand(profile, asked["stop"], order)


def test_who_is_last_on_most_ballots_goes_out():
    """Memphis is first for 42 of a hundred, and last for all others."""
    outcome = counted(TENNESSEE, "mnck")
    assert outcome.elected == ("n",)
    assert [step["out"] for step in outcome.steps] == [["m"], []]
    assert outcome.steps[0]["values"] == {"m": 58, "n": 0, "c": 0, "k": 42}
    assert outcome.steps[1]["first"] == {"n": 68, "c": 15, "k": 17}
    assert outcome.ranking == (("n",), ("k",), ("c",), ("m",))
    assert outcome.reasons == (
        ("coombs.half", {"option": "n", "points": 68, "round": 2, "of": 100}),
        ("coombs.runner_up", {"options": ["k"], "points": 17}),
        ("coombs.last_out", {"option": "m", "points": 58}),
        ("coombs.overtaken", {"other": "m", "points": 42}),
    )


def test_it_can_go_on_although_somebody_is_first_on_more_than_half():
    """c is first for four of seven, and the three others put it last."""
    ballots = {"bac": 3, "cba": 2, "cab": 2}
    assert counted(ballots).elected == ("c",)
    outcome = counted(ballots, stop="last")
    assert outcome.elected == ("b",)
    assert outcome.ranking == (("b",), ("a",), ("c",))
    assert outcome.reasons[0] == ("coombs.left", {"option": "b", "count": 2})


def test_exactly_half_is_not_enough():
    """a has it, and goes out as the one that most ballots put last."""
    outcome = counted({"abc": 2, "acb": 1, "bca": 2, "cba": 1})
    assert outcome.elected == ("b",)
    assert outcome.steps[0]["out"] == ["a"]


def test_who_shares_a_place_shares_the_ballot():
    [step] = counted({"a": 2, "(ab)c": 1}).steps
    assert step["first"] == {"a": "5/2", "b": "1/2", "c": 0}
    assert step["values"] == {"a": 0, "b": 1, "c": 2}


def test_a_ballot_counts_as_long_as_it_ranks_somebody_who_is_left():
    """d goes out, and with it the four ballots that rank nobody else."""
    outcome = counted({"d": 4, "abcd": 5, "bcad": 4, "cbad": 3}, "abcd")
    assert outcome.steps[0]["out"] == ["d"]
    assert [step["exhausted"] for step in outcome.steps] == [0, 4, 4]
    assert dict(outcome.reasons)["coombs.exhausted"] == {"count": 4}
    assert dict(outcome.reasons)["coombs.half"]["of"] == 12


def test_a_tie_is_one_where_it_matters():
    circle = {"abc": 1, "bca": 1, "cab": 1}
    outcome = counted(circle)
    assert outcome.tied == ("a", "b", "c")
    assert outcome.reasons == (("coombs.tied", {"options": ["a", "b", "c"], "round": 1}),)
    assert counted(circle, order="bca").elected == ("b",)
    same = counted({"abc": 2, "acb": 2, "bac": 1, "cab": 1}, stop="last")
    assert same.elected == ("a",)
    assert ("coombs.immaterial", {}) in same.reasons


def test_options_that_nobody_ranks_are_followed_as_one():
    """Sixty of them are level at the bottom, in more ways than could be looked at."""
    names = [f"o{number}" for number in range(60)]
    profile = Profile.of(names, [[1, 2, *[0] * 58], [2, 1, *[0] * 58]], [3, 3])
    outcome = RULE.count(profile, RULE.settle({}), None)
    assert (outcome.elected, outcome.tied) == ((), ("o0", "o1"))


@pytest.mark.parametrize("n", [7, 12])
def test_many_in_a_circle_come_out_the_same_when_counted_again(n):
    """Of twelve not all ways are followed, and whoever is left at the tie may win."""
    names = "abcdefghijkl"[:n]
    turned = [names[start:] + names[:start] for start in range(n)]
    ballots = {"q1": [[1, [[name] for name in order]] for order in [*turned, *turned]]}
    results, differences = counted_twice(a_round(a_question("coombs", names), roll=60), ballots)
    assert differences == []
    assert results["q1"]["tied"] == list(names)


def test_parts_of_votes_stay_exact_where_they_do_not_fit_64_bits():
    """Twenty-nine of thirty options share a last place, in one ballot fewer than the most."""
    names = [f"o{number}" for number in range(60)]
    rows = [[1] + [0] * many + [2] * (59 - many) for many in range(3, 59)]
    profile = Profile.of(names, rows, [10**15] * len(rows))
    [first, *_] = RULE.count(profile, RULE.settle({"stop": "last"}), None).steps
    shares = [sum(Fraction(10**15, many) for many in range(max(n, 3), 59)) for n in range(1, 60)]
    assert [Fraction(has) for has in first["values"].values()] == [0, *shares]


# ------------------------------------------------------------ promises, and what is none


@FEW
@given(
    tops=st.lists(st.integers(0, 4), min_size=1, max_size=9),
    turns=st.data(),
    stop=st.sampled_from(["majority", "last"]),
)
def test_on_one_line_who_wins_each_duel_wins(tops, turns, stop):
    """Grofman and Feld, 2004."""
    ballots = {}
    for top in tops:
        order, least, most = "abcde"[top], top - 1, top + 1
        while len(order) < 5:
            left = most > 4 or (least >= 0 and turns.draw(st.booleans()))
            order += "abcde"[least if left else most]
            least, most = (least - 1, most) if left else (least, most + 1)
        ballots[order] = ballots.get(order, 0) + 1
    best = CONDORCET.count(ranked(ballots, "abcde"), CONDORCET.settle({}), None).elected
    if best:
        assert counted(ballots, "abcde", stop=stop).elected == best


@FEW
@given(data=st.data())
def test_who_is_last_on_more_than_half_never_wins(data):
    profile, asked = data.draw(profiles(RULE)), data.draw(settings_of(RULE))
    outcome = RULE.count(profile, asked, None)
    for column, option in enumerate(profile.options):
        others = [c for c in range(len(profile.options)) if c != column]
        ranks = profile.marks.copy()
        ranks[ranks == 0] = 99
        last = [all(row[c] < row[column] for c in others) for row in ranks.tolist()]
        if others and 2 * int(profile.times[last].sum()) > profile.weight:
            assert option not in (*outcome.elected, *outcome.tied)


def test_who_would_win_each_duel_can_lose():
    """c wins against a and against b, and is last on most ballots."""
    ballots = {"cab": 3, "acb": 1, "cba": 3, "abc": 5, "bca": 1}
    assert CONDORCET.count(ranked(ballots), CONDORCET.settle({}), None).elected == ("c",)
    assert counted(ballots).elected == ("a",)


def test_a_better_rank_can_harm():
    """Two who had a last put it first; now c goes out in its stead, and a loses to b."""
    assert counted({"acb": 7, "bac": 6, "cba": 3, "bca": 3}).elected == ("a",)
    assert counted({"acb": 7, "bac": 6, "cba": 3, "bca": 1, "abc": 2}).elected == ("b",)


def test_rounds_are_told_with_what_decides(program):
    chart = counted(TENNESSEE, "mnck").chart
    with program.test_request_context(), speaking("en", "Europe/Paris"):
        last, first = eliminations.rounds(a_question("coombs", "mnck"), chart)
    assert first["told"] == "“M” is put last by the most ballots, 58, and goes out."
    assert [row["value"] for row in first["rows"]] == ["0", "0", "42", "58"]
    assert last["told"] == "This round shows first places: “N” has more than half of them."
    assert [(row["value"], row["width"]) for row in last["rows"]] == [
        ("68", "68.00%"),
        ("17", "17.00%"),
        ("15", "15.00%"),
    ]
    assert (last["line"], first["line"]) == ("50.00%", "")
    assert [eliminations.counted(chart, step)["k"] for step in chart["rounds"]] == [42, 17]
