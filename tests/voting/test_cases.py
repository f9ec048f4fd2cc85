"""Real elections and reference vectors come out equal: every entry whose rule and file we read.

Nothing is special-cased: what a case expects stands in its checks.json alone.
"""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from tests.shared_material import shared_path
from tests.sizes import first_of_each
from voting.readers import inline, mandates, read
from voting.readers.run import count_election
from voting.rules import all_rules

NUMBER = re.compile(r"-?[0-9]+([./][0-9]+)?")
SECONDS = "pb-mes-netherlands-assen-2024"
"""A town whose count takes a second: others stand for it."""
READABLE = (".pb", ".soi", ".soc", ".toi", ".toc", ".cat", "tally.txt", ".blt", ".csv", ".yaml")


def entries():
    for checks in sorted(shared_path().glob("cases/*/checks.json")):
        for number, entry in enumerate(json.loads(checks.read_text())):
            readable = entry["file"] is None or entry["file"].endswith(READABLE)
            if readable and entry["rule"] in {*all_rules(), mandates.ID}:
                yield checks.parent, number, entry


def in_order():
    return sorted(entries(), key=lambda case: case[0].name == SECONDS)


def of(case):
    return case[2]["rule"]


def called(case):
    folder, number, entry = case
    return f"{folder.name}-{number}-{entry['rule']}"


@pytest.mark.shared
@pytest.mark.parametrize("case", first_of_each(in_order(), of, called))
def test_comes_out_equal(case):
    """In a check, the first case of each rule."""
    folder, _number, entry = case
    election = (
        read(folder / entry["file"])
        if entry["file"]
        else inline.from_data(entry["ballots"], folder.name)
    )

    outcome = counted(election, entry)

    if "committees" in entry:
        allowed = {frozenset(committee) for committee in entry["committees"]}
        assert set(outcome.elected) == frozenset.intersection(*allowed)
        assert set(outcome.tied) == frozenset.union(*allowed) - set(outcome.elected)
        for order in (election.options, election.options[::-1]):
            assert set(counted(election, entry, order).elected) in allowed
    else:
        assert set(outcome.elected) == set(entry["elected"])
        assert set(outcome.tied) == set(entry.get("tied", ()))
    if entry.get("ordered"):
        assert list(outcome.elected) == entry["elected"]
    if "ranking" in entry:
        assert [sorted(g) for g in outcome.ranking] == [sorted(g) for g in entry["ranking"]]
    for name, expected in entry.get("numbers", {}).items():
        assert exact(outcome.numbers[name]) == exact(expected)


@pytest.mark.shared
@pytest.mark.thorough
@pytest.mark.parametrize(
    ("gains", "reason"),
    [("voters", {"count": 1576, "fewer": 1050}), ("projects", {"count": 1615, "fewer": 873})],
)
def test_a_town_that_compared_two_outcomes_funded_those_of_equal_shares(gains, reason):
    """Whichever way a gain is counted: see voting/rules/_comparison.py."""
    folder = shared_path() / "cases" / "pb-mes-poland-wieliczka-2023"
    asked = {"utility": "cost", "completion": "add1", "comparison": gains}
    outcome = count_election(read(folder / "ballots.pb"), "budget-equal-shares", settings=asked)
    official = json.loads((folder / "expected.json").read_text())["official_selected"]
    assert (set(outcome.elected), outcome.tied) == (set(official), ())
    assert ("shares.compared", reason) in outcome.reasons


def counted(election, entry, order=None):
    settings = entry["set"] | ({"tie_order": order} if order else {})
    return count_election(election, entry["rule"], seats=entry.get("seats"), settings=settings)


def exact(figures):
    """Whole numbers, decimals and fractions as text, in lists and by name: all as fractions."""
    if isinstance(figures, dict):
        return {name: exact(figure) for name, figure in figures.items()}
    if isinstance(figures, list):
        return [exact(figure) for figure in figures]
    text = str(figures)
    return Fraction(text) if NUMBER.fullmatch(text) else text


@pytest.mark.shared
def test_there_are_as_many_as_there_were():
    assert len(list(entries())) >= 400


@pytest.mark.shared
def test_no_rule_knows_a_case_or_a_candidate_by_name():
    """Names of two words: one word alone may well be one of ours."""
    names = {folder.name for folder in shared_path().glob("cases/*") if folder.is_dir()}
    for checks in shared_path().glob("cases/*/checks.json"):
        for entry in json.loads(checks.read_text()):
            names |= {name for name in entry.get("elected", ()) if " " in name.strip()}
    text = "\n".join(path.read_text() for path in Path("voting").rglob("*.py"))
    assert not [name for name in names if name in text]
