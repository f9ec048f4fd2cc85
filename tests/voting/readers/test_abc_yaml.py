"""Ticked ballots in abcvoting's files."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.readers import Unreadable, abc_yaml, read
from voting.readers.run import count_file

FILE = """# made by hand
description: "three places,
  for six"
profile: [[0, 1], [0, 1], [2],
    [], [1]]
num_cand: 3
committeesize: 2
voter_weights: [1, 2, 4, 1, 1]
compute:
- rule_id: av
  result: [[0, 1]]
"""


@pytest.fixture
def file(tmp_path):
    def file(text):
        (tmp_path / "votes.abc.yaml").write_text(text, "utf-8")
        return tmp_path / "votes.abc.yaml"

    return file


def test_ballots_weights_and_places(file):
    election = read(file(FILE.replace("\n", "\r\n")))

    assert (election.title, election.form) == ("three places, for six", "approval")
    assert election.options == ["0", "1", "2"]
    ticked = [(1, ["0", "1"]), (2, ["0", "1"]), (4, ["2"]), (1, None), (1, ["1"])]
    assert election.ballots == ticked
    assert count_file(file(FILE), "committee-av")["elected"] == ["1", "2"]
    assert count_file(file(FILE), "committee-av", seats=1)["tied"] == ["1", "2"]


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("num_cand: 3", "num_cand: three", 6, "a whole number from 1 to 2,000"),
        ("num_cand: 3", "num_cand: 0", 6, "a whole number from 1"),
        ("num_cand: 3\n", "", 10, "a line num_cand"),
        ("committeesize: 2", "committeesize: 4", 7, "a whole number from 1 to 3"),
        ("committeesize: 2", "num_cand: 3", 7, "each once"),
        ("committeesize", "size", 7, "one of description"),
        ("[], [1]]", "[], [1]", 5, "lists of numbers"),
        ("[], [1]]", "[], [1}]", 5, "lists of numbers"),
        ("[[0, 1], [0, 1], [2],\n    [], [1]]", "3", 4, "a list"),
        (", 1]\ncompute", "]\ncompute", 8, "5 weights"),
        ("committeesize", "? committeesize", 7, "key: value"),
    ],
)
def test_a_file_that_cannot_be_read(file, old, new, line, expected):
    assert old in FILE
    with pytest.raises(Unreadable, match=expected) as refused:
        read(file(FILE.replace(old, new, 1)))
    assert refused.value.line == line


@pytest.mark.parametrize("ballot", ["[3]", "[-1]", "[0, 0]", '["0"]', "[true]", "[0.0]", "0"])
def test_a_ballot_that_is_none_is_kept_apart(file, ballot):
    election = read(file(FILE.replace("[2]", ballot)))
    assert election.refused == ["ballot 3: numbers from 0 to 2, each once"]
    assert len(election.ballots) == 4


def test_a_weight_that_is_none(file):
    election = read(file(FILE.replace("[1, 2, 4,", "[0, 1.5, true,")))
    assert len(election.refused) == 3


@pytest.mark.parametrize("start", ["", "profile: ", "num_cand: 2\nprofile: [", FILE])
@given(text=st.text())
def test_no_text_does_more_than_be_refused(start, text):
    with suppress(Unreadable):
        abc_yaml.read(start + text, "noise")


@given(
    st.lists(st.lists(st.integers(0, 12), unique=True, max_size=4), min_size=1, max_size=8),
)
def test_one_line_of_ballots_is_read_as_its_ballots_one_by_one(ballots):
    """Whether all of them are as plain as abcvoting writes them, or not."""
    written = str(ballots)
    text = f"profile: {written}\nnum_cand: 11\n"
    lines = f"profile: {written.replace('], ', '],' + chr(10) + ' ')}\nnum_cand: 11\n"
    at_once, one_by_one = abc_yaml.read(text, "plain"), abc_yaml.read(lines, "plain")
    assert list(at_once.ballots) == list(one_by_one.ballots)
    assert at_once.refused == one_by_one.refused
    assert len(at_once.ballots) + len(at_once.refused) == len(ballots)


@pytest.mark.parametrize(
    ("written", "line"),
    [("[[0, 1], [01]]", 1), ("[[0, 1], [1]", 1), ("[[0, 1], [1,]]", 1), ("[[0, 1]], [1]]", 1)],
)
def test_a_line_that_only_looks_like_ballots(written, line):
    with pytest.raises(Unreadable, match="lists of numbers") as refused:
        abc_yaml.read(f"profile: {written}\nnum_cand: 2\n", "votes")
    assert refused.value.line == line
