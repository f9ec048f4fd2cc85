"""What browsers never send, and attackers do. Nothing of it becomes a ballot, nothing raises."""

import pytest

from voting.ballots import Option, all_forms

OPTIONS = [Option("a", 40), Option("b", 50), Option("c", 60)]
SETTINGS = {
    "choice": {},
    "approval": {"max": 2},
    "grades": {"grades": 5},
    "ranking": {"ties": False, "max": None},
    "basket": {"budget": 100, "min": 1, "max": 2},
    "stance": {"reason_for": ["b"]},
    "score": {"highest": 5},
    "list": {"lists": [1, 1, 2], "crossing": True},
    "points": {"total": 5, "most": 4, "squared": False},
}
NO_NUMBERS = [
    *("１", "1_000", " 1", "1 ", "+1", "-0", "-1", "01", "0x1", "1e3", "1e308", "1.0", "1,0"),
    *("NaN", "Infinity", "true", "null", "²", "٣", "①", "1\x00", "9" * 30, "9" * 10_000),
]
NO_OPTIONS = [
    "",
    "A",
    " a",
    "a ",
    "d",
    "o1",
    "а",
    "ａ",
    "a\u200b",
    "a\x00",
    "__proto__",
    "x" * 9_999,
]


def problems(form, settings=None, /, **sent):
    """The codes for what a page sent; keyword ``grade_a`` is the field ``grade-a``."""
    found = all_forms()[form]
    fields = {name.replace("_", "-"): values for name, values in sent.items()}
    choice = found.parse({f"q1-{name}": v for name, v in fields.items()}, OPTIONS, prefix="q1-")
    wanted = SETTINGS[form] | (settings or {})
    return [problem.code for problem in found.problems(choice, OPTIONS, wanted)]


@pytest.mark.parametrize("form", all_forms())
def test_nothing_chosen_is_not_blank(form):
    assert problems(form) == ["nothing_chosen"]


@pytest.mark.parametrize("form", all_forms())
def test_blank_is_chosen(form):
    assert all_forms()[form].parse({"q1-blank": ["1"]}, OPTIONS, prefix="q1-") is None
    assert problems(form, blank=["1"]) == []


@pytest.mark.parametrize("form", all_forms())
@pytest.mark.parametrize("sent", [["0"], ["on"], [""], ["1", "1"], ["１"], []])
def test_blank_is_one_value_alone(form, sent):
    assert problems(form, blank=sent) == ["nothing_chosen"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_looks_like_a_number_is_no_grade_and_no_rank(text):
    assert problems("grades", grade_a=[text]) == ["unknown_grade"]
    assert problems("ranking", rank_a=[text]) == ["unknown_rank"]
    assert problems("score", score_a=[text]) == ["unknown_score"]
    assert problems("points", points_a=[text]) == ["unknown_points"]


@pytest.mark.parametrize("id", NO_OPTIONS)
def test_what_is_not_on_the_ballot_is_unknown(id):
    assert problems("choice", choice=[id]) == ["unknown_option"]
    assert problems("stance", stance=[id]) == ["unknown_option"]
    assert problems("approval", tick=[id]) == ["unknown_option"]
    assert problems("list", list=["1"], out=[id]) == ["unknown_option"]
    assert problems("basket", pick=["a", id]) == ["unknown_option"]
    assert problems("ranking", rank=["a", id]) == ["unknown_option"]
    assert problems("ranking", **{f"rank-{id}": ["1"]}) == ["unknown_option"]
    assert problems("grades", **{f"grade-{id}": ["1"]}) == ["unknown_option"]
    assert problems("score", **{f"score-{id}": ["1"]}) == ["unknown_option"]
    assert problems("points", **{f"points-{id}": ["1"]}) == ["unknown_option"]


@pytest.mark.parametrize(
    ("form", "sent", "code"),
    [
        ("choice", {"choice": ["a", "b"]}, "more_than_one"),
        ("choice", {"choice": ["a", "a"]}, "more_than_one"),
        ("stance", {"stance": ["a", "b"]}, "more_than_one"),
        ("stance", {"stance": ["a"], "reason": ["x", "y"]}, "more_than_one"),
        ("stance", {"stance": ["b"]}, "reason_missing"),
        ("stance", {"stance": ["a"], "reason": ["x" * 601]}, "reason_too_long"),
        ("stance", {"stance": ["(blank)"], "reason": ["x"]}, "blank_with_reason"),
        ("list", {"list": ["1", "2"]}, "more_than_one"),
        ("list", {"list": ["3"]}, "unknown_list"),
        ("list", {"list": ["a"]}, "unknown_list"),
        ("list", {"out": ["a"]}, "no_list"),
        ("list", {"list": ["(blank)"], "out": ["a"]}, "blank_and_more"),
        ("list", {"list": ["1"], "out": ["a", "a"]}, "option_twice"),
        ("list", {"list": ["2"], "out": ["a"]}, "crossed_elsewhere"),
        ("list", {"list": ["1"], "out": ["a", "b"]}, "all_crossed"),
        ("list", {"list": ["2"], "out": ["c"]}, "all_crossed"),
        ("approval", {"tick": ["a", "a"]}, "option_twice"),
        ("approval", {"tick": ["a", "b", "c"]}, "too_many"),
        ("basket", {"pick": ["b", "b"]}, "option_twice"),
        ("basket", {"pick": ["b", "c"]}, "over_budget"),
        ("grades", {"grade_a": ["1", "1"]}, "unknown_grade"),
        ("grades", {"grade_a": ["5"]}, "unknown_grade"),
        ("score", {"score_a": ["1", "1"]}, "unknown_score"),
        ("score", {"score_a": ["6"]}, "unknown_score"),
        ("points", {"points_a": ["1", "1"]}, "unknown_points"),
        ("points", {"points_a": ["5"]}, "too_many_points"),
        ("points", {"points_a": ["3"], "points_b": ["3"]}, "over_points"),
        ("ranking", {"rank": ["a", "b", "a"]}, "option_twice"),
        ("ranking", {"rank_a": ["1"], "rank_b": ["3"]}, "rank_skipped"),
        ("ranking", {"rank_a": ["2"]}, "rank_skipped"),
        ("ranking", {"rank_a": ["0"]}, "unknown_rank"),
        ("ranking", {"rank_a": ["1", "2"]}, "unknown_rank"),
        ("ranking", {"rank_a": ["1"], "rank_b": ["1"]}, "rank_shared"),
        ("ranking", {"rank": ["a"], "rank_b": ["2"]}, "two_rankings"),
    ],
)
def test_what_contradicts_itself_or_the_ballot(form, sent, code):
    assert problems(form, **sent) == [code]


@pytest.mark.parametrize(
    ("form", "field"),
    [("choice", "choice"), ("approval", "tick"), ("basket", "pick"), ("ranking", "rank")],
)
def test_ten_thousand_values(form, field):
    assert problems(form, **{field: ["a"] * 10_000}) == ["too_long"]


def test_a_basket_is_filled_to_the_last_unit():
    assert problems("basket", pick=["a", "c"]) == []
    assert problems("basket", {"budget": 99}, pick=["a", "c"]) == ["over_budget"]
    assert problems("basket", {"min": 2}, pick=["a"]) == ["too_few"]
    assert problems("basket", {"budget": 300, "min": 0}, pick=["a", "b", "c"]) == ["too_many"]


@pytest.mark.parametrize(
    ("form", "settings", "choice", "numbers"),
    [
        ("approval", {"max": 2}, ["a", "b", "c"], {"max": 2, "chosen": 3}),
        ("basket", {"budget": 100}, ["b", "c"], {"budget": 100, "over": 10}),
        ("basket", {"min": 2}, ["a"], {"min": 2, "chosen": 1}),
        ("basket", {"budget": None, "max": 1}, ["a", "c"], {"max": 1, "chosen": 2}),
        ("ranking", {"max": 1}, [["a"], ["b"]], {"max": 1, "chosen": 2}),
        ("points", {}, {"a": 3, "b": 3}, {"spent": 6, "points": 5, "extra": 1}),
        ("points", {}, {"a": 5}, {"max": 4}),
        ("stance", {}, {"stance": "a", "reason": "x" * 601}, {"max": 600, "chosen": 601}),
    ],
)
def test_what_is_wrong_is_said_with_its_numbers(form, settings, choice, numbers):
    found = all_forms()[form]
    wrong = found.problems(choice, OPTIONS, SETTINGS[form] | settings)
    assert [problem.numbers for problem in wrong] == [numbers]


def test_names_are_crossed_out_where_the_vote_allows_it():
    assert problems("list", list=["1"], out=["a"]) == []
    assert problems("list", {"crossing": False}, list=["1"], out=["a"]) == ["no_crossing"]


@pytest.mark.parametrize(
    ("form", "settings", "choice", "code", "option"),
    [
        ("list", {}, {"list": 1, "out": "a"}, "unknown_option", ""),
        ("list", {}, {"list": 1, "out": ["b", "a"]}, "not_in_order", ""),
        ("ranking", {"ties": True}, [["b", "a"], ["c"]], "not_in_order", ""),
        ("ranking", {}, [["c"], ["a", "b"]], "rank_shared", "a"),
    ],
)
def test_what_no_page_wrote_is_said_to_whoever_reads_a_file(form, settings, choice, code, option):
    found = all_forms()[form]
    wrong = found.problems(choice, OPTIONS, SETTINGS[form] | settings)
    assert [(problem.code, problem.option) for problem in wrong] == [(code, option)]


def test_a_ranking_goes_to_the_last_rank_that_is_allowed():
    assert problems("ranking", {"max": 2}, rank=["a", "b"]) == []
    assert problems("ranking", {"max": 2}, rank=["a", "b", "c"]) == ["too_many"]


def test_points_are_squared_where_the_vote_says_so():
    squared = {"squared": True, "total": 9}
    assert problems("points", squared, points_a=["3"]) == []
    assert problems("points", squared, points_a=["3"], points_b=["1"]) == ["over_points"]


def test_projects_without_a_cost_fit_into_any_basket():
    basket, free = all_forms()["basket"], [Option("a"), Option("b")]
    assert basket.problems(["a", "b"], free, {"budget": 0, "min": 0, "max": None}) == []


def test_a_reason_that_was_cut_is_no_problem():
    stance = all_forms()["stance"]
    cut = {"stance": "b", "reason": None}
    assert stance.problems(cut, OPTIONS, SETTINGS["stance"]) == []


def test_a_ranking_is_kept_as_a_list_unless_a_rank_is_shared():
    ranking = all_forms()["ranking"]
    assert ranking.write([["c"], ["a"]]) == [("rank", "c"), ("rank", "a")]
    shared = [("rank-b", "1"), ("rank-c", "1"), ("rank-a", "2")]
    assert ranking.write([["b", "c"], ["a"]]) == shared


def test_what_belongs_to_another_question_is_not_read():
    form = all_forms()["approval"]
    sent = {"q1-tick": ["a"], "q11-tick": ["b"], "tick": ["c"], "q2-blank": ["1"]}
    assert form.parse(sent, OPTIONS, prefix="q1-") == ["a"]


NO_CHOICES = [
    *(True, False, 0, 1, -1, 1.5, 1e308, float("nan"), "", "a,b", b"a", [], {}, [[]], [None]),
    *([{}], [["a"], []], [["a", "a"]], [["a"], ["a"]], [["b", "a"]], ["b", "a"], ["a", ["b"]]),
    *({"a": True}, {"a": 1.0}, {"a": "1"}, {"a": None}, {"a": -1}, {"a": 10**40}, {"d": 1}),
    *(
        {1: 1},
        [1],
        [["d"]],
        [[["a"]]],
        "d",
        ["d"],
        ("a",),
        {"a"},
        pytest.param(object(), id="an object"),
    ),
]


@pytest.mark.parametrize("form", all_forms())
@pytest.mark.parametrize("choice", NO_CHOICES, ids=repr)
def test_what_no_page_wrote_is_refused_when_read_from_a_file(form, choice):
    assert all_forms()[form].problems(choice, OPTIONS, SETTINGS[form])


@pytest.mark.parametrize(
    ("form", "choice"),
    [
        ("choice", "b"),
        ("stance", {"stance": "b", "reason": "Why?\nSo."}),
        ("stance", {"stance": "a", "reason": ""}),
        ("approval", ["a", "c"]),
        ("grades", {"a": 0, "c": 4}),
        ("ranking", [["c"], ["a"]]),
        ("ranking", [["b", "c"], ["a"]]),
        ("basket", ["a", "b"]),
        ("score", {"a": 0, "c": 5}),
        ("points", {"a": 1, "c": 4}),
        ("list", {"list": 1, "out": ["b"]}),
        ("list", {"list": 2, "out": []}),
        *((form, None) for form in all_forms()),
    ],
)
def test_hidden_fields_bring_the_same_choice_back(form, choice):
    found = all_forms()[form]
    sent = {}
    for name, value in found.fields(choice, prefix="q7-"):
        sent.setdefault(name, []).append(value)
    assert found.parse(sent, OPTIONS, prefix="q7-") == choice
    assert found.problems(choice, OPTIONS, SETTINGS[form] | {"ties": True}) == []
