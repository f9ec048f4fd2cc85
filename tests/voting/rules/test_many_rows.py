"""Many ballots at once: what is packed into words comes out as if each ballot were looked at."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.known_rules import FORMS, RULES, of_each_family
from voting.rules import Profile, _places, all_rules
from voting.rules._duels import duels
from voting.rules._rankings import Papers
from voting.rules._rows import AT_ONCE, Weights, columns_of_ranks, together, totals

LEAST, MOST = -(2**63), 2**63 - 1
EDGES = [LEAST, LEAST + 1, -(2**32), -1, 0, 1, 2**31, 2**32 - 1, 2**32, MOST - 1, MOST]


@st.composite
def tables(draw):
    """Rows of few different numbers, so that many are equal and many nearly so."""
    width = draw(st.integers(1, 70))
    few = st.sampled_from(draw(st.lists(st.sampled_from(EDGES), min_size=1, max_size=3)))
    some = draw(st.lists(st.lists(few, min_size=width, max_size=width), min_size=1, max_size=4))
    rows = draw(st.lists(st.sampled_from(some), min_size=1, max_size=12))
    weights = draw(st.lists(st.integers(0, 2**40), min_size=len(rows), max_size=len(rows)))
    return rows, weights


@given(tables())
def test_equal_rows_are_put_together_in_ascending_order_and_no_weight_is_lost(table):
    rows, weights = table
    expected = Counter()
    for row, weight in zip(rows, weights, strict=True):
        expected[tuple(row)] += weight

    found, times = together(np.array(rows, dtype=np.int64), np.array(weights, dtype=np.int64))

    assert [tuple(row) for row in found.tolist()] == sorted(expected)
    assert times.tolist() == [expected[row] for row in sorted(expected)]


@pytest.mark.parametrize("width", [1, 7, 8, 9, 63, 64, 65, 300])
def test_rows_that_differ_in_one_place_stay_apart_whatever_the_place(width):
    """One row for each column, and one of nothing: a word too narrow would put two together."""
    rows = np.vstack([np.eye(width, dtype=np.int64), np.zeros((1, width), dtype=np.int64)])
    for numbers in (rows, rows * MOST, rows * LEAST, rows * 255, rows - 1):
        twice = np.vstack([numbers, numbers[::-1]])
        found, times = together(twice, np.ones(len(twice), dtype=np.int64))
        assert found.tolist() == sorted(numbers.tolist())
        assert set(times.tolist()) == {2}


def test_rows_whose_words_would_be_equal_were_a_number_carried_into_the_next_place():
    """(0, 4) and (1, 0) are one number where a place holds four values only."""
    rows = np.array([[0, 4], [1, 0], [0, 4], [0, 3]], dtype=np.int64)
    found, times = together(rows, np.array([1, 2, 4, 8]))
    assert found.tolist() == [[0, 3], [0, 4], [1, 0]]
    assert times.tolist() == [8, 5, 2]


@given(tables())
def test_the_weight_of_each_column_is_the_sum_of_its_marks_times_the_weight_of_their_rows(table):
    few, weights = [[mark % 100 for mark in row] for row in table[0]], table[1]
    expected = [
        sum(mark * w for mark, w in zip(c, weights, strict=True)) for c in zip(*few, strict=True)
    ]
    for width in (np.int8, np.int64):
        assert totals(np.array(few, dtype=width), np.array(weights)) == expected


def test_columns_are_weighed_whole_however_many_rows_there_are():
    rows = np.ones((2 * AT_ONCE + 1, 2), dtype=np.int8)
    assert totals(rows, np.arange(len(rows))) == [AT_ONCE * (2 * AT_ONCE + 1)] * 2


@pytest.mark.parametrize("id", of_each_family(id for id in RULES if FORMS[id] == "ranking"))
def test_ranks_that_just_fit_into_a_byte_are_counted_as_whole_words_are(id):
    """127 options: the last rank fits, and one behind it would not."""
    rule = RULES[id]
    many = min(rule.most_options or 127, 127)
    orders = [list(range(1, many + 1)), list(range(many, 0, -1)), [2, 1] + [0] * (many - 2)]
    wide = Profile.of([f"o{n}" for n in range(many)], orders)
    asked = rule.settle({})
    narrow = replace(wide, marks=wide.marks.astype(np.int8))
    assert rule.count(narrow, asked, None) == rule.count(wide, asked, None)


@given(
    st.lists(st.tuples(st.integers(0, 2**50), st.booleans(), st.booleans()), max_size=200),
)
def test_the_weight_behind_what_is_marked_is_the_sum_of_those_weights(ballots):
    times = np.array([weight for weight, _, _ in ballots], dtype=np.int64)
    marked = np.array([[one for _, one, _ in ballots], [two for _, _, two in ballots]], dtype=bool)

    assert Weights(times).of(marked).tolist() == [
        sum(weight for weight, one, _ in ballots if one),
        sum(weight for weight, _, two in ballots if two),
    ]


@pytest.mark.parametrize("rank", [1, 254, 255, 256, 65_534, 65_535, 2**40])
def test_unranked_options_stand_behind_the_last_rank_however_high_it_is(rank):
    ranks = columns_of_ranks(np.array([[rank, 0, 1]], dtype=np.int64))
    assert int(ranks[0, 0]) == rank
    assert int(ranks[1, 0]) > rank
    assert int(ranks[2, 0]) == 1


rankings = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.tuples(
            st.lists(st.integers(0, width), min_size=width, max_size=width), st.integers(1, 2**45)
        ),
        min_size=1,
        max_size=8,
    )
)


def named(ballots):
    options = [f"o{number}" for number in range(len(ballots[0][0]))]
    return Profile.of(options, [row for row, _ in ballots], [weight for _, weight in ballots])


@given(rankings)
def test_duels_are_those_of_a_look_at_each_pair_of_each_ballot(ballots):
    width = len(ballots[0][0])
    for unranked in ("last", "uncounted"):
        expected = np.zeros((width, width), dtype=np.int64)
        for row, weight in ballots:
            for a in range(width):
                for b in range(width):
                    behind = unranked == "last" and row[b] == 0
                    expected[a, b] += weight * (row[a] > 0 and (behind or row[a] < row[b]))
        assert duels(named(ballots), unranked).tolist() == expected.tolist()


@given(rankings)
def test_points_are_those_of_a_look_at_each_place_of_each_ballot(ballots):
    profile = named(ballots)

    def points(first, size, ranked):
        return Fraction(1 + first * 100 + size * 10_000 + ranked * 1_000_000, 7)

    expected = dict.fromkeys(profile.options, Fraction(0))
    for row, weight in ballots:
        ranks = [rank or len(row) + 1 for rank in row]
        for option, rank in zip(profile.options, ranks, strict=True):
            first = sum(other < rank for other in ranks)
            ranked = sum(mark > 0 for mark in row)
            expected[option] += weight * points(first, ranks.count(rank), ranked)
    assert _places.totals(profile, points) == expected


@given(rankings, st.data())
def test_votes_are_the_same_whatever_was_asked_before(ballots, data):
    """Only the ballots of those who left are moved; going back to more options moves all."""
    profile = named(ballots)
    overvote = data.draw(st.sampled_from(["exhaust", "skip"]))
    papers = Papers(profile, overvote)
    columns = st.frozensets(st.integers(0, len(profile.options) - 1))
    for standing in data.draw(st.lists(columns, min_size=1, max_size=6)):
        fresh = Papers(profile, overvote).votes(standing).tolist()
        assert papers.votes(standing).tolist() == fresh
        assert sum(fresh) == profile.weight
        assert fresh == one_by_one(profile, overvote, standing)


def one_by_one(profile, overvote, standing):
    votes = [0] * (len(profile.options) + 1)
    for row, weight in zip(profile.marks.tolist(), profile.times.tolist(), strict=True):
        votes[best_of(row, overvote, standing)] += weight
    return votes


def best_of(row, overvote, standing):
    for rank in sorted({rank for rank in row if rank}):
        here = [column for column, other in enumerate(row) if other == rank]
        if len(here) > 1 and overvote == "exhaust":
            break
        if len(here) == 1 and here[0] in standing:
            return here[0]
    return len(row)


def test_a_wide_and_an_empty_profile_are_counted_like_any_other():
    rule = all_rules()["schulze"]
    options = [f"o{number}" for number in range(300)]
    wide = Profile.of(options, [list(range(1, 301)), [0] * 299 + [1]], [2, 1])
    assert rule.count(wide, rule.settle({}), None).elected == ("o0",)
    empty = Profile.of(options, [])
    assert rule.count(empty, rule.settle({}), None).elected == ()
