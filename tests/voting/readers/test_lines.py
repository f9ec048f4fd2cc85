"""Every line of a file is a ballot or a refusal, however the file was cut, doubled or shuffled;
and what is read many lines at once is read as if each stood alone."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import size
from voting.readers import (
    Unreadable,
    abc_yaml,
    abif,
    blt,
    civs,
    debian,
    grid,
    pabulib,
    preflib,
    ranks,
    table,
)
from voting.readers.bulk import Rows
from voting.readers.numbers import AT_ONCE
from voting.readers.run import count_election, profile_of

PREFLIB = """# FILE NAME: a.soi
# TITLE: Chair
# DATA TYPE: soi
# ALTERNATIVE NAME 1: Ann
# ALTERNATIVE NAME 2: Bo
# ALTERNATIVE NAME 3: Cy
"""
SHEET = """Tally Sheet
Option 1--->: Ann
Option 2--->: Bo
Option 3--->: Cy
"""
PROJECTS = "META\nkey;value\nbudget;9\nPROJECTS\nproject_id;cost\n1;3\n2;4\nVOTES\nvoter_id;vote\n"
FILES = {
    "preflib": (preflib, PREFLIB, ["1: 1,2,3", "12:3,1", "3: {1,2},3", "2: 2,{},1"], ""),
    "blt": (blt, "3 2\n", ["1 1 2 3 0", "12 3 1 0", "4 1=2 - 3 0", "2 0"], '0\n"A"\n"B"\n"C"\n'),
    "debian": (debian, SHEET, ["V: 123", "V: 1-2", "V: 112", "V: ---"], ""),
    "ranking": (table, "#form: ranking\nA,B,C\n", ["1,2,3", "1,,", ",1,1", "2,1,"], ""),
    "weighed": (table, "#form: approval\nA,weight,C\n", ["1,2,0", ",11,1", ",1,", "1,3,1"], ""),
    "grades": (table, "#form: grades\n#grades: 4\nA,B\n", ["0,3", ",2", "1,1", ","], ""),
    "list": (
        table,
        "#form: list\n#lists: 1, 1, 2\n#crossing: yes\nlist,A,B,C\n",
        ["1,,-1,", "2,,,", "1,,,-1", ",,,"],
        "",
    ),
    "ranks": (ranks, "count,rank1,rank2\n", ["1,A,B", "2,B,", "3,undervote,A", "4,overvote,B"], ""),
    "grid": (grid, ",A,B\n", ["1,6,5", "2,1,0", "3,4,4", "4,0,0"], ""),
    "civs": (civs, "A,B,C\n", ["1,2,3", "3X 2,1,-", "1,1,2", "-,-,-"], ""),
    "abif": (abif, "=A:[Ann]\n", ["2:A>B", "1:B=C>A", "3:A", "1*C/5>B/2"], ""),
    "pabulib": (pabulib, PROJECTS, ["1;1,2", "2;2", '3;"1,2"', "4;"], ""),
}
every_format = pytest.mark.parametrize("kind", FILES)


def read(kind, lines):
    reader, head, _, foot = FILES[kind]
    return reader.read(head + "".join(line + "\n" for line in lines) + foot, "votes")


def broken(line):
    """The line itself, cut, doubled, or with one letter in place of another."""
    return st.one_of(
        st.just(line),
        st.integers(1, len(line)).map(lambda end: line[:end]),
        st.just(line + line),
        st.tuples(
            st.integers(len(line) > 1, len(line) - 1), st.sampled_from("0123456789,: =-{}()ABx;'")
        ).map(lambda change: line[: change[0]] + change[1] + line[change[0] + 1 :]),
    )


@every_format
@settings(max_examples=size(40, 5_000))
@given(data=st.data())
def test_ballots_and_refusals_are_as_many_as_lines(kind, data):
    written = data.draw(st.lists(st.sampled_from(FILES[kind][2]).flatmap(broken), max_size=8))
    with suppress(Unreadable):
        election = read(kind, written)
        # where nothing is marked in a grid, or a tally sheet shows no V:, there is no ballot line
        lines = [line for line in written if is_ballot_line(kind, line)]
        assert len(election.ballots) + len(election.refused) == len(lines)
        assert all(weight >= 1 for weight, _ in election.ballots)


def is_ballot_line(kind, line):
    if kind == "debian":
        return debian.BALLOT.match(line) is not None
    if kind == "abif":
        written = line.split("#")[0].strip()
        return bool(written) and written[0] not in "={"
    if kind == "grid":
        return any(line.split(",")[1:])
    return bool(line.strip(", " if kind == "ranks" else " "))


@every_format
@settings(max_examples=size(40, 5_000))
@given(data=st.data())
def test_a_file_that_ends_too_early_is_refused_or_read_up_to_there(kind, data):
    reader, head, lines, foot = FILES[kind]
    text = head + "\n".join(lines) + "\n" + foot
    end = data.draw(st.integers(0, len(text)))
    with suppress(Unreadable):
        election = reader.read(text[:end], "votes")
        assert len(election.ballots) + len(election.refused) <= len(lines)


@every_format
@settings(max_examples=size(40, 5_000))
@given(data=st.data())
def test_lines_are_read_together_as_each_is_read_alone(kind, data):
    written = data.draw(st.lists(st.sampled_from(FILES[kind][2]).flatmap(broken), max_size=8))
    alone, refused = [], 0
    for line in written:
        try:
            election = read(kind, [line])
        except Unreadable:
            return
        refused += len(election.refused)
        alone += election.ballots
    with suppress(Unreadable):  # here and in ABIF the options are the names that occur
        together = read(kind, written)
        if kind not in ("ranks", "abif"):
            assert list(together.ballots) == alone
            assert len(together.refused) == refused


@pytest.mark.parametrize(
    ("kind", "line", "same"),
    [
        ("preflib", "2: 3,1", "2: {3},{1}"),
        ("blt", "2 3 1 0", "(id) 2 3 1 0"),
        ("ranking", "2,1,", "2,1, "),
        ("weighed", "1,2,0", "1,2, 0"),
        ("grades", "0,3", "0, 3"),
    ],
)
def test_a_plain_line_and_one_that_is_read_slowly_are_the_same_ballot(kind, line, same):
    plain, slow = read(kind, [line]), read(kind, [same])
    assert isinstance(plain.ballots, Rows)
    assert list(plain.ballots) == list(slow.ballots) != []
    assert profile_of(plain).marks.tolist() == profile_of(slow).marks.tolist()


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("preflib", "1: 1,1"),
        ("preflib", "1: 1,4"),
        ("preflib", "1: 01,2"),
        ("preflib", "0: 1,2"),
        ("blt", "1 1 1 0"),
        ("blt", "1 4 0"),
        ("blt", "1 1 2"),
        ("blt", "1 1 0 2 0"),
        ("blt", "1  1 9 0"),
        ("blt", f"{10**16} 1 0"),
        ("ranking", "1,3,"),
        ("ranking", "01,2,3"),
        ("ranking", "4,1,2"),
        ("weighed", "2,1,1"),
        ("grades", "4,0"),
    ],
)
def test_what_only_looks_plain_is_refused(kind, line):
    good = FILES[kind][2][0]
    election = read(kind, [good, line, good])
    assert (len(election.ballots), len(election.refused)) == (2, 1)
    assert f"line {FILES[kind][1].count(chr(10)) + 2}:" in election.refused[0]


def test_lines_beyond_one_heap_keep_their_order_and_their_numbers():
    lines = ["1: 1,2,3", "2: 3"] * (AT_ONCE // 6)
    middle = len(lines) // 2 + 1
    lines[middle], lines[-1] = "7: {1,2}", "1: 9"
    election = read("preflib", lines)
    assert len(election.ballots) == len(lines) - 1
    assert election.ballots[middle] == (7, [["Ann", "Bo"]])
    assert election.ballots[-2:] == [(2, [["Cy"]]), (1, [["Ann"], ["Bo"], ["Cy"]])]
    assert election.refused == [f"line {6 + len(lines)}: unknown_option"]


def test_ranks_left_empty_are_read_as_the_count_asks():
    election = read("blt", ["1 - - 1 0", "2 2 0", "3 3 - 1 0", "4 0"])
    assert count_election(election, "irv").numbers["first"] == {"A": 1, "B": 2, "C": 3}
    strict = count_election(election, "irv", settings={"max_skipped_ranks": "1"})
    assert strict.numbers["first"] == {"A": 0, "B": 2, "C": 3}
    gone = count_election(election, "irv", settings={"withdrawn": '["C"]'})
    assert gone.numbers["first"] == {"A": 4, "B": 2}


def test_weights_that_do_not_fit_together_are_refused_with_a_sentence():
    heavy = [f"{9 * 10**14} 1 0"] * 11_000
    with pytest.raises(ValueError, match="too large together"):
        count_election(read("blt", heavy), "irv")
    assert abc_yaml.MOST_WEIGHT < 2**53


@pytest.mark.parametrize("kind", ["ranking", "grades", "ranks", "grid", "pabulib"])
def test_a_quote_that_is_never_closed_swallows_no_ballots(kind):
    good, line = FILES[kind][2][0], FILES[kind][1].count("\n") + 1
    with pytest.raises(Unreadable, match=f"line {line}: a quote that is closed in its line"):
        read(kind, ['"' + good, good, good])


@pytest.mark.parametrize("rows", [0, 1])
def test_an_election_without_ballots_or_marks_has_none(rows):
    election = read("preflib", ["3: {}"] * rows)
    profile = profile_of(election)
    assert (len(profile.marks), profile.weight) == (0, 0)
    assert np.issubdtype(profile.marks.dtype, np.integer)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028"])
def test_lines_that_end_in_another_way_keep_their_numbers(end):
    text = PREFLIB + "1: 1,2\n\n# a remark\n2: 3\n1: 9"
    plain = preflib.read(text, "votes")
    other = preflib.read(text.replace("\n", end), "votes")
    assert plain.refused == other.refused == ["line 11: unknown_option"]
    assert list(plain.ballots) == list(other.ballots) != []
