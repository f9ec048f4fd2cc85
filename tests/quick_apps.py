"""One app for all tests of a process: routes, templates and sentences are the same in every house.

To make an app takes as long as most tests do, and what Jinja, Babel and SQLAlchemy compiled for it
is lost with it. So the first one moves from house to house, and everything that it keeps of a house
(settings, database, what it knows of partners) is put back as it was on its first day. A plugin of
pytest, named in tests/conftest.py.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import jinja2.compiler
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from civic.app import create_app
from civic.config import Config
from civic.core import db, templates
from civic.partners.protocol.known import Providers
from tests.houses import HOUSES

Living = Callable[[Config], AbstractContextManager[Flask]]
"""The app in the house that the configuration describes, while the block lasts."""


class _FirstDay(NamedTuple):
    settings: dict[str, Any]
    extensions: dict[str, Any]
    views: dict[str, Any]


class _Apps:
    def __init__(self, compiled: Path) -> None:
        self._compiled = FileSystemBytecodeCache(str(compiled))
        self._empty: dict[str, Flask] = {}
        self._first_days: dict[str, _FirstDay] = {}
        self._engines: dict[tuple[str, str], Engine] = {}

    @contextmanager
    def at(self, config: Config) -> Iterator[Flask]:
        kind = repr(_without_a_place(config))
        app = self._empty.pop(kind, None) or self._made(kind, config)
        then, engines = self._first_days[kind], self._opened(config)
        _put_back(app.view_functions, then.views)
        _put_back(app.config, then.settings | {"CIVIC": config})
        _put_back(
            app.extensions,
            then.extensions
            | engines
            | {
                "session_info": then.extensions["session_info"] | {"config": config},
                "providers": Providers(private=config.private_partners),
            },
        )
        try:
            yield app
        finally:
            if config.database_url not in HOUSES:
                db.let_go(engines)
            self._empty[kind] = app

    def _made(self, kind: str, config: Config) -> Flask:
        app = create_app(config)
        app.jinja_env.bytecode_cache = self._compiled
        self._first_days[kind] = _FirstDay(
            dict(app.config), dict(app.extensions), dict(app.view_functions)
        )
        return app

    def _opened(self, config: Config) -> dict[str, Engine]:
        """Engines with the statements that those before them compiled, and in a house that was
        lived in before, with its connections."""
        engines = db.engines(config.database_url, **config.database_settings)
        for use, engine in engines.items():
            kind = engine.dialect.name, use
            if kind not in self._engines:
                engine.connect().close()  # the dialect asks the server what it can
                self._engines[kind] = engine
            first = self._engines[kind]
            engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
            if house := HOUSES.get(config.database_url):
                settings = f"{use} {config.database_settings}"
                engine.pool = house.pools.setdefault(settings, engine.pool)
        return engines


def _without_a_place(config: Config) -> Config:
    """What has to be the same in two houses for one app: all that is read while it is made."""
    database = make_url(config.database_url).drivername
    return replace(
        config, data=Path(), database_url=database, mail_url="", mail_from="", mail_per_hour=0
    )


def _put_back(now: dict[str, Any], then: dict[str, Any]) -> None:
    now.clear()
    now.update(then)


@pytest.fixture(scope="session")
def living(tmp_path_factory: pytest.TempPathFactory) -> Living:
    return _Apps(_kept(tmp_path_factory)).at


def _kept(factory: pytest.TempPathFactory) -> Path:
    """A folder for compiled templates, beside compiled Python where that has one of its own, and
    another for each way of compiling: Jinja itself looks whether a template is still the same."""
    compilers = Path(jinja2.compiler.__file__), Path(templates.__file__)
    way = sha256(b"".join(file.read_bytes() for file in compilers)).hexdigest()[:16]
    where = Path(sys.pycache_prefix) if sys.pycache_prefix else factory.getbasetemp()
    folder = where / "templates" / way
    folder.mkdir(parents=True, exist_ok=True)
    return folder
