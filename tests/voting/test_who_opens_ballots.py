"""Where in all the code a ballot is opened: at one place."""

import ast
from functools import cache
from pathlib import Path


def writers(name):
    """Functions of the package that name something."""
    return {
        (path.name, function.name)
        for path, function in functions()
        for node in ast.walk(function)
        if (isinstance(node, ast.Name) and node.id == name)
        or (isinstance(node, ast.Attribute) and node.attr == name)
    }


@cache
def functions():
    return [
        (path, node)
        for path in Path("voting").rglob("*.py")
        if path.name != "recount.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    ]


def test_ballots_are_opened_at_closing_and_nowhere_else():
    """No page, tick or command counts part of a vote, counts early, or counts twice."""
    assert writers("_papers") == {("__init__.py", "empty")}
    assert writers("CountedBallot") == {
        ("__init__.py", "empty"),
        ("queries.py", "counted_ballots"),
        ("importing.py", "take_in"),  # of elections that others counted long ago
    }
    assert {function for _file, function in writers("UrnSlot")} == {
        "put", "empty", "discard", "_papers",
    }  # fmt: skip
    assert {function for _file, function in writers("store_result")} == {
        "finish", "decide_tie", "take_in",
    }  # fmt: skip
