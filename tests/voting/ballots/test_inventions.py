"""Ballots that are invented to try a rule on."""

import pytest

from tests.voting.ballots.test_hard_input import OPTIONS, SETTINGS
from voting.ballots import Option, all_forms

LIKED = {
    "approval": (["a", "b"], ["b"]),
    "basket": (["a", "b"], ["b"]),
    "choice": ("a", "b"),
    "grades": ({"a": 4, "b": 3, "c": 0}, {"a": 0, "b": 4, "c": 2}),
    "list": ({"list": 1, "out": []}, {"list": 1, "out": []}),
    "points": ({"a": 2, "b": 1, "c": 1}, {"a": 1, "b": 2, "c": 1}),
    "ranking": ([["a"], ["b"]], [["b"], ["c"]]),
    "score": ({"a": 5, "b": 3, "c": 0}, {"a": 0, "b": 5, "c": 2}),
    "stance": ({"stance": "a", "reason": None}, {"stance": "b", "reason": None}),
}
"""By form, of somebody who likes the options 90, 60 and 10, and 15, 95 and 45 out of 99."""


@pytest.mark.parametrize("form", all_forms())
def test_an_invented_ballot_follows_the_liking_and_is_a_ballot(form):
    found = all_forms()[form]
    invented = [found.invent(one, OPTIONS, SETTINGS[form]) for one in ([90, 60, 10], [15, 95, 45])]
    assert tuple(invented) == LIKED[form]
    assert not any(found.problems(choice, OPTIONS, SETTINGS[form]) for choice in invented)


def test_an_invented_basket_takes_what_still_fits():
    basket, most = all_forms()["basket"], {"budget": 100, "min": 0, "max": None}
    assert basket.invent([90, 80, 70], OPTIONS, most) == ["a", "b"]
    assert basket.invent([80, 70, 90], OPTIONS, most) == ["a", "c"]
    assert basket.invent([80, 70, 90], OPTIONS, most | {"max": 1}) == ["c"]
    assert basket.invent([10, 10, 10], OPTIONS, most) is None


def test_an_invented_basket_costs_no_more_than_there_is():
    basket, free = all_forms()["basket"], [Option("a"), Option("b", 1)]
    assert basket.invent([90, 80], free, {"budget": None, "max": None}) == ["a"]


@pytest.mark.parametrize(
    ("form", "enough", "taken", "without"),
    [("approval", 55, ["a", "b"], ["b"]), ("ranking", 20, [["b"], ["a"]], [["b"]])],
)
def test_what_is_liked_just_enough_is_taken_while_there_is_room(form, enough, taken, without):
    invent, free = all_forms()[form].invent, {"max": None}
    assert invent([enough, enough + 1, 0], OPTIONS, free) == taken
    assert invent([enough - 1, enough, 0], OPTIONS, free) == without
    assert invent([1, 2, 0], OPTIONS, free) == without  # one at least
    assert invent([enough, enough + 1, 0], OPTIONS, {"max": 1}) == without


def test_a_project_is_invented_into_a_basket_from_forty_on():
    basket, wide = all_forms()["basket"], {"budget": 1000, "max": None}
    assert basket.invent([40, 39, 41], OPTIONS, wide) == ["a", "c"]


def test_invented_points_are_rounded_down():
    assert all_forms()["score"].invent([20, 19, 99], OPTIONS, {"highest": 4}) == {
        "a": 1,
        "b": 0,
        "c": 4,
    }


def test_an_invented_list_is_never_crossed_out_whole():
    lists = all_forms()["list"]
    assert lists.invent([60, 10, 20], OPTIONS, SETTINGS["list"]) == {"list": 1, "out": ["b"]}
    assert lists.invent([12, 10, 5], OPTIONS, SETTINGS["list"]) == {"list": 1, "out": []}
    uncrossed = SETTINGS["list"] | {"crossing": False}
    assert lists.invent([60, 10, 20], OPTIONS, uncrossed) == {"list": 1, "out": []}


def test_invented_points_are_what_the_ballot_allows():
    points = all_forms()["points"]
    assert points.invent([9, 5, 1], OPTIONS, {"total": 9, "most": 0, "squared": False}) == {
        "a": 4,
        "b": 2,
        "c": 1,
    }
    assert points.invent([9, 5, 1], OPTIONS, {"total": 9, "most": 3, "squared": False})["a"] == 3
    assert points.invent([9, 5, 1], OPTIONS, {"total": 9, "most": 0, "squared": True}) == {
        "a": 2,
        "b": 1,
        "c": 1,
    }
    assert points.invent([9, 5, 1], OPTIONS, {"total": 1, "most": 0, "squared": True}) == {"a": 1}
