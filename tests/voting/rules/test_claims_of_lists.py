"""What methods claim of themselves that share out places among lists, by examples; and what d'Hondt
promises of all votes, by Hypothesis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.rules.strategies import FEW
from tests.voting.rules.test_claims import shared_out


@FEW
@given(votes=st.lists(st.integers(0, 40), min_size=2, max_size=5), seats=st.integers(1, 12))
def test_more_than_half_of_the_votes_give_half_of_the_places_by_dhondt(votes, seats):
    named = dict(zip("abcde", votes, strict=False))
    for option, many in named.items():
        if 2 * many > sum(votes):
            assert shared_out("dhondt", named, seats)[option] >= seats // 2


@pytest.mark.parametrize("rule", ["dhondt", "droop-remainder"])
def test_large_lists_get_more_than_their_share(rule):
    """a has 3.35 of five places."""
    votes = {"a": 67, "b": 29, "c": 4}
    assert shared_out("hare-remainder", votes, 5) == {"a": 3, "b": 2, "c": 0}
    assert shared_out(rule, votes, 5) == {"a": 4, "b": 1, "c": 0}


def test_by_huntington_and_hill_everybody_gets_a_place():
    assert shared_out("huntington-hill", {"a": 97, "b": 2, "c": 1}, 3) == {"a": 1, "b": 1, "c": 1}


def test_a_very_small_list_gets_none_by_the_modified_method():
    """c has 0.65 of a place."""
    votes = {"a": 47, "b": 40, "c": 13}
    assert shared_out("sainte-lague", votes, 5)["c"] == 1
    assert shared_out("modified-sainte-lague", votes, 5)["c"] == 0


def test_neither_large_nor_small_lists_gain_by_sainte_lague():
    """Of a share between two whole numbers, as many votes round up as down, whatever the size."""
    for large in (10, 50, 90):
        votes = {"a": large * 10 + 4, "b": (100 - large) * 10 - 4}
        assert shared_out("sainte-lague", votes, 100)["a"] == large
        votes = {"a": large * 10 + 6, "b": (100 - large) * 10 - 6}
        assert shared_out("sainte-lague", votes, 100)["a"] == large + 1
