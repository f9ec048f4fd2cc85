"""Ballots written as files: read again, they are the same ballots."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import size
from voting import writers
from voting.readers import Election, understood
from voting.readers.run import profile_of
from voting.writers import Unwritable

NAMES = ["Ann", 'Bo "B." Lee', "Cy, D", "=1+1", "Élo"]
RANKED = {"ties": True, "max": None}


@st.composite
def rankings(draw):
    options = NAMES[: draw(st.integers(2, 5))]
    groups = st.permutations(options).flatmap(
        lambda order: st.integers(0, len(order)).map(lambda end: split(order[:end], draw))
    )
    ballots = draw(st.lists(st.tuples(st.integers(1, 9), groups), max_size=6))
    return Election(
        title="Chair",
        form="ranking",
        options=list(options),
        ballots=[(weight, choice or None) for weight, choice in ballots],
        form_parameters=RANKED,
    )


def split(order, draw):
    """The same order in groups of one to three."""
    found, rest = [], list(order)
    while rest:
        many = draw(st.integers(1, 3))
        found.append(sorted(rest[:many]))
        rest = rest[many:]
    return found


def ballots_of(election):
    return sorted((repr(choice), weight) for weight, choice in writers.together(election.ballots))


def again(election, ending):
    return understood(writers.write(election, ending).encode(), "ballots" + ending)


@settings(max_examples=size(60, 5_000))
@given(rankings())
def test_rankings_come_back(election):
    for ending in (".blt", ".soi", ".json"):
        back = again(election, ending)
        assert back.options == election.options
        assert ballots_of(back) == ballots_of(election)
        assert back.title == ("Chair" if election.ballots else back.title)
    back = again(election, ".csv")
    assert back.options == ["'=1+1" if name == "=1+1" else name for name in election.options]
    assert profile_of(back).marks.tolist() == profile_of(election).marks.tolist()
    assert profile_of(back).times.tolist() == profile_of(election).times.tolist()


@pytest.mark.parametrize(
    ("ballots", "kind"),
    [
        ([["Ann"], ["Bo"]], "soc"),
        ([["Ann"]], "soi"),
        ([["Ann", "Bo"]], "toc"),
        (None, "soi"),
    ],
)
def test_a_preflib_file_says_of_what_kind_it_is(ballots, kind):
    election = Election(title="", form="ranking", options=["Ann", "Bo"], ballots=[(1, ballots)])
    assert f"# DATA TYPE: {kind}\n" in writers.write(election, ".soi")


TOWN = Election(
    title="Parks",
    form="basket",
    options=["a,1", "b;2", "c"],
    titles={"a,1": "=HYPERLINK()", "b;2": "Bench; green", "c": "c"},
    costs={"a,1": 5, "b;2": 7, "c": 9},
    ballots=[(2, ["a,1", "c"]), (1, ["b;2"]), (1, None)],
    parameters={"budget": 12},
    form_parameters={"budget": None, "min": 0, "max": None},
    currency="PLN",
)


def test_a_budget_comes_back_with_its_money_and_its_blank_ballots():
    back = again(TOWN, ".pb")
    assert back.parameters["budget"] == 12
    assert (list(back.costs.values()), back.currency) == ([5, 7, 9], "PLN")
    assert ballots_of(back) == [("None", 1), ("['1', '3']", 2), ("['2']", 1)]
    assert back.titles["2"] == "Bench; green"
    for ending in (".json", ".csv"):
        assert ballots_of(again(TOWN, ending)) == ballots_of(TOWN)


def test_no_cell_is_a_formula():
    for ending, delimiter in ((".pb", ";"), (".csv", ",")):
        for row in csv.reader(writers.write(TOWN, ending).splitlines(), delimiter=delimiter):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize(
    ("form", "choice", "more"),
    [
        ("grades", {"Ann": 2, "Bo": 0}, {"grades": 4}),
        ("score", {"Ann": 7}, {"highest": 9}),
        ("approval", ["Ann"], {"max": None}),
        ("choice", "Bo", {}),
    ],
)
def test_other_forms_come_back_from_json(form, choice, more):
    ballots = [(3, choice), (1, None)]
    election = Election("T", form, ["Ann", "Bo"], ballots=ballots, form_parameters=more)
    back = again(election, ".json")
    assert (back.form, list(back.ballots)) == (form, ballots)
    assert not [name for name in more if back.form_parameters[name] != more[name]]


def test_what_a_format_cannot_hold_is_refused_with_a_sentence():
    grades = Election("T", "grades", ["Ann"], form_parameters={"grades": 3})
    for ending, said in (
        (".blt", r"\.blt holds ballots of the form ranking, not grades"),
        (".soi", "PrefLib holds ballots of the form ranking"),
        (".pb", "of the form basket"),
        (".xls", "ends in .blt"),
    ):
        with pytest.raises(Unwritable, match=said):
            writers.write(grades, ending)
    with pytest.raises(Unwritable, match="holds no ballots"):
        writers.write(Election("T", "grades", ["Ann"], sums={"Ann": [1, 2]}), ".csv")
    heavy = Election("T", "basket", ["c"], costs={"c": 1}, ballots=[(10**7, ["c"])])
    with pytest.raises(Unwritable, match="too many"):
        writers.write(heavy, ".pb")
