"""A house that stops for ever in the midst of a deed: ``DATA URL DEED TIME WHERE``.

DEED is ``serve``, which prints its port, ``tick``, which does what is due, or ``upgrade``, which
brings the tables to the newest shape. WHERE is how a statement begins, after which it stops at the
given TIME; ``COMMIT``, before it; or ``the answer``, which nobody gets. Prints ``stopped``.
"""

import sys
import time
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.serving import make_server

from civic import migrations
from civic.app import create_app
from civic.config import Config
from civic.core.db import new_engine
from civic.notifications import ticking
from tests.racing import say


def main(data: str, url: str, deed: str, at: str, where: str) -> None:
    if deed == "upgrade":
        engine = new_engine(url)
        halt_at(engine, int(at), where)
        migrations.upgrade(engine)
        return
    app = create_app(Config.for_tests(Path(data), database_url=url))
    halt_in(app, int(at), where)
    if deed == "tick":
        with app.app_context():
            ticking.run_due(app)
    else:
        server = make_server("127.0.0.1", 0, app)
        say(str(server.server_port))
        server.serve_forever()


def halt_in(app: Flask, at: int, where: str) -> None:
    serve, reached = app.wsgi_app, halt_at(app.extensions["engine"], at, where)

    def answer(environ: dict[str, Any], begin: Callable[..., Any]) -> Iterable[bytes]:
        whole = list(serve(environ, begin))
        reached("the answer")
        return whole

    app.wsgi_app = answer  # type: ignore[method-assign]


def halt_at(engine: Engine, at: int, where: str) -> Callable[[str], None]:
    """What is told how a place begins that was reached, and stops at this one."""
    times = count(1)

    def reached(place: str) -> None:
        if place.startswith(where) and next(times) == at:
            stop()

    @event.listens_for(engine, "after_cursor_execute")
    def executed(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        reached(statement.lstrip())

    @event.listens_for(engine, "commit")
    def about_to_commit(_connection: Any) -> None:
        reached("COMMIT")

    return reached


def stop() -> None:
    say("stopped")
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
