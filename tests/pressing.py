"""Somebody who presses a button in a process of their own: ``DATA URL PATH COOKIE FORM``.

Begins with all others, and prints the status of the answer. See ``press_at_once`` of
tests/processes.py.
"""

import sys

from tests.racing import racing, say


def main(data: str, url: str, path: str, cookie: str, form: str) -> None:
    with racing(data, url) as app:
        client = app.test_client()
        client.set_cookie("civic", cookie)
        kind = "application/x-www-form-urlencoded"
        say(str(client.post(path, data=form, content_type=kind).status_code))


if __name__ == "__main__":
    main(*sys.argv[1:])
