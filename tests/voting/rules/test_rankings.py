"""Instant runoff and Schulze: what the literature promises, and what it says they cannot."""

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.rules.strategies import profiles
from tests.voting.rules.written_out import ranked
from voting.rules import BadParameter, Profile, all_rules

IRV, SCHULZE = all_rules()["irv"], all_rules()["schulze"]


def irv(ballots, options="abc", order=None, **asked):
    return IRV.count(ranked(ballots, options), IRV.settle(asked), order)


def schulze(ballots, options="abc", order=None, **asked):
    return SCHULZE.count(ranked(ballots, options), SCHULZE.settle(asked), order)


def test_the_weakest_goes_out_and_its_ballots_move_on():
    counted = irv({"a": 4, "bc": 3, "cb": 2})
    assert counted.elected == ("b",)
    assert [step["out"] for step in counted.steps] == [["c"], []]
    assert counted.numbers["final"] == {"a": 4, "b": 5}
    assert "irv.overtaken" in dict(counted.reasons)
    for none_led in ({"a": 3, "b": 3, "cb": 1}, {"a": 3, "b": 4, "cb": 2}):
        counted = irv(none_led)
        assert counted.elected == ("b",)
        assert "irv.overtaken" not in dict(counted.reasons)


def test_who_stays_longer_ranks_higher():
    counted = irv({"a": 6, "b": 5, "cb": 3, "db": 1}, "abcd")
    assert counted.ranking == (("b",), ("a",), ("c",), ("d",))
    assert counted.numbers["first"] == {"a": 6, "b": 5, "c": 3, "d": 1}


def test_those_who_reach_nobody_even_together_go_out_at_once():
    counted = irv({"a": 5, "b": 4, "c": 1, "d": 1}, "abcd")
    assert [step["out"] for step in counted.steps] == [["c", "d"], []]
    assert "irv.immaterial" not in dict(counted.reasons)


def test_how_it_would_have_ended_between_two_is_told():
    """a has more than half before only two are left: d and c would still have gone out."""
    counted = irv({"a": 6, "b": 3, "cb": 2}, "abcd")
    assert counted.numbers["last_two"] == {"a": 6, "b": 5}
    assert counted.numbers["exhausted_last"] == 0
    counted = irv({"a": 6, "b": 3, "c": 1, "cb": 1}, "abcd")
    assert counted.numbers["last_two"] == {"a": 6, "b": 4}
    assert counted.numbers["exhausted_last"] == 1


def test_ballots_that_count_for_nobody_at_the_end_are_told():
    counted = irv({"a": 4, "b": 3, "c": 2})
    assert dict(counted.reasons)["irv.exhausted"] == {"count": 2}
    assert "irv.exhausted" not in dict(irv({"a": 4, "b": 3}).reasons)


def test_a_better_rank_can_make_its_option_lose():
    """Ten voters move a from the last place to the first, and a loses."""
    before = irv({"abc": 39, "bca": 35, "cab": 26})
    after = irv({"abc": 49, "bca": 25, "cab": 26})
    assert (before.elected, after.elected) == (("a",), ("c",))


def test_who_would_win_each_duel_can_go_out_first():
    ballots = {"abc": 4, "bac": 3, "cba": 4}
    assert schulze(ballots).elected == ("b",)
    assert irv(ballots).elected != ("b",)


def test_a_shared_rank_ends_the_ballot_or_is_passed_over():
    ballots = {"(ab)c": 3, "a": 1, "b": 2}
    assert irv(ballots).elected == ("b",)
    assert irv(ballots, overvote="skip").elected == ("c",)
    # As it was marked: b goes out first, and a is not alone on its rank for that.
    assert irv({"d(ab)": 1, "c": 3, "a": 2}, "abcd").elected == ("c",)


def test_a_tie_that_changes_nothing_is_none():
    counted = irv({"a": 5, "b": 2, "c": 2, "d": 1}, "abcd")
    assert (counted.elected, counted.tied) == (("a",), ())
    counted = irv({"a": 4, "ba": 2, "ca": 2}, "abc")
    assert (counted.elected, counted.tied) == (("a",), ())
    assert counted.steps[0]["immaterial"] == ["b", "c"]
    assert "irv.immaterial" in dict(counted.reasons)
    assert counted.steps[0]["out"] == ["c"], "the one that stands last on the paper"


def test_a_tie_that_matters_names_everybody_who_may_still_win():
    ballots = {"a": 3, "bc": 2, "cb": 2}
    assert irv(ballots).tied == ("b", "c")
    assert irv(ballots, order="bca").elected == ("b",)
    assert irv(ballots, order="cba").elected == ("c",)


def test_beyond_its_bound_a_tie_may_go_to_anybody(monkeypatch):
    """Four sets may stand in turn: {a, b, c}, {a, b}, {a, c} and none further."""
    ballots = {"a": 3, "bc": 2, "cb": 2}
    monkeypatch.setattr("voting.rules.irv.MOST_STATES", 3)
    assert irv(ballots).tied == ("b", "c"), "so many are looked at"
    monkeypatch.setattr("voting.rules.irv.MOST_STATES", 2)
    assert irv(ballots).tied == ("a", "b", "c")


def test_schulzes_own_example():
    """Schulze 2011, example 1: 21 voters, four candidates."""
    ballots = {"acdb": 8, "badc": 2, "cdba": 4, "dbac": 4, "dcba": 3}
    counted = schulze(ballots, "abcd")
    assert counted.elected == ("d",)
    assert counted.ranking == (("d",), ("a",), ("c",), ("b",))
    paths = counted.steps[1]["paths"]
    assert [paths[place][place] for place in range(4)] == [0, 0, 0, 0]
    assert counted.numbers["matrix"]["a"] == {"b": 8, "c": 14, "d": 10}


@given(data=st.data())
def test_who_wins_each_duel_wins(data):
    profile = data.draw(profiles(SCHULZE))
    asked = SCHULZE.settle({"measure": data.draw(st.sampled_from(["winning-votes", "margins"]))})
    counted = SCHULZE.count(profile, asked, None)
    assume(counted.ranking)
    duels = counted.numbers["matrix"]
    for option in profile.options:
        others = [other for other in profile.options if other != option]
        if all(duels[option][other] > duels[other][option] for other in others):
            assert counted.elected == (option,)


@given(data=st.data())
def test_strongest_paths_are_the_strongest_of_all_paths(data):
    profile = data.draw(profiles(SCHULZE))
    counted = SCHULZE.count(profile, SCHULZE.settle({}), None)
    assume(counted.ranking)
    duels, paths = counted.steps[0]["duels"], counted.steps[1]["paths"]
    width = range(len(profile.options))

    def strongest(a, b, seen):
        found = duels[a][b] if duels[a][b] > duels[b][a] else 0
        for c in width:
            if c not in seen and c != b and duels[a][c] > duels[c][a]:
                found = max(found, min(duels[a][c], strongest(c, b, seen | {c})))
        return found

    for a in width:
        for b in width:
            if a != b:
                assert paths[a][b] == strongest(a, b, {a})


@given(data=st.data())
def test_a_better_rank_never_harms_under_schulze(data):
    profile = data.draw(profiles(SCHULZE))
    assume(len(profile.times))
    asked = SCHULZE.settle({})
    row = data.draw(st.integers(0, len(profile.times) - 1))
    column = data.draw(st.integers(0, len(profile.options) - 1))
    raised = profile.marks.copy()
    raised[row][raised[row] > 0] += 1
    raised[row, column] = 1
    before = SCHULZE.count(profile, asked, None)
    after = SCHULZE.count(Profile(profile.options, raised, profile.times), asked, None)
    option = profile.options[column]
    if option in before.elected:
        assert option in after.elected
    if option in before.tied:
        assert option in (*after.elected, *after.tied)


@pytest.mark.parametrize("rule", [IRV, SCHULZE], ids=lambda rule: rule.id)
@given(data=st.data())
def test_first_on_more_than_half_of_the_ballots_wins(rule, data):
    profile = data.draw(profiles(rule))
    asked = rule.settle({})
    for column, option in enumerate(profile.options):
        alone = (profile.marks[:, column] == 1) & ((profile.marks == 1).sum(axis=1) == 1)
        if 2 * int(profile.times[alone].sum()) > profile.weight:
            assert rule.count(profile, asked, None).elected == (option,)


def test_options_left_out_are_last_or_not_compared():
    ballots = {"ab": 3, "c": 2, "cb": 2}
    assert schulze(ballots).elected == ("c",)
    last = schulze(ballots).numbers["matrix"]
    apart = schulze(ballots, unranked="uncounted").numbers["matrix"]
    assert (last["a"]["c"], apart["a"]["c"]) == (3, 0)
    assert (last["c"]["b"], apart["c"]["b"]) == (4, 2)


@pytest.mark.parametrize(
    ("ballots", "asked", "chain"),
    [
        pytest.param(
            {"cdb": 2, "da": 1, "dbac": 1},
            {"unranked": "uncounted"},
            ["c", "d", "a"],
            id="by votes",
        ),
        pytest.param(
            {"ad": 4, "badc": 2, "dcb": 3}, {"measure": "margins"}, ["a", "d", "b"], id="by leads"
        ),
        pytest.param(
            {"cabd": 1, "badc": 2, "dcb": 3},
            {"unranked": "uncounted"},
            ["a", "d", "c", "b"],
            id="a level duel is no link",
        ),
    ],
)
def test_the_chain_that_is_told_is_one_of_the_strongest(ballots, asked, chain):
    """Another one of won duels leads there too, no longer, over b, c or d; it is weaker."""
    told = schulze(ballots, "abcd", **asked).reasons[1]
    assert told[0].startswith("schulze.chain")
    assert told[1]["chain"] == chain


def test_the_one_other_option_comes_second():
    numbers = dict(schulze({"ab": 3, "ba": 2}, "ab").reasons)["schulze.runner_up"]
    assert numbers == {"option": "a", "other": "b", "count": 3, "against": 2}


def test_several_share_the_second_place():
    """b and c are level with one another: neither is called the second."""
    reasons = dict(schulze({"abc": 2, "acb": 2}, "abc").reasons)
    assert reasons["schulze.seconds"] == {"options": ["b", "c"]}
    assert "schulze.runner_up" not in reasons


def test_clones_of_a_loser_change_nothing():
    for one, other in combinations("xyz", 2):
        counted = schulze({f"a{one}{other}": 5, f"{one}{other}a": 4}, f"a{one}{other}")
        assert counted.elected == ("a",)


@pytest.mark.parametrize("ballots", [[], [[1, 2, 0]]])
def test_majorities_that_do_not_fit_the_options_are_refused_even_when_nobody_votes(ballots):
    rule = all_rules()["debian"]
    asked = rule.settle({"majority": [1, 2, 3]})
    with pytest.raises(BadParameter, match="wants 2 numbers, one for each option but the default"):
        rule.count(Profile.of("abc", ballots), asked, None)
