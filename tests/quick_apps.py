"""An app in a tenth of the time: routes, templates and statements are the same in every test.

Werkzeug reads each route of each app it makes and compiles two functions for it: nearly all of the
time that `create_app` takes. What comes of that follows from the route's words and defaults alone
(the functions ask the rule for its converters when they are called, and ours hold nothing), so one
reading is enough for all apps of a process. Jinja compiles each template anew for each app, a third
of a test's time, SQLAlchemy each statement anew for each engine, a seventh, and Babel reads its
catalogues anew; all three know how to keep them. A plugin of pytest, named in tests/conftest.py.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from werkzeug.routing import Rule


@pytest.fixture(scope="session", autouse=True)
def routes_are_compiled_once() -> Iterator[None]:
    compiled: dict[object, tuple[Any, ...]] = {}
    compile_whole = Rule.compile

    def once(rule):
        key = (rule.rule, rule.subdomain, rule.merge_slashes, repr(rule.defaults))
        if key not in compiled:
            compile_whole(rule)
            builders = rule._build.__func__, rule._build_unknown.__func__
            compiled[key] = rule._parts, rule._trace, rule._converters, rule.arguments, *builders
        rule._parts, rule._trace, rule._converters, rule.arguments, *builders = compiled[key]
        rule._build, rule._build_unknown = (one.__get__(rule, None) for one in builders)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", once)
        yield


@pytest.fixture(scope="session")
def compiled_before(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Flask], None]:
    """Give an app the templates, statements and catalogues of those before it."""
    templates = FileSystemBytecodeCache(str(_of_the_whole_run(tmp_path_factory)))
    first: list[Engine] = []
    sentences: list[Any] = []

    def give(app: Flask) -> None:
        app.jinja_env.bytecode_cache = templates
        engine = app.extensions["engine"]
        if not first:
            engine.connect().close()  # the dialect asks the server what it can
            first.append(engine)
        engine.dialect, engine._compiled_cache = first[0].dialect, first[0]._compiled_cache
        with app.app_context():
            babel = app.extensions["babel"].instance
            sentences[:] = sentences or [babel.domain_instance]
            vars(babel)["domain_instance"] = sentences[0]

    return give


def _of_the_whole_run(factory: pytest.TempPathFactory) -> Path:
    """A folder that the workers of pytest-xdist share: each template is compiled by one of them."""
    mine = factory.getbasetemp()
    folder = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "templates"
    folder.mkdir(exist_ok=True)
    return folder
