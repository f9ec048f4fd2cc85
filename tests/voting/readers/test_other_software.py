"""Files of CIVS, of ABIF, and bundles of our own."""

import json

import pytest

from tests.voting.bundles import a_question, a_round
from voting.canonical import canonical
from voting.readers import Unreadable, understood
from voting.readers.run import count_election


def read(text, question=None):
    return understood(text.encode(), "votes", question)


CIVS = "Ann,Bo,Cy\n1,2,-\n3X 2,1,3\n1,1,2\n-,-,-\n5,5,1\n"


def test_ranks_of_civs_may_have_gaps_be_shared_or_missing():
    election = read(CIVS)
    assert election.options == ["Ann", "Bo", "Cy"]
    assert list(election.ballots) == [
        (1, [["Ann"], ["Bo"]]),
        (3, [["Bo"], ["Ann"], ["Cy"]]),
        (1, [["Ann", "Bo"], ["Cy"]]),
        (1, None),
        (1, [["Cy"], ["Ann", "Bo"]]),
    ]
    assert count_election(election, "schulze").elected == ("Bo",)


def test_a_line_of_civs_that_is_no_ballot_is_kept_apart():
    election = read(CIVS + "1,2\n1,2,x\n0X1,2,3\n")
    assert [line.split(":")[0] for line in election.refused] == ["line 7", "line 8", "line 9"]


ABIF = """{"title": "Lunch"}
# where to go
=DGM:[Doña García]
27: DGM/5 > SBJ/2=AM   # twenty-seven
26*SBJ>DGM
3:[Nobody at all]
2:
"""


def test_orders_of_abif():
    election = read(ABIF)
    assert election.title == "Lunch"
    assert election.options == ["Doña García", "SBJ", "AM", "Nobody at all"]
    assert list(election.ballots) == [
        (27, [["Doña García"], ["AM", "SBJ"]]),
        (26, [["SBJ"], ["Doña García"]]),
        (3, [["Nobody at all"]]),
        (2, None),
    ]


def test_scores_of_abif():
    election = read("2:Ann/5,Bo/3\n1:Bo/7,Ann/0\n1:Ann/2,Bo\n")
    assert (election.form, election.form_parameters) == ("score", {"highest": 7})
    assert list(election.ballots) == [(2, {"Ann": 5, "Bo": 3}), (1, {"Bo": 7, "Ann": 0})]
    assert election.refused == ["line 3: a score for each, as in Ann/5, Bo/2"]


@pytest.mark.parametrize("order", ["A>>B", ">A", "A=", "A B", "A>B>A"])
def test_an_order_that_is_none_is_kept_apart_with_its_line(order):
    election = read(f"1:A>B\n1:{order}\n")
    assert (len(election.ballots), len(election.refused)) == (1, 1)
    assert election.refused[0].startswith("line 2: ")


@pytest.mark.parametrize("line", ["A>B", "x:A", '{"title": }', "[1]"])
def test_a_line_of_abif_that_is_nothing(line):
    with pytest.raises(Unreadable, match="votes, line 2"):
        read(f"1:A>B\n{line}\n")


def bundled(*questions, **more):
    frozen = canonical(a_round(*questions))
    data = {"format": "civic.bundle/1", "frozen": frozen, "ballots": {}, "sums": None}
    return json.dumps(data | more)


def test_a_bundle_names_its_rule_and_its_options():
    question = a_question("schulze", "abc")
    ballots = {"q1": [[2, [["a"], ["b"]]], [1, None], [1, [["z"]]]]}
    election = read(bundled(question, ballots=ballots))
    assert (election.rule, election.options) == ("schulze", ["a", "b", "c"])
    assert list(election.ballots) == [(2, [["a"], ["b"]]), (1, None)]
    assert election.refused == ["ballot 3: unknown_option"]
    assert count_election(election, election.rule).elected == ("a",)


def test_one_of_several_questions_is_named():
    questions = [a_question("approval", "ab") | {"id": name} for name in ("q1", "q2")]
    ballots = {"q1": [[1, ["a"]]], "q2": [[1, ["b"]]]}
    text = bundled(*questions, ballots=ballots)
    with pytest.raises(Unreadable, match="--question: q1, q2"):
        read(text)
    assert list(read(text, "q2").ballots) == [(1, ["b"])]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ballots": None}, "civic recount"),
        ({"frozen": "{"}, "JSON"),
        ({"frozen": 3}, "frozen round"),
        ({"ballots": {}}, "the whole of question q1"),
        ({"ballots": {"q1": [3]}}, "the whole of question q1"),
    ],
)
def test_a_bundle_that_cannot_be_counted_says_why(more, said):
    with pytest.raises(Unreadable, match=said):
        read(bundled(a_question("approval", "ab"), **({"ballots": {"q1": []}} | more)))
