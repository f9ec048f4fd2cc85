"""Where in all the code a ballot is opened: at one place."""

import ast
from functools import cache
from pathlib import Path


def writers(name):
    """Functions of the package that name something."""
    return {(file, function) for file, function, names in functions() if name in names}


@cache
def functions():
    """The file's name, the function's, and all that it names."""
    return [
        (path.name, function.name, {*names(function)})
        for path in Path("voting").rglob("*.py")
        if path.name != "recount.py"
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
    ]


def names(function):
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


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
