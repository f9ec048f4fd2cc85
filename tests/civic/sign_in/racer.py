"""One of several processes that use one secret at once: ``DATA URL KIND SECRET THREADS``.

KIND is ``code``, ``link``, ``invitation``, or ``app``: a member's number and the code of their app.

Waits for the file ``go`` in DATA, then prints a line for each thread: ``in`` or ``gone``.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from civic.app import create_app
from civic.config import Config
from civic.core import db
from civic.sign_in import actions, factors, joining

USES = {
    "code": lambda session, secret: actions.enter_by_code(session, typed=secret),
    "link": lambda session, secret: actions.enter_by_link(session, secret=secret, member_id=None),
    "invitation": lambda session, secret: joining.join(
        session, secret=secret, member_id=None, name="Ida", locale="en"
    ),
    "app": lambda session, secret: factors.proves(
        session,
        member_id=int(secret.partition(":")[0]),
        typed=secret.partition(":")[2],
        secret_key=session.info["config"].secret_key,
    ),
}


def main(data: str, url: str, kind: str, secret: str, threads: str) -> None:
    app = create_app(Config.for_tests(Path(data), database_url=url))

    def attempt(_number: int) -> str:
        with app.app_context(), db.writing() as session:
            return "in" if USES[kind](session, secret) else "gone"

    say("ready")
    while not (Path(data) / "go").exists():
        time.sleep(0.005)
    with ThreadPoolExecutor(int(threads)) as pool:
        for word in pool.map(attempt, range(int(threads))):
            say(word)
    app.extensions["engine"].dispose()


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
