"""An app in a tenth of the time: routes, templates and statements are the same in every test.

Werkzeug compiles two functions for each route of each app it makes: 35 of the 40 milliseconds that
`create_app` takes. Such a function follows from the route's words and defaults alone (it asks the
rule for its converters when it is called), so one is enough for all apps of a process. Jinja
compiles each template anew for each app, a third of a test's time, and SQLAlchemy each statement
anew for each engine, a seventh; both know how to keep them. A plugin of pytest, named in
tests/conftest.py.
"""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from werkzeug.routing import Rule


@pytest.fixture(scope="session", autouse=True)
def routes_are_compiled_once() -> Iterator[None]:
    compiled: dict[object, Callable] = {}
    compile_builder = Rule._compile_builder

    def once(rule, append_unknown=True):
        key = (append_unknown, tuple(rule._trace), repr(rule.defaults))
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session")
def compiled_before(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Flask], None]:
    """Give an app the templates and statements that those before it compiled."""
    templates = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    first: list[Engine] = []

    def give(app: Flask) -> None:
        app.jinja_env.bytecode_cache = templates
        engine = app.extensions["engine"]
        if not first:
            engine.connect().close()  # the dialect asks the server what it can
            first.append(engine)
        engine.dialect, engine._compiled_cache = first[0].dialect, first[0]._compiled_cache

    return give
