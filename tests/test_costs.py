"""What a page costs grows with what it shows, never with what is stored.

Two towns, one three times the other. Every page that answers a GET needs the same number of
statements in both, at most MOST; and each statement touches as many rows in the large town as in
the small one (PostgreSQL: counted by EXPLAIN ANALYZE; SQLite: steps of its virtual machine), which
no scan of a growing table and no sort of a whole one could.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from contextvars import Context
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from civic.app import create_app
from civic.config import Config
from civic.core import db
from proposals.listing import BEGINNING
from tests.benchmarks import figures, pouring, texts, town, votes
from tests.query_costs import cost, growing_tables, scans

pytestmark = pytest.mark.thorough

MOST, MOST_OF_A_CAST = 12, 4
SMALL = figures.Sizes(proposals=5_200, comments=5_500, members=1_050, rounds=20)
LARGE = figures.Sizes(proposals=15_600, comments=16_500, members=3_150, rounds=60)
COMMON = Counter(" ".join(texts.NORMAL).split()).most_common(1)[0][0]
PEOPLE = {
    "a member": 7,
    "a facilitator": figures.FACILITATOR,
    "an administrator": figures.ADMINISTRATOR,
}
ARGUMENTS = {
    "page": "terms",
    "secret": "unknown",
    "signed": "unknown",
    "question": "q1",
    "side": "for",
    "rule": "approval",
    "member_id": 9,
    "attachment_id": 1,
    "filename": "style.css",
}
PUBLISHED = f"{(figures.moment(1_500) - BEGINNING) // timedelta(microseconds=1)}-1500"
"""The key of a page behind a proposal that both towns have."""
LISTS = (
    "/",
    "/mine",
    "/record",
    "/members/",
    "/organisations/",
    "/organisations/2-the-mill",
    "/organisations/2-the-mill/people/",
    "/spaces/",
    "/spaces/2-quarter-2",
    "/spaces/2-quarter-2/members",
    "/proposals/",
    f"/proposals/?after={PUBLISHED}",
    "/proposals/?space=2",
    f"/proposals/?space=2&after={PUBLISHED}",
    "/proposals/?space=2&sort=support",
    "/proposals/?stage=decided",
    f"/proposals/?stage=decided&after={PUBLISHED}",
    "/proposals/?stage=decided&sort=support",
    "/proposals/?sort=support",
    "/proposals/?sort=support&after=300-900",
    f"/proposals/?tag={texts.word(1)}",
    f"/proposals/?tag={texts.word(1)}&after={PUBLISHED}",
    "/proposals/?mine=1",
    "/proposals/moderation",
    "/proposals/1",
    "/proposals/1/comments?after=20",
    "/proposals/1/arguments/for",
    "/proposals/1/summaries",
    "/votes/",
    "/votes/?group=closed&after=25",
    "/votes/decisions",
    "/votes/1-the-lawn",
    "/votes/1-the-lawn/ballot",
    "/votes/2",
    "/proposals/4",
    "/commitments/",
    "/commitments/?shown=late",
    "/commitments/?shown=kept",
    "/commitments/2",
    f"/search?q={COMMON}",
    f"/search?q={COMMON}&kind=comment",
    f"/search?q={COMMON}+{texts.word(1)}&kind=comment&space=2",
)
WORDS_USED = "SELECT DISTINCT member.c"
"""The categories and colleges of all members, for an administrator's filters: read whole."""


@dataclass
class Town:
    app: Flask
    heard: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        return self.app.extensions["engine"]

    @property
    def readers(self) -> Engine:
        return self.app.extensions["readers"]

    def browse(self, address: str, member: int) -> Any:
        """The answer behind the redirect to a page's full address; its SQL in ``heard``."""
        client = self.app.test_client()
        client.set_cookie("language", "en")
        with client.session_transaction() as cookies:
            cookies["_user_id"] = figures.token(member)
        answer = Context().run(client.get, address, buffered=True)
        if answer.status_code == 302:
            answer = Context().run(client.get, answer.location, buffered=True)
        self.heard.clear()
        path = answer.request.full_path.rstrip("?")
        return Context().run(client.get, path, buffered=True)


@pytest.fixture(scope="module")
def towns(copies, tmp_path_factory) -> Iterator[dict[str, Town]]:
    with ExitStack() as stack:
        found = {}
        for name, sizes in {"small": SMALL, "large": LARGE}.items():
            folder = tmp_path_factory.mktemp(name)
            found[name] = settle(stack.enter_context(copies.fresh(folder)), folder, sizes)
        yield found
        for one in found.values():
            db.let_go(one.app.extensions)


def settle(url: str, folder: Path, sizes: figures.Sizes) -> Town:
    app = create_app(Config.for_tests(folder / "data", database_url=url))
    town.fill(app.extensions["engine"], sizes)
    votes.hold(app, copies=sizes.rounds)
    pouring.settle(app.extensions["engine"])
    found = Town(app)

    @event.listens_for(found.engine, "before_cursor_execute")
    @event.listens_for(found.readers, "before_cursor_execute")
    def hear(_connection, _cursor, statement, parameters, *_):
        found.heard.append((statement, parameters))

    return found


def addresses(app: Flask) -> Iterator[str]:
    """Of every page, with a row that both towns have."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods:
                continue
            key = "2-quarter-2" if "space" in rule.rule or "/new/" in rule.rule else "2"
            values = ARGUMENTS | {"key": key, "comment_id": 1}
            if "comment_id" in rule.arguments:
                values["key"] = "1"
            yield re.sub(
                r"<(?:\w+:)?(\w+)>", lambda part, v=values: str(v.get(part[1], 1)), rule.rule
            )


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_needs_the_same_few_statements_in_a_larger_town(towns, who):
    wrong = {}
    for address in [*addresses(towns["small"].app), *LISTS]:
        numbers = []
        for one in towns.values():
            answer = one.browse(address, PEOPLE[who])
            assert answer.status_code < 500, address
            numbers.append(len(one.heard))
        if max(numbers) > MOST or numbers[0] != numbers[1]:
            wrong[address] = numbers
    assert not wrong, f"statements in the small and in the large town: {wrong}"


@pytest.mark.parametrize("who", PEOPLE)
def test_every_list_touches_as_many_rows_in_a_larger_town(towns, who):
    wrong = []
    for address in LISTS:
        costs = []
        for one in towns.values():
            answer = one.browse(address, PEOPLE[who])
            assert answer.status_code in (200, 403, 404), address
            listed = [heard for heard in one.heard if not heard[0].startswith(WORDS_USED)]
            costs.append([cost(one.readers, *heard) for heard in listed])
        for small, large in zip(*costs, strict=True):
            if large.rows > 1.5 * small.rows + large.slack:
                wrong.append(f"{address}: {small.rows} -> {large.rows}\n{large.statement}")
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_list_finds_its_rows_by_an_index(towns, who):
    large = towns["large"]
    growing = growing_tables(large.readers)
    wrong = []
    for address in LISTS:
        large.browse(address, PEOPLE[who])
        for statement, parameters in list(large.heard):
            if found := scans(large.readers, statement, parameters) & growing:
                wrong.append(f"{address}: {found} whole\n{statement}")
    assert not wrong, "\n\n".join(wrong)


def test_a_cast_takes_few_statements(towns):
    for one in towns.values():
        one.app.config["WTF_CSRF_ENABLED"] = False
        one.browse("/votes/1-the-lawn/ballot", 7)
        client = one.app.test_client()
        with client.session_transaction() as cookies:
            cookies["_user_id"] = figures.token(7)
        one.heard.clear()
        answer = Context().run(client.post, "/votes/1-the-lawn/cast", data={"q1-tick": "o1"})
        assert answer.status_code == 303
        assert len(one.heard) <= MOST_OF_A_CAST, one.heard
