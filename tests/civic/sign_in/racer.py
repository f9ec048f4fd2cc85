"""One of several processes that use one secret at once: ``DATA URL KIND SECRET THREADS``.

KIND is ``code``, ``link``, ``invitation``, or ``app``: a member's number and the code of their app.

Waits for the file ``go`` in DATA, then prints a line for each thread: ``in`` or ``gone``.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from civic.core import db
from civic.sign_in import actions, factors, joining
from tests.racing import racing, say

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
    with racing(data, url) as app, ThreadPoolExecutor(int(threads)) as pool:

        def attempt(_number: int) -> str:
            with app.app_context(), db.writing() as session:
                return "in" if USES[kind](session, secret) else "gone"

        for word in pool.map(attempt, range(int(threads))):
            say(word)


if __name__ == "__main__":
    main(*sys.argv[1:])
