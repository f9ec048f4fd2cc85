"""Opening the house from the command line, with sentences instead of tracebacks."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.exc import OperationalError

from civic import migrations
from civic.app import create_app
from civic.cli import Stop
from civic.config import BadConfiguration, Config


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
def house(*, upgrade: bool = False) -> Iterator[Flask]:
    """The app, inside its context, on a database that is there and upgraded."""
    app = create_app(configuration())
    engine = app.extensions["engine"]
    try:
        if upgrade and migrations.state(engine) == "older":
            migrations.upgrade(engine)
        state = migrations.state(engine)
    except OperationalError as error:
        raise Stop(f"The database does not answer: {error.orig}") from None
    if state == "newer":
        raise Stop("The database was made by a newer Civic. Install that version.")
    if state != "current":
        raise Stop("The database needs to be created or upgraded: civic db upgrade")
    with app.app_context():
        yield app
    engine.dispose()
