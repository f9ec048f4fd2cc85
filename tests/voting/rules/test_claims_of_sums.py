"""What rules that add up claim of themselves, by examples that fit on a slip of paper; and what two
of them promise of every profile, by Hypothesis."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.known_rules import RULES, STV
from tests.voting.rules.strategies import FEW, profiles
from tests.voting.rules.test_claims import tied
from tests.voting.rules.written_out import winners
from voting.rules import Profile


def count(rule, rows, *, options="abc", costs=(), order=None, **asked):
    """``rows``: weight → marks of each option."""
    found = RULES[rule]
    profile = Profile.of(options, [row for _, row in rows], [one for one, _ in rows], costs)
    return found.count(profile, found.settle(asked), order)


# ------------------------------------------------------------ ticks, votes and points


@pytest.mark.parametrize(
    "rule", ["approval", "committee-av", "limited-vote", "motion", "plurality"]
)
@FEW
@given(data=st.data())
def test_a_mark_more_never_harms(rule, data):
    found = RULES[rule]
    profile = data.draw(profiles(found))
    assume(len(profile.times))
    order = data.draw(st.permutations(profile.options))
    row = data.draw(st.integers(0, len(profile.times) - 1))
    column = data.draw(st.integers(0, len(profile.options) - 1))
    more = profile.marks.copy()
    if found.form == "choice":
        more[row] = 0
    more[row, column] = 1
    asked = found.settle({"seats": 1} if found.seats else {})
    before = found.count(profile, asked, order).elected
    after = found.count(Profile(profile.options, more, profile.times), asked, order).elected
    if profile.options[column] in before:
        assert profile.options[column] in after


@pytest.mark.parametrize(("rule", "mark"), [("approval", 1), ("bloc-star", 5), ("score", 5)])
def test_who_is_ticked_beside_a_twin_keeps_all_ticks(rule, mark):
    """z is a over again: one of the two wins as a did."""
    asked = {"seats": 1}
    alone = count(rule, [(5, (mark, 0)), (4, (0, mark))], options="ab", **asked)
    beside = count(rule, [(5, (mark, 0, mark)), (4, (0, mark, 0))], options="abz", **asked)
    assert alone.elected == ("a",)
    assert beside.tied == ("a", "z")


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("approval", {}),
        ("committee-av", {}),
        ("limited-vote", {"ticks": 2}),
        ("committee-sav", {}),
    ],
)
def test_one_majority_can_fill_every_place(rule, asked):
    rows = [(51, (1, 1, 0, 0)), (49, (0, 0, 1, 1))]
    assert count(rule, rows, options="abcd", seats=2, **asked).elected == ("a", "b")


def test_a_group_that_spreads_its_ticks_badly_loses_places():
    """Sixty of a hundred with one tick each: two of three places for two of them, one for three."""
    rest = [(0, 0, 0, 1, 0), (0, 0, 0, 0, 1)]
    two = [(30, (1, 0, 0, 0, 0)), (30, (0, 1, 0, 0, 0)), *((20, row) for row in rest)]
    badly = [(44, (1, 0, 0, 0, 0)), (8, (0, 1, 0, 0, 0)), (8, (0, 0, 1, 0, 0)), *two[2:]]
    how = {"options": "abcxy", "seats": 3, "ticks": 1, "order": "abcxy"}
    assert len({"a", "b", "c"} & set(count("limited-vote", two, **how).elected)) == 2
    assert len({"a", "b", "c"} & set(count("limited-vote", badly, **how).elected)) == 1


def test_in_the_first_of_two_rounds_only_more_than_half_elects():
    for votes, elected in (((5, 3, 2), ()), ((6, 3, 2), ("a",))):
        rows = [(votes[0], (1, 0, 0)), (votes[1], (0, 1, 0)), (votes[2], (0, 0, 1))]
        assert count("two-round", rows).elected == elected


def test_the_highest_and_the_lowest_number_weigh_more():
    """Two who like b a little better are outweighed by one who gives all and nothing."""
    assert count("score", [(2, (2, 3)), (1, (5, 0))], options="ab", seats=1).elected == ("a",)
    assert count("score", [(2, (0, 5)), (1, (5, 0))], options="ab", seats=1).elected == ("b",)


def test_points_shared_with_a_twin_can_lose_both_their_place():
    alone = [(3, (4, 0)), (2, (0, 5))]
    assert count("cumulative", alone, options="ab", seats=1).elected == ("a",)
    beside = [(3, (2, 0, 2)), (2, (0, 5, 0))]
    assert count("cumulative", beside, options="abz", seats=1).elected == ("b",)


def test_squares_make_two_halves_more_than_one_whole():
    """Of a hundred points, ten are one option's, or seven each of two; and two people who give
    seven to each other's choice have fourteen for each in place of ten."""
    form = RULES["quadratic"].form_settings(RULES["quadratic"].settle({}))
    assert (form["total"], form["squared"]) == (100, True)
    assert 7**2 + 7**2 <= form["total"] < 11**2
    apart = count("quadratic", [(1, (10, 0, 0)), (1, (0, 10, 0)), (1, (0, 0, 10))], seats=1)
    assert apart.tied == ("a", "b", "c")
    split = count("quadratic", [(2, (7, 7, 0)), (1, (0, 0, 10))], seats=2)
    assert split.elected == ("a", "b")


# ------------------------------------------------------------ opinions, and the most ticked


@given(votes=st.tuples(*[st.integers(0, 5)] * 3), cool=st.integers(1, 2), warm=st.integers(0, 1))
def test_a_warmer_voice_never_turns_an_opinion_against_a_text(votes, cool, warm):
    assume(votes[cool] and warm < cool)
    stances = ("favourable", "reserved", "unfavourable")
    moved = [many + (n == warm) - (n == cool) for n, many in enumerate(votes)]
    options = [option for option, _ in RULES["advice"].options]
    ends = []
    for counts in (votes, moved):
        rows = [
            (many, [int(o == stance) for o in options])
            for many, stance in zip(counts, stances, strict=True)
            if many
        ]
        ends.append(count("advice", rows, options=options, order=options).elected)
    assert ends[0] == ("unfavourable",) or ends[1] != ("unfavourable",)


@FEW
@given(data=st.data())
def test_nobody_elected_has_fewer_ticks_than_somebody_who_is_not(data):
    found = RULES["committee-av"]
    profile = data.draw(profiles(found))
    asked = found.settle({"seats": data.draw(st.integers(1, 3))})
    outcome, ticks = found.count(profile, asked, None), profile.totals()
    for one in (*outcome.elected, *outcome.tied):
        assert all(
            ticks[one] >= ticks[other] for other in set(ticks) - {*outcome.elected, *outcome.tied}
        )


# ------------------------------------------------------------ rankings


@FEW
@given(data=st.data())
def test_whoever_is_elected_by_all_duels_wins_each_of_them(data):
    found = RULES["condorcet"]
    profile = data.draw(profiles(found))
    ranks = [[rank or 99 for rank in row] for row in profile.marks.tolist()]
    for winner in found.count(profile, found.settle({}), None).elected:
        won = profile.options.index(winner)
        for other in set(range(len(profile.options))) - {won}:
            pairs = list(zip(ranks, profile.times.tolist(), strict=True))
            above = sum(weight for row, weight in pairs if row[won] < row[other])
            assert above > sum(weight for row, weight in pairs if row[won] > row[other])


def test_in_a_circle_nobody_wins_all_duels():
    assert winners("condorcet", {"abc": 1, "bca": 1, "cab": 1}) == ()
    assert winners("condorcet", {"ab": 1, "ba": 1}, "ab") == ()


def test_by_opposition_minimax_can_pass_over_who_wins_each_duel():
    """Not all compare all. a wins three to two and five to four; but four are more against a than
    the three who are against b."""
    ballots, asked = {"ab": 3, "ba": 2, "ca": 4, "ac": 5}, {"unranked": "uncounted"}
    assert winners("condorcet", ballots, **asked) == ("a",)
    assert winners("minimax", ballots, measure="opposition", **asked) == ("b",)


def test_duels_of_one_strength_in_a_circle_leave_all_tied():
    assert tied("ranked-pairs", {"abc": 1, "bca": 1, "cab": 1}, "abc") == ("a", "b", "c")


@pytest.mark.parametrize(
    ("rule", "others", "honestly", "otherwise"),
    [("borda", {"cba": 5}, "bca", "bac"), ("coombs", {"bac": 3, "cba": 3}, "abc", "acb")],
)
def test_placing_the_strongest_rival_last_can_help(rule, others, honestly, otherwise):
    """Four put their second choice, which would win, behind all others: their first one wins."""
    assert winners(rule, others | {honestly: 4}) == (honestly[1],)
    assert winners(rule, others | {otherwise: 4}) == (honestly[0],)


@pytest.mark.parametrize("rule", STV)
def test_what_is_not_needed_and_what_cannot_win_moves_on(rule):
    assert winners(rule, {"a": 4, "b": 3, "cb": 2}, seats=1) == ("b",)
    assert winners(rule, {"ab": 9, "c": 3}, seats=2) == ("a", "b")


# ------------------------------------------------------------ grades


@FEW
@given(data=st.data())
def test_the_order_of_grades_is_the_same_without_an_option(data):
    found = RULES["majority-judgment"]
    profile = data.draw(profiles(found))
    assume(len(profile.times) and len(profile.options) > 2)
    asked = found.settle({})
    gone = data.draw(st.sampled_from(profile.options))
    kept = [column for column, option in enumerate(profile.options) if option != gone]
    left = Profile(tuple(profile.options[c] for c in kept), profile.marks[:, kept], profile.times)
    before, after = (found.count(one, asked, None).ranking for one in (profile, left))
    without = [tuple(option for option in level if option != gone) for level in before]
    assert [level for level in without if level] == list(after)


def test_whom_most_prefer_can_lose_in_grades():
    rows = [(2, (2, 1)), (1, (2, 5)), (2, (6, 5))]
    found = count("majority-judgment", rows, options="ab")
    assert sum(weight for weight, (a, b) in rows if a > b) == 4
    assert found.elected == ("b",)


# ------------------------------------------------------------ money


def test_of_two_that_cost_the_same_more_votes_come_first():
    rows = [(3, (1, 0)), (2, (0, 1))]
    how = {"options": "ab", "costs": (60, 60), "budget": 100}
    assert count("budget-greedy", rows, **how).elected == ("a",)


@pytest.mark.parametrize("rule", ["budget-greedy", "budget-knapsack"])
def test_one_majority_can_spend_the_whole_budget(rule):
    rows = [(51, (1, 1, 0, 0)), (49, (0, 0, 1, 1))]
    how = {"options": "abcd", "costs": (50, 50, 50, 50), "budget": 100}
    assert set(count(rule, rows, **how).elected) == {"a", "b"}


def test_a_dear_project_counts_no_more_than_a_cheap_one():
    rows = [(3, (1, 1))]
    how = {"options": "ab", "costs": (90, 20), "budget": 100}
    assert count("budget-greedy", rows, **how).tied == ("a", "b")


@pytest.mark.parametrize("rule", ["budget-phragmen", "budget-equal-shares"])
def test_what_has_more_votes_can_lose_to_those_who_got_nothing_else(rule):
    """Six want a and b, and four want c: one of a and b is left out, with six votes."""
    rows = [(6, (1, 1, 0)), (4, (0, 0, 1))]
    found = count(rule, rows, costs=(60, 60, 40), budget=100)
    assert (found.elected, found.tied) == (("c",), ("a", "b"))


# ------------------------------------------------------------ committees


def test_a_group_with_a_right_to_a_place_can_be_passed_over():
    """Of 1,199 voters 120 tick k alone, a tenth of them for one of ten places (Aziz et al.,
    "Justified representation in approval-based committee voting", 2017, example 5)."""
    ticks = {
        "ab": 81, "ac": 81, "b": 80, "c": 80, "de": 81, "df": 81, "e": 80, "f": 80,
        "gh": 49, "gi": 49, "gj": 49, "h": 96, "i": 96, "j": 96, "k": 120,
    }  # fmt: skip
    rows = [
        (weight, [int(one in names) for one in "abcdefghijk"]) for names, weight in ticks.items()
    ]
    assert sum(ticks.values()) < 120 * 10
    found = count("committee-seq-pav", rows, options="abcdefghijk", seats=10)
    assert set(found.elected) == set("abcdefghij")
