"""A whole bundle, on the command line: what is said of it, and in which language."""

import ast
import copy
import json

import pytest

from tests.voting.bundles import a_bundle, a_question, a_round, ballots_of, canonical
from tests.voting.recount.alone import COUNTABLE, SCRIPT, counted, recount, sealed, true_bundle


def test_a_summary_in_english(run, assembly):
    told = run(assembly)
    assert told.returncode == 0
    assert "Turnout: 6 of 8 electors" in told.stdout
    assert "Quorum: 6 of 8, at least 1/2 asked: reached" in told.stdout
    assert "Majority: 4 of 6, more than 1/2 asked: reached" in told.stdout
    assert "Chosen: FOR\n  Outcome: adopted" in told.stdout
    assert "Tied: A, B, C" in told.stdout
    assert "Tie broken by the chair: C" in told.stdout
    assert "every result is as published" in told.stdout


@pytest.mark.parametrize("spoken", [{"language": "fr_FR.UTF-8"}, {}])
def test_a_summary_in_french(run, assembly, spoken):
    told = run(assembly, *([] if spoken else ["--lang", "fr"]), **spoken)
    assert told.returncode == 0
    assert "Participation\N{NO-BREAK SPACE}: 6 votants sur 8 électeurs" in told.stdout
    assert "6 sur 8, il en fallait au moins 1/2\N{NO-BREAK SPACE}: atteint" in told.stdout
    assert "Assemblée de printemps" in told.stdout
    assert "chaque résultat est celui qui a été publié" in told.stdout


def test_the_check_code_alone(run, assembly):
    assert run(assembly, "--check-code").stdout == assembly["check_code"] + "\n"


def test_another_result_is_named(run, assembly):
    lie = copy.deepcopy(assembly)
    lie["results"]["q1"]["verdict"] = "rejected"
    told = run(sealed(lie))
    assert told.returncode == 1
    assert 'DIFFERENT, question q1, verdict: published "rejected", counted "adopted"' in told.stdout
    assert "as published." not in told.stdout


@pytest.mark.parametrize("rule", COUNTABLE)
def test_sums_count_as_their_ballots(run, rule):
    marked, sums = COUNTABLE[rule]
    entries = ballots_of(marked)
    blank = sum(choice is None for _, choice in entries)
    question = a_question(rule, {"a": 4, "b": 6, "c": 2}, tie="earlier")
    results = counted(true_bundle(question, ballots={"q1": entries}))
    sums = {"q1": {"blank": [blank, blank]} | sums}
    frozen = a_round(question, publication="sums")
    told = run(a_bundle(frozen, None, results, sums=sums, papers=(len(entries), len(entries))))
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize("rule", ["irv", "budget-equal-shares"])
def test_what_sums_cannot_tell_is_said(run, rule):
    frozen = a_round(a_question(rule, {"a": 1, "b": 2}), publication="sums")
    told = run(a_bundle(frozen, None, {"q1": {}}, sums={"q1": {"blank": [0, 0]}}, papers=(9, 9)))
    assert told.returncode == 3
    assert "this rule cannot be counted again from sums" in told.stdout
    assert "every result" not in told.stdout


def test_any_python_from_3_9_reads_the_script():
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 9))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": [1, -0, None], "a": True}, '{"a":true,"b":[1,0,null]}'),
        ({"\ufb33": 1, "😀": 2, "€": 3, "\r": 4}, '{"\\r":4,"€":3,"😀":2,"\ufb33":1}'),
        ('\x00\x1f\x7f\b\t\n\f\r"\\/', '"\\u0000\\u001f\x7f\\b\\t\\n\\f\\r\\"\\\\/"'),
    ],
)
def test_the_canonical_form_is_that_of_rfc_8785(value, text):
    assert recount.canonical(value) == text


def test_what_takes_two_people_is_said_and_may_be_missing(run, assembly):
    assert "took two people" not in run(assembly).stdout
    two = copy.deepcopy(assembly)
    two["frozen"] = canonical(json.loads(two["frozen"]) | {"by_two": True})
    told = run(sealed(two), "--lang", "fr")
    assert told.returncode == 0
    assert "demandait deux personnes" in told.stdout
    two["frozen"] = canonical(json.loads(two["frozen"]) | {"by_two": False})
    assert "frozen.by_two is not" in run(sealed(two)).stderr
