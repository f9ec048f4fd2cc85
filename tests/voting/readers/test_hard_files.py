"""Files that are not what they say: refused with a name, a line and what was expected."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.readers import Unreadable, inline, pabulib, read, table
from voting.readers.run import count_file

BUDGET = """META
key;value
description;Parks
budget;100
vote_type;approval
PROJECTS
project_id;name;cost
p1;"A bench; green";60
p2;A tree;50,00
p3;A path;40
VOTES
voter_id;vote
1;p1,p3
2;p2
3;p3,p3
4;
"""


@pytest.fixture
def file(tmp_path):
    def file(text, name="votes.pb"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return file


def test_a_budget_of_a_town(file):
    election = read(file("\ufeff" + BUDGET.replace("\n", "\r\n")))

    assert election.costs == {"p1": 60, "p2": 50, "p3": 40}
    assert election.titles["p1"] == "A bench; green"
    assert election.ballots == [(1, ["p1", "p3"]), (1, ["p2"]), (1, ["p3"]), (1, None)]
    counted = count_file(file(BUDGET), "budget-greedy")
    assert (counted["elected"], counted["tied"]) == (["p3"], ["p1", "p2"])


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("budget;100", "budget;1e999999999", 4, "a whole amount of money"),
        ("p1;", "p2;", 8, "each project_id once"),
        (";60", ";sixty", 8, "a whole amount of money, not 'sixty'"),
        (";60", ";60.5", 8, "a whole amount of money"),
        (";60", ";-60", 8, "a whole amount of money"),
        (";60", ";６0", 8, "a whole amount of money"),
        (";60", ";" + "9" * 40, 8, "a whole amount of money"),
        ("budget;100\n", "", 1, "budget"),
        ("VOTES\n", "", 15, "a section VOTES"),
        ("voter_id", "who", 12, "a column voter_id"),
        ("approval", "scoring", 5, "a vote_type out of"),
        ("p1,p3", "p1," * 70_000, 13, "cells that can be read"),
    ],
)
def test_a_budget_that_cannot_be_read(file, old, new, line, expected):
    with pytest.raises(Unreadable, match=expected) as refused:
        read(file(BUDGET.replace(old, new, 1)))
    assert refused.value.line == line
    assert str(refused.value).startswith(f"votes.pb, line {line}: ")


def test_points_that_cannot_be_read_are_named_by_their_file(file):
    points = BUDGET.replace("approval", "cumulative").replace(
        "voter_id;vote", "voter_id;vote;points"
    )
    with pytest.raises(Unreadable, match="line 13: a whole amount of money") as refused:
        read(file(points.replace("1;p1,p3", "1;p1;two")))
    assert str(refused.value).startswith("votes.pb, ")


def test_a_vote_for_an_unknown_project_is_kept_apart_with_its_line(file):
    election = read(file(BUDGET.replace("2;p2", "2;p9,p2")))
    assert election.refused == ["line 14: no project 'p9'"]
    assert len(election.ballots) == 3


def test_text_in_another_encoding(file):
    with pytest.raises(Unreadable, match="line 2: text in UTF-8"):
        read(file("META\nkl\xe9;1".encode("latin-1")))


RANKED = "#form: ranking\n#title: Chair\nweight,Ann,Bo,Cy\n3,1,2,\n2,,1,1\n1,,,\n"


def test_our_own_table(file):
    election = read(file(RANKED, "votes.csv"))

    assert election.options == ["Ann", "Bo", "Cy"]
    assert election.ballots == [(3, [["Ann"], ["Bo"]]), (2, [["Bo", "Cy"]]), (1, None)]
    assert count_file(file(RANKED, "votes.csv"), "schulze")["elected"] == ["Ann"]


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("#form: ranking", "#form: stv", 1, "a first line like #form"),
        ("#title: Chair", "#Chair", 2, "a line like #form"),
        ("Bo,Cy", "Bo,Bo", 3, "the options, each once"),
        ("Bo,Cy", "Bo,", 3, "the options, each once"),
        ("3,1,2,", "3,1,2", 4, "4 cells, not 3"),
        ("3,1,2,", "0,1,2,", 4, "a weight from 1 up"),
        ("3,1,2,", "３,1,2,", 4, "a whole number"),
        ("3,1,2,", "-3,1,2,", 4, "a whole number"),
    ],
)
def test_a_table_that_cannot_be_read(file, old, new, line, expected):
    with pytest.raises(Unreadable, match=expected) as refused:
        read(file(RANKED.replace(old, new, 1), "votes.csv"))
    assert refused.value.line == line


@pytest.mark.parametrize("marked", ["1,3,", "2,,", "0x1,,", "1,2.0,", "x,,"])
def test_a_ballot_that_is_none_is_kept_apart_with_its_line(file, marked):
    election = read(file(RANKED.replace("3,1,2,", "3," + marked), "votes.csv"))
    assert [refused.split(":")[0] for refused in election.refused] == ["line 4"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"form": "ranking"},
        {"form": "ranking", "options": ["a"], "ballots": [[1]]},
        {"form": "ranking", "options": ["a", "a"], "ballots": []},
        {"form": "ranking", "options": ["a"], "ballots": [[0, [["a"]]]]},
        {"form": "ranking", "options": ["a"], "ballots": [[1.5, [["a"]]]]},
        {"form": "ranking", "options": ["a"], "ballots": [[True, [["a"]]]]},
        {"form": "ranking", "options": ["a"], "ballots": [[10**30, [["a"]]]]},
        {"form": "approval", "options": 3, "ballots": []},
        {"form": "grades", "tallies": [1]},
        {"form": "grades", "tallies": {}},
        {"form": "grades", "tallies": {"a": [1, 2], "b": [1]}},
        {"form": "grades", "tallies": {"a": [1, -2]}},
        {"form": "grades", "tallies": {"a": [1, 2.0]}},
    ],
    ids=json.dumps,
)
def test_data_that_cannot_be_read(data):
    with pytest.raises(Unreadable):
        inline.from_data(data, "votes.json")


def test_ballots_about_strangers_are_kept_apart():
    ballots = [[1, [["a"], ["z"]]], [1, [["b"], ["b"]]], [2, [["a"]]]]
    election = inline.from_data({"form": "ranking", "options": ["a", "b"], "ballots": ballots}, "")
    assert election.refused == ["ballot 1: unknown_option", "ballot 2: option_twice"]
    assert election.ballots == [(2, [["a"]])]


def test_json_nested_without_end():
    with pytest.raises(Unreadable):
        inline.read('{"form":' + "[" * 200_000, "votes.json")


@pytest.mark.parametrize(
    ("rule", "settings", "expected"),
    [
        ("plurality-of-hats", {}, "There is no rule 'plurality-of-hats'"),
        ("motion", {}, "about the options for, against, abstain"),
        ("budget-greedy", {"budget": "10"}, "needs the cost of each option"),
        ("approval", {}, "reads ballots of the form approval, not ranking"),
        ("majority-judgment", {}, "reads ballots of the form grades, not ranking"),
        ("schulze", {"measure": "[1"}, "is no list in JSON"),
        ("schulze", {"measure": '["margins"]'}, "parameter measure"),
        ("irv", {"seats": "2"}, "parameter seats"),
    ],
)
def test_a_rule_that_does_not_fit_the_file(file, rule, settings, expected):
    with pytest.raises(ValueError, match=expected):
        count_file(file(RANKED, "votes.csv"), rule, settings=settings)


@pytest.mark.parametrize("start", ["", "META\n", "#form: ranking\n", BUDGET, RANKED])
@given(text=st.text())
def test_no_text_does_more_than_be_refused(start, text):
    for reader in (pabulib, table, inline):
        with suppress(Unreadable):
            reader.read(start + text, "noise")
