"""What rules promise of similar options, further choices and groups, by Hypothesis; and what they
name as their limits, shown by an example each."""

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.known_rules import LEADING, RULES, STV
from tests.voting.rules.strategies import FEW, profiles
from tests.voting.rules.test_budgets_one_by_one import BALLOTS, COSTS, count
from tests.voting.rules.test_rankings import ranked
from tests.voting.rules.written_out import winners
from voting.rules import Profile


def tied(rule, ballots, options):
    found = RULES[rule]
    return found.count(ranked(ballots, options), found.settle({}), None).tied


# ------------------------------------------------------------ similar options


@pytest.mark.parametrize("rule", ["debian", "irv", "ranked-pairs", "schulze", *LEADING])
@FEW
@given(data=st.data())
def test_a_similar_option_changes_nothing(rule, data):
    """A twin of a stands beside it on every ballot, now above it, now below (Tideman, 1987)."""
    orders = data.draw(st.lists(st.permutations("abc"), min_size=1, max_size=6))
    longer = [
        [
            twin
            for option in order
            for twin in (data.draw(st.permutations("az")) if option == "a" else option)
        ]
        for order in orders
    ]
    asked = RULES[rule].settle({"default_option": "c"} if rule == "debian" else {})
    one, two = (
        RULES[rule].count(
            Profile.of(options, [[o.index(x) + 1 for x in options] for o in found]), asked, None
        )
        for options, found in (("abc", orders), ("abcz", longer))
    )
    same = {"a" if option == "z" else option for option in two.elected or two.tied}
    assert same == set(one.elected or one.tied)


@pytest.mark.parametrize(
    ("rule", "alone", "beside", "wins", "then"),
    [
        ("plurality", {"a": 5, "b": 4}, {"a": 3, "z": 2, "b": 4}, "a", "b"),
        ("dowdall", {"abc": 3, "acb": 1, "bac": 4}, {"zabc": 3, "azcb": 1, "bazc": 4}, "a", "b"),
        ("dowdall", {"abc": 1, "acb": 2, "cab": 4}, {"azbc": 1, "azcb": 2, "cazb": 4}, "c", "a"),
        ("borda", {"cab": 5, "bac": 4}, {"cazb": 5, "bazc": 4}, "c", "a"),
        ("nanson", {"abc": 3, "bca": 1, "cab": 3}, {"azbc": 3, "bcza": 1, "cazb": 3}, "a", "c"),
        ("nanson", {"abc": 4, "bca": 4, "cab": 2}, {"azbc": 4, "bcza": 4, "cazb": 2}, "b", "a"),
        (
            "baldwin",
            {"bacd": 2, "adcb": 3, "dcba": 2},
            {"bzacd": 2, "azdcb": 3, "dcbza": 2},
            "a",
            "b",
        ),
    ],
)
def test_a_similar_option_can_help_or_harm(rule, alone, beside, wins, then):
    options = sorted({*"".join(alone)} | {*"abc"})
    assert winners(rule, alone, options) == (wins,)
    assert winners(rule, beside, [*options, "z"]) == (then,)


def test_two_similar_options_can_both_miss_the_second_round():
    found = RULES["two-round"]
    together, apart = (
        found.count(
            Profile.of(options, [[int(a == b) for b in options] for a in options], weights),
            found.settle({}),
            None,
        ).runoff
        for options, weights in (("abc", [6, 5, 4]), ("azbc", [3, 3, 5, 4]))
    )
    assert set(together) == {"a", "b"}
    assert set(apart) == {"b", "c"}


def test_similar_options_can_help_or_harm_where_duels_are_counted():
    """In a circle all three may win. With a twin just below b, c no longer does: it loses twice."""
    assert tied("copeland", {"abc": 1, "bca": 1, "cab": 1}, "abc") == ("a", "b", "c")
    assert tied("copeland", {"abzc": 1, "bzca": 1, "cabz": 1}, "abcz") == ("a", "b")


def test_similar_options_in_a_circle_can_harm_each_other_under_minimax():
    assert winners("minimax", {"ad": 9, "da": 8}, "ad", measure="margins") == ("a",)
    circle = {"abcd": 3, "bcad": 3, "cabd": 3, "dabc": 3, "dbca": 3, "dcab": 2}
    assert winners("minimax", circle, "abcd", measure="margins") == ("d",)


# ------------------------------------------------------------ further choices, and taking part


@pytest.mark.parametrize("rule", ["irv", "contingent", *STV])
@FEW
@given(data=st.data())
def test_ranking_a_further_option_never_harms_those_above(rule, data):
    """Later-no-harm (Woodall, 1994): whoever of those above is elected stays elected."""
    found = RULES[rule]
    profile = data.draw(profiles(found))
    assume(len(profile.times))
    order = data.draw(st.permutations(profile.options))
    asked = found.settle({"seats": data.draw(st.integers(1, 3))} if rule in STV else {})
    row = data.draw(st.integers(0, len(profile.times) - 1))
    left_out = [column for column, rank in enumerate(profile.marks[row]) if not rank]
    assume(left_out)
    longer = profile.marks.copy()
    longer[row, data.draw(st.sampled_from(left_out))] = longer[row].max() + 1
    before = found.count(profile, asked, order).elected
    after = found.count(Profile(profile.options, longer, profile.times), asked, order).elected
    above = {o for o, rank in zip(profile.options, profile.marks[row], strict=True) if rank}
    assert set(before) & above <= set(after)


@pytest.mark.parametrize(
    ("rule", "before", "after", "ends"),
    [
        ("schulze", {"c": 6, "ac": 4, "ba": 4, "b": 5}, {"ca": 6, "ac": 4, "ba": 4, "b": 5}, "ca"),
        ("ranked-pairs", {"c": 2, "b": 6, "dcab": 5}, {"cd": 2, "b": 6, "dcab": 5}, "cd"),
    ],
)
def test_ranking_a_second_choice_can_harm_the_first(rule, before, after, ends):
    assert winners(rule, before, "abcd") == (ends[0],)
    assert winners(rule, after, "abcd") == (ends[1],)


@pytest.mark.parametrize("rule", ["star", "bloc-star"])
def test_points_for_a_second_choice_can_harm_the_first(rule):
    """The first ballot gives c four points in place of one: c comes into the runoff, and wins."""
    rest = [[3, 2, 3], [5, 3, 5], [3, 5, 5]]
    asked = RULES[rule].settle({} if rule == "star" else {"seats": 1})
    for points, wins in ((1, "a"), (4, "c")):
        profile = Profile.of("abc", [[5, 0, points], *rest])
        assert RULES[rule].count(profile, asked, None).elected == (wins,)


def test_taking_part_can_bring_about_what_one_likes_less_under_kemeny():
    others = {"bdac": 3, "bacd": 1, "dacb": 2, "cdba": 8, "dabc": 3}
    assert winners("kemeny", others, "abcd") == ("c",)
    assert winners("kemeny", others | {"abcd": 5}, "abcd") == ("d",)


def test_taking_part_can_harm_whom_one_grades_best():
    """Whoever comes grades a above b; and by the middle grades b then wins."""
    found, rows = RULES["majority-judgment"], [[6, 6], [3, 5], [6, 4]]
    asked = found.settle({})
    assert found.count(Profile.of("ab", rows), asked, None).elected == ("a",)
    assert found.count(Profile.of("ab", [*rows, [3, 1]]), asked, None).elected == ("b",)


# ------------------------------------------------------------ finalists, lists and groups


@pytest.mark.parametrize("rule", ["star", "bloc-star"])
@FEW
@given(data=st.data())
def test_nobody_wins_whom_more_place_below_the_other_finalist_than_above(rule, data):
    profile = data.draw(profiles(RULES[rule]))
    asked = RULES[rule].settle({} if rule == "star" else {"seats": 2})
    order = data.draw(st.permutations(profile.options))
    outcome = RULES[rule].count(profile, asked, order)
    assert len(outcome.steps) >= len(outcome.elected)
    for step, winner in zip(outcome.steps, outcome.elected, strict=False):
        for other in set(step["finalists"]) - {winner}:
            won, lost = (profile.options.index(option) for option in (winner, other))
            higher = profile.marks[:, won].clip(0) - profile.marks[:, lost].clip(0)
            assert profile.times[higher > 0].sum() >= profile.times[higher < 0].sum()


@pytest.mark.parametrize("rule", ["star", "bloc-star"])
def test_where_the_runoff_is_level_points_decide(rule):
    asked = RULES[rule].settle({} if rule == "star" else {"seats": 1})
    assert RULES[rule].count(Profile.of("ab", [[5, 0], [3, 4]]), asked, None).elected == ("a",)


def shared_out(rule, votes, seats):
    marks = [[int(a == b) for b in votes] for a in votes]
    found = RULES[rule]
    outcome = found.count(
        Profile.of(list(votes), marks, list(votes.values())), found.settle({"seats": seats}), None
    )
    return {option: outcome.seats.get(option, 0) for option in votes}


def test_a_list_can_win_votes_and_lose_a_place_to_one_that_loses_votes():
    before = shared_out("hare-remainder", {"a": 59, "b": 19, "c": 32}, 3)
    after = shared_out("hare-remainder", {"a": 60, "b": 18, "c": 52}, 3)
    assert (before, after) == ({"a": 2, "b": 0, "c": 1}, {"a": 1, "b": 1, "c": 1})


def test_more_than_half_of_the_votes_can_give_less_than_half_of_the_places():
    votes = {"a": 26, "b": 8, "c": 8, "d": 9}
    assert shared_out("sainte-lague", votes, 5)["a"] == 2
    assert shared_out("dhondt", votes, 5)["a"] == 3


@pytest.mark.parametrize("misfit", ["stop", "skip"])
@given(costs=COSTS, ballots=BALLOTS, budget=st.integers(1, 25))
def test_a_group_that_agrees_gets_its_part_short_of_one_project(misfit, costs, ballots, budget):
    """When money first runs out, each has gathered an equal part of it at least; what a group has
    not spent does not pay for the cheapest project that it still lacks."""
    outcome = count("budget-phragmen", costs, ballots, budget, order=list("abcd"), misfit=misfit)
    everybody = sum(weight for _, weight in ballots)
    for many in range(1, 5):
        for common in combinations([one for one in costs if costs[one] <= budget], many):
            group = [one for one in ballots if set(common) <= set(one[0])]
            lacking = [costs[one] for one in common if one not in outcome.elected]
            if group and lacking:
                theirs = {option for picked, _ in group for option in picked}
                spent = sum(costs[option] for option in theirs & set(outcome.elected))
                weight = sum(weight for _, weight in group)
                assert (spent + min(lacking)) * everybody >= weight * budget
