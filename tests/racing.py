"""What all racers have in common: they get ready, wait for the file ``go``, and say a word for each
deed. The fixture ``race`` of tests/processes.py lets several of them begin together."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from civic.app import create_app
from civic.config import Config
from civic.core import db


@contextmanager
def racing(data: str, url: str) -> Iterator[Flask]:
    """The house, from the moment at which all begin."""
    app = create_app(Config.for_tests(Path(data), database_url=url))
    say("ready")
    while not (Path(data) / "go").exists():
        time.sleep(0.005)
    yield app
    db.let_go(app.extensions)


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()
