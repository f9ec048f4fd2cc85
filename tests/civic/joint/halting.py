"""A server that stops for ever in the midst of a deed: ``DATA URL WHERE``.

WHERE is how a statement begins, after which it stops; ``COMMIT``, before it; or ``the answer``,
which nobody gets. Prints its port, and ``stopped``.
"""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import event
from werkzeug.serving import make_server

from civic.app import create_app
from civic.config import Config


def main(data: str, url: str, where: str) -> None:
    app = create_app(Config.for_tests(Path(data), database_url=url))
    engine, serve = app.extensions["engine"], app.wsgi_app

    @event.listens_for(engine, "after_cursor_execute")
    def executed(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(where):
            stop()

    @event.listens_for(engine, "commit")
    def about_to_commit(_connection: Any) -> None:
        if where == "COMMIT":
            stop()

    def answer(environ: dict[str, Any], begin: Callable[..., Any]) -> Iterable[bytes]:
        whole = list(serve(environ, begin))
        if where == "the answer":
            stop()
        return whole

    app.wsgi_app = answer  # type: ignore[method-assign]
    server = make_server("127.0.0.1", 0, app)
    say(str(server.server_port))
    server.serve_forever()


def stop() -> None:
    say("stopped")
    while True:
        time.sleep(60)


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
