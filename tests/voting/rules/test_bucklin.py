"""Bucklin: choices added one after the other; all places counted by hand, and what is not
promised."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.sizes import size
from tests.voting.rules.strategies import profiles, settings_of
from tests.voting.rules.written_out import ranked, winners
from voting.rules import Profile, all_rules

BUCKLIN = all_rules()["bucklin"]
FEW = settings(max_examples=size(40, 2_000))


def counted(ballots, options="abc", order=None, **asked):
    return BUCKLIN.count(ranked(ballots, options), BUCKLIN.settle(asked), order)


@FEW
@given(data=st.data())
def test_comes_out_as_defined(data):
    """Ballot by ballot, place by place."""
    profile, asked = data.draw(profiles(BUCKLIN)), data.draw(settings_of(BUCKLIN))
    assume(profile.weight)
    rows = list(zip(profile.marks.tolist(), profile.times.tolist(), strict=True))
    width = len(profile.options)

    def place(row, column):
        above = {rank for rank in row if 0 < rank < row[column]}
        if asked["shared"] == "places":
            return 1 + sum(0 < rank < row[column] for rank in row)
        return 1 + len(above)

    for last in range(1, width + 1):
        votes = [
            sum(times for row, times in rows if row[c] and place(row, c) <= last)
            for c in range(width)
        ]
        if Fraction(max(votes), profile.weight) > Fraction(1, 2):
            break
    best = [o for o, has in zip(profile.options, votes, strict=True) if has == max(votes)]
    if 2 * max(votes) <= profile.weight and asked["without_half"] == "nobody":
        best = []
    outcome = BUCKLIN.count(profile, asked, None)
    assert list(outcome.elected or outcome.tied) == best
    assert outcome.numbers["final"] == dict(zip(profile.options, votes, strict=True))


def test_second_choices_are_added_where_first_ones_are_no_majority():
    """Tennessee chooses its capital: 42 Memphis, 26 Nashville, 15 Chattanooga, 17 Knoxville."""
    outcome = counted({"mnck": 42, "ncko": 26, "cknm": 15, "kcnm": 17}, "mncko")
    assert outcome.steps[0]["votes"] == {"m": 42, "n": 26, "c": 15, "k": 17, "o": 0}
    assert outcome.steps[1]["votes"] == {"m": 42, "n": 68, "c": 58, "k": 32, "o": 0}
    assert outcome.elected == ("n",)
    said = dict(outcome.reasons)
    assert said["bucklin.half"] == {"option": "n", "count": 68, "of": 100, "rounds": 2}
    assert said["bucklin.runner_up"] == {"options": ["c"], "count": 58}
    assert said["bucklin.overtaken"]["other"] == "m"


def test_whoever_is_first_on_more_than_half_is_elected_at_once():
    outcome = counted({"abc": 3, "bca": 2})
    assert len(outcome.steps) == 1
    assert outcome.elected == ("a",)
    assert outcome.reasons[0] == (
        "bucklin.at_once",
        {"count": 3, "of": 5, "rounds": 1, "option": "a"},
    )


def test_half_alone_is_not_enough():
    assert len(counted({"ab": 2, "ba": 1, "ca": 1}).steps) == 2


def test_a_ballot_that_ends_early_still_counts_in_what_half_is_taken_of():
    """b is on both ballots that rank a second choice, and on two of five in all."""
    outcome = counted({"a": 2, "cb": 1, "b": 1, "c": 1})
    assert [step["votes"] for step in outcome.steps] == [
        {"a": 2, "b": 1, "c": 2},
        {"a": 2, "b": 2, "c": 2},
    ]
    assert outcome.tied == ("a", "b", "c")
    assert outcome.reasons[0] == ("bucklin.below", {"of": 5})


def test_where_nobody_comes_to_half_the_most_win_or_nobody():
    ballots = {"a": 3, "b": 2, "cb": 1, "d": 1}
    assert counted(ballots, "abcd", order="bacd").elected == ("b",)
    outcome = counted(ballots, "abcd", without_half="nobody")
    assert (outcome.elected, outcome.tied) == ((), ())
    assert [name for name, _ in outcome.reasons] == ["bucklin.below", "bucklin.most"]
    won = {"a": 3, "b": 1}
    assert counted(won, without_half="nobody").elected == ("a",)


def test_an_option_behind_a_shared_rank_comes_later_or_next():
    """The example of the setting."""
    ballots = {"(ab)c": 3, "c": 3, "dab": 1}
    for shared, winner, votes in (("places", "a", 3), ("ranks", "c", 6)):
        outcome = counted(ballots, "abcd", shared=shared)
        assert outcome.elected == (winner,)
        assert (outcome.numbers["final"]["a"], outcome.numbers["final"]["c"]) == (4, votes)


def test_each_of_those_who_share_a_rank_has_the_whole_vote():
    """The example of ER-Bucklin (whole): the twins b and x are level."""
    outcome = counted({"a(bx)c": 36, "(bx)ca": 34, "ca(bx)": 30}, "abxc")
    assert outcome.steps[1]["votes"] == {"a": 66, "b": 70, "x": 70, "c": 30}
    assert outcome.tied == ("b", "x")


def test_a_tie_is_broken_by_the_order():
    ballots = {"abc": 1, "bac": 1}
    assert counted(ballots).tied == ("a", "b")
    assert counted(ballots, order="bac").elected == ("b",)
    assert dict(counted(ballots).reasons)["bucklin.tied"]["count"] == 2


def test_ranks_behind_the_number_of_options_are_none():
    profile = Profile.of("ab", [[1, 9]], [3])
    outcome = BUCKLIN.count(profile, BUCKLIN.settle({"shared": "ranks"}), None)
    assert outcome.numbers["final"] == {"a": 3, "b": 0}


@FEW
@given(data=st.data())
def test_a_group_that_more_than_half_rank_above_all_others_wins(data):
    options = "abcd"
    many = data.draw(st.integers(1, 3))
    group = options[:many]
    orders = st.permutations(options).map("".join)
    solid = st.tuples(st.permutations(group), st.permutations(options[many:])).map(
        lambda both: "".join([*both[0], *both[1]])
    )
    ballots: dict[str, int] = {}
    others = data.draw(st.lists(orders, max_size=4))
    for word in [*others, *data.draw(st.lists(solid, min_size=len(others) + 1, max_size=6))]:
        ballots[word] = ballots.get(word, 0) + 1
    outcome = counted(ballots, options)
    assert set(outcome.elected or outcome.tied) <= set(group)


def test_ranking_a_second_choice_can_harm_the_first():
    assert winners("bucklin", {"a": 1, "cba": 1}) == ("a",)
    assert winners("bucklin", {"ab": 1, "cba": 1}) == ("b",)


def test_taking_part_can_bring_about_what_one_likes_less():
    """b has three of five at once; with a sixth ballot for it behind a, c is on more in round 2."""
    assert winners("bucklin", {"bca": 3, "cab": 2}) == ("b",)
    assert winners("bucklin", {"bca": 3, "cab": 2, "abc": 1}) == ("c",)


def test_a_similar_option_can_harm_or_help():
    """b wins against c; with a twin beside it on every ballot, that twin does."""
    twins = {"cdba": 3, "bacd": 2, "bdca": 1}
    alone = {"cba": 3, "bac": 2, "bca": 1}
    assert winners("bucklin", alone) == ("b",)
    assert winners("bucklin", twins, "abcd") == ("d",)
    assert all(abs(word.index("c") - word.index("d")) == 1 for word in twins)


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_one_vote_in_ten_to_the_fifteen_decides(off):
    most = 10**15
    profile = Profile.of("ab", [[1, 0], [0, 1]], [most, most + off])
    outcome = BUCKLIN.count(profile, BUCKLIN.settle({}), None)
    assert outcome.elected == {-1: ("a",), 0: (), 1: ("b",)}[off]
