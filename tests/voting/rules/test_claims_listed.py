"""claims.txt names for every sentence in which a rule praises itself or names its limits the tests
that prove it: none is missing, none is left over, and each test tries the rules that say it."""

import ast
import inspect
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest

from tests.voting.known_rules import RULES
from voting.rules import VotingRule

HERE = Path(__file__).parent


def said():
    """Sentence → the rules that say it."""
    found = defaultdict(list)
    for id, rule in RULES.items():
        for sentence in (*rule.promises, *rule.limits):
            found[sentence].append(id)
    return found


def listed():
    """Sentence → (tests, the reason why there is none)."""
    found = {}
    for line in (HERE / "claims.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            assert line not in found, f"twice: {line}"
            found[line] = tests, reasons = [], []
        elif line.strip().startswith("- "):
            reasons.append(line.strip()[2:])
        else:
            tests.append(line.strip())
    return found


def test_every_claim_of_every_rule_is_listed_and_no_other():
    assert set(listed()) == set(said())


@pytest.mark.parametrize("claim", said())
def test_a_claim_has_tests_that_try_the_rules_that_make_it_or_a_reason(claim):
    tests, reasons = listed()[claim]
    assert bool(tests) != bool(reasons)
    tried = set().union(*map(rules_tried, tests)) if tests else set(said()[claim])
    assert set(said()[claim]) <= tried


def rules_tried(test):
    """Those of its parameter ``rule``; without one, those that its own lines name, or its file."""
    file, name = test.split("::")
    function = getattr(import_module(f"tests.voting.rules.test_{file}"), f"test_{name}")
    function = inspect.unwrap(function)
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    of_rules = [mark for mark in marks if "rule" in names_of(mark.args[0])]
    if of_rules:
        (mark,) = of_rules
        place = names_of(mark.args[0]).index("rule")
        return {id_in(value, place) for value in mark.args[1]}
    words = strings(inspect.getsource(function)) & set(RULES)
    alone = {id for id in RULES if id.endswith(file.replace("_", "-"))}
    return (words | alone) or strings((HERE / f"test_{file}.py").read_text("utf-8")) & set(RULES)


def names_of(argument):
    return [one.strip() for one in argument.split(",")] if isinstance(argument, str) else argument


def id_in(value, place):
    """The rule's id in a set of parameters, however it is written."""
    values = getattr(value, "values", value)
    rule = values[place] if isinstance(values, tuple | list) else values
    return rule.id if isinstance(rule, VotingRule) else rule


def strings(source):
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
