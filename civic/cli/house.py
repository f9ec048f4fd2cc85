"""Opening the application from the command line, with sentences instead of tracebacks."""

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from civic.cli import Stop
from civic.config import BadConfiguration, Config

if TYPE_CHECKING:
    from flask import Flask


def configuration() -> Config:
    try:
        return Config.from_environment()
    except BadConfiguration as wrong:
        raise Stop(str(wrong)) from None
    except OSError as wrong:
        raise Stop(
            f"The data folder cannot be used: {wrong.strerror} ({wrong.filename}). "
            "Name another one in CIVIC_DATA, or give this one to your account."
        ) from None


@contextmanager
def house(*, upgrade: bool = False) -> Iterator["Flask"]:
    """The app, inside its context, on a database that is there and upgraded."""
    from civic import migrations
    from civic.core import db

    app = _program(configuration())
    engine = app.extensions["engine"]
    state = migrations.state(engine)
    if upgrade and state == "older":
        migrations.upgrade(engine, progress=progress)
        state = "current"
    if state == "newer":
        raise Stop("The database was made by a newer Civic. Install that version.")
    if state != "current":
        raise Stop("The database needs to be created or upgraded: civic db upgrade")
    with app.app_context():
        yield app
    db.let_go(app.extensions)


def _program(config: Config) -> "Flask":
    """Imports everything, which is what a start takes its time for. The search for garbage waits
    until then, and passes over what was imported ever after: there for good, it is shared by the
    server's workers as long as nobody touches it."""
    gc.disable()
    from civic.app import create_app

    gc.freeze()
    gc.enable()
    return create_app(config)


def file_of(database_url: str) -> Path | None:
    """The path of the embedded database; None for PostgreSQL."""
    return Path(database_url.removeprefix("sqlite:///")) if "sqlite" in database_url[:6] else None


def in_use(database_url: str) -> str | None:
    """Who else is connected, in words; None where nobody is.

    The embedded database leaves its write-ahead log only when it is alone. So asking for that
    answers the question, and moves what was in the log into the file.
    """
    place = file_of(database_url)
    if place is None:
        return _connected(database_url)
    if not place.exists():
        return None
    try:
        with closing(sqlite3.connect(place, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as held:
        if "locked" in str(held):
            return "a server or a tick has it open"
        raise Stop(f"The database does not answer: {held}. See: civic doctor") from None
    except sqlite3.DatabaseError:
        return None  # damaged, which is why it is restored
    return None


def _connected(database_url: str) -> str | None:
    from sqlalchemy import create_engine, text

    engine = create_engine(database_url)
    with engine.connect() as connection:
        others = connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        ).scalar_one()
    engine.dispose()
    return f"{others} connections" if others else None


def progress(label: str, total: int) -> "click._termui_impl.ProgressBar[int]":
    """A bar on a terminal, the label alone in a log."""
    return click.progressbar(length=total, label=label)
