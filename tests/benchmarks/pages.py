"""What is asked of the house, signed in, by sixteen people."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event

from tests.benchmarks import figures, texts, votes

PEOPLE = range(11, 27)
WORDS = [texts.word(n) for n in (0, 1, 20, 85, 127, 300, 411, 700)]
SECRET = "0f" * 20
ANSWERED_WELL = (200, 303)


@dataclass(frozen=True)
class Page:
    name: str
    addresses: Sequence[str]
    """Asked for in turn; ``together``: all of them are one reading."""
    together: bool = False
    post: dict[str, str] | None = None


def pages(app: Flask) -> list[Page]:
    proposal = _whole(app, f"/proposals/{figures.MEASURED}")
    open_round = f"/votes/{votes.OPEN}-the-lawn"
    return [
        Page("home", ["/"]),
        Page("list", ["/proposals/"]),
        Page("search", [f"/search?q={word}" for word in WORDS]),
        Page("proposal, first 40 of 200", [proposal]),
        _all_of(app, proposal),
        Page("debate of thousands", [_whole(app, f"/proposals/{figures.LARGEST}")]),
        Page("ballot", [f"{open_round}/ballot"]),
        Page("cast", [f"{open_round}/cast"], post={"q1-tick": "o1"}),
        Page("result", [f"/votes/{votes.COUNTED}-the-lawn"]),
    ]


def _whole(app: Flask, address: str) -> str:
    """With its words, so that nothing is redirected."""
    answer = browser(app, PEOPLE[0]).get(address, follow_redirects=True)
    assert answer.status_code == 200, address
    return str(answer.request.path)


def _all_of(app: Flask, address: str) -> Page:
    """Everything that was said about a proposal, as one reading."""
    client, seen = browser(app, PEOPLE[0]), set()
    addresses = list(_thread(client, address, "prev"))
    for side in ("for", "against"):
        addresses += _thread(client, f"{address}/arguments/{side}", "next")
    for one in addresses:
        seen |= set(re.findall(r'id="c([0-9]+)"', client.get(one).text))
    return Page(f"all {len(seen)} of {figures.MEASURED_COMMENTS}", addresses, together=True)


def _thread(client: Any, address: str, further: str) -> Iterator[str]:
    """A page, and each one that a reader would open after it: of a debate, whose page begins with
    the newest, the previous ones; of a side's arguments, the next ones."""
    while True:
        yield address
        found = re.search(rf'rel="{further}" href="([^"]+)"', client.get(address).text)
        if not found:
            return
        address = found[1].replace("&amp;", "&")


def cookie(app: Flask, member: int) -> str:
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signer.dumps({"_user_id": figures.token(member), "csrf_token": SECRET}))


def browser(app: Flask, member: int) -> Any:
    client = app.test_client()
    client.set_cookie("civic", cookie(app, member))
    client.set_cookie("language", "en")
    return client


def form(app: Flask, fields: dict[str, str]) -> dict[str, str]:
    token = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(SECRET)
    return fields | {"csrf_token": str(token)}


def request(app: Flask, page: Page, address: str, member: int) -> str:
    """As it goes over the wire."""
    body = urlencode(form(app, page.post)) if page.post else ""
    lines = [
        f"{'POST' if page.post else 'GET'} {address} HTTP/1.1",
        "Host: localhost",
        f"Cookie: civic={cookie(app, member)}; token={figures.token(member)}; language=en",
        "Accept-Encoding: identity",
    ]
    if body:
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
    return "\r\n".join([*lines, "", body])


def plan(app: Flask, page: Page) -> list[list[str]]:
    """Each client's requests; not all begin with the same one."""
    turns = len(page.addresses)
    return [
        [request(app, page, page.addresses[(n + k) % turns], member) for k in range(turns)]
        for n, member in enumerate(PEOPLE)
    ]


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """All SQL of the block."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    both = app.extensions["engine"], app.extensions["readers"]
    for engine in both:
        event.listen(engine, "before_cursor_execute", hear)
    yield heard
    for engine in both:
        event.remove(engine, "before_cursor_execute", hear)


def statements_and_bytes(app: Flask, page: Page) -> tuple[int, int]:
    """Of one reading."""
    client, number, size = browser(app, PEOPLE[0]), 0, 0
    for address in page.addresses if page.together else page.addresses[:1]:
        with counted(app) as heard:
            if page.post:
                answer = client.post(address, data=form(app, page.post))
            else:
                answer = client.get(address)
        assert answer.status_code in ANSWERED_WELL, f"{address}: {answer.status_code}"
        number += len(heard)
        size += len(answer.data)
    return number, size
