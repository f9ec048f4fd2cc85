"""Many ballots become rows at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.ballots.test_hard_input import OPTIONS, SETTINGS
from voting.ballots import Option, all_forms
from voting.rules import Profile


@pytest.mark.parametrize(
    "form", [form for form in all_forms().values() if form.ticks], ids=lambda form: form.id
)
def test_ticked_ballots_become_the_same_rows_as_one_by_one(form):
    options = [Option(id, cost=1) for id in "abc"]
    choices = [["a"], ["a", "c"], ["b"], ["a", "b", "c"]]
    one_by_one = [form.marks(choice, options, form.settings) for choice in choices]
    assert form.rows(choices, options, form.settings).tolist() == [list(row) for row in one_by_one]
    assert form.rows([], options, form.settings).shape == (0, 3)


CHOICES = [
    ("approval", ["a", "c"], (1, 0, 1)),
    ("basket", ["b"], (0, 1, 0)),
    ("choice", "b", (0, 1, 0)),
    ("grades", {"a": 0, "c": 4}, (0, -1, 4)),
    ("list", {"list": 1, "out": ["a"]}, (-1, 1, 0)),
    ("list", {"list": 2, "out": []}, (0, 0, 1)),
    ("points", {"a": 2, "b": 1}, (2, 1, 0)),
    ("ranking", [["b"], ["a", "c"]], (2, 1, 2)),
    ("ranking", [["c"]], (0, 0, 1)),
    ("score", {"a": 0, "c": 5}, (0, 0, 5)),
    ("stance", {"stance": "b", "reason": "because"}, (0, 1, 0)),
]


def test_every_form_has_its_row():
    assert {form for form, _, _ in CHOICES} == set(all_forms())


@pytest.mark.parametrize(("form", "choice", "row"), CHOICES)
def test_a_choice_is_this_row_and_comes_back_from_what_a_page_keeps(form, choice, row):
    found = all_forms()[form]
    assert found.marks(choice, OPTIONS, SETTINGS[form]) == row
    kept: dict[str, list[str]] = {}
    for name, value in found.write(choice):
        kept.setdefault(name, []).append(value)
    assert found.parse(kept, OPTIONS) == choice


@given(
    rows=st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 3)), max_size=12),
    weights=st.lists(st.integers(1, 2**50), min_size=12, max_size=12),
)
def test_equal_rows_become_one_sorted_among_the_others(rows, weights):
    profile = Profile.of("ab", rows, weights[: len(rows)])
    together = {}
    for row, weight in zip(rows, weights, strict=False):
        together[row] = together.get(row, 0) + weight
    assert [tuple(row) for row in profile.marks.tolist()] == sorted(together)
    assert profile.times.tolist() == [together[row] for row in sorted(together)]
    assert profile.times.dtype == np.int64


@given(
    st.integers(1, 40).flatmap(
        lambda width: st.lists(
            st.lists(st.sampled_from([-1, 0, 1, 5, 20]), min_size=width, max_size=width),
            min_size=1,
            max_size=4,
        )
    ),
    st.lists(st.integers(0, 3), max_size=12),
    st.sampled_from([1, 10, 2**10, 2**30, 2**58]),
)
def test_wide_rows_that_begin_alike_are_told_apart_to_the_end(kinds, drawn, times):
    """However many words of 64 bits a row fills."""
    rows = [[mark * times for mark in kinds[place % len(kinds)]] for place in drawn]
    profile = Profile.of([f"o{column}" for column in range(len(kinds[0]))], rows)
    assert profile.marks.tolist() == sorted({tuple(row): list(row) for row in rows}.values())
    assert profile.times.tolist() == [rows.count(row) for row in profile.marks.tolist()]
