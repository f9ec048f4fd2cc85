"""A debate of 20,000 messages costs what one of 20 costs; a hundred hands move one weight."""

import gzip
import random
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, text
from sqlmodel import func, select

from civic.core import db
from civic.core.clock import now
from proposals.deliberation import actions, queries, queue
from proposals.deliberation.models import ArgumentWeight, Comment
from tests.plans import whole
from tests.sizes import size

HERE = "/proposals/1-plant-trees"


@pytest.fixture
def fill(trees, people):
    """Conversations of ten messages, and arguments between them."""

    def write(number: int) -> None:
        with db.writing() as session:
            rows = []
            for n in range(1, number + 1):
                place = (n - 1) % 10
                root = n - place
                rows.append(
                    {
                        "id": n,
                        "proposal_id": trees.id,
                        "body": f"Message {n}",
                        "author_id": people["Ben"].id,
                        "place": place,
                        "root_id": root if place else None,
                        "parent_id": root if place else None,
                        "reply_count": 0 if place else 9,
                        "weight_count": 0,
                        "language": "en",
                        "alignment": "for" if not place and n % 20 == 11 else None,
                    }
                )
            session.execute(insert(Comment), rows)

    return write


@pytest.mark.thorough
def test_a_large_debate_costs_as_many_statements_as_a_small_one(trees, fill, browser, statements):
    ada = browser("Ada")
    counts = []
    for number in (20, 20_000):
        with db.writing() as session:
            session.execute(text("DELETE FROM comment"))
        fill(number)
        ada.get(HERE)
        statements.clear()
        page = ada.get(HERE)
        assert page.status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12
    assert len(page.data) < 400_000


def test_a_proposal_with_forty_messages_weighs_less_than_sixty_kilobytes(trees, says, browser):
    chance = random.Random(40)
    letters = "eeeeaaiiosntrlduc"

    def words(number: int) -> str:
        return " ".join(
            "".join(chance.choices(letters, k=chance.randint(2, 9))) for _n in range(number)
        )

    root = None
    for n in range(40):
        root = says(["Ada", "Ben", "Fay"][n % 3], words(55), to=root if n % 4 else None)
    for name in ("Ada", "Ben", "Fay", "Kim"):
        for language in ("en", "fr"):
            seen = browser(name, language).get(HERE)
            assert len(seen.data) < 60_000, f"to {name} in {language}"
    page = browser("Ada").get(HERE, headers={"Accept-Encoding": "identity"})
    assert page.text.count('class="post"') == 40
    parts = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.text))
    assert len(parts) >= 4
    whole = {"html": len(gzip.compress(page.data, 6))}
    for part in parts:
        with browser(None).get(part) as answer:
            data = answer.data
        whole[part] = len(data) if ".woff2" in part else len(gzip.compress(data, 6))
    assert sum(whole.values()) < 60_000, whole
    assert whole["html"] < 20_000, whole


def test_every_list_of_a_debate_is_read_by_an_index(trees, fill, plans, people, act):
    fill(2_000)

    def ask(session):
        here = {"proposal_id": trees.id}
        queries.thread(session, **here, viewer_id=people["Ben"].id, start=5)
        queries.thread(session, **here, viewer_id=people["Ben"].id, before=900)
        queries.is_at_the_end(session, root=session.get_one(Comment, 1_951))
        queries.is_weighty(session, argument=session.get_one(Comment, 11))
        queue.flagged(session, actor=act.fay)
        waiting = queue.waiting(act.kim, now=now())
        session.execute(waiting.statement, {**waiting.values, "limit": 9})
        queue.my_reports(session, actor=act.ben)
        queue.my_removals(session, actor=act.ben)
        queue.record(session, author_id=people["Ben"].id, space_id=trees.space_id)
        queries.replies(session, root_id=11, viewer_id=1, after=3)
        queries.arguments_of(session, **here, viewer_id=1, side="for", after="3-400")

    asked = plans(ask)
    assert [steps for _, steps in asked if whole("comment", steps)] == []
    assert len(asked) >= 17, "all of them were heard"


def test_a_hundred_hands_at_once_move_the_weight_of_an_argument_by_one(app, says, act, look):
    argument = says("Ada", "Shade.", side="for")

    def weigh(_n: int) -> None:
        with app.app_context(), db.writing() as session:
            actions.weigh(session, actor=act.ben, comment_id=argument.id, counts=True)

    with ThreadPoolExecutor(16) as hands:
        list(hands.map(weigh, range(size(100, 1_000))))
    assert look(select(Comment.weight_count)) == [1]
    assert look(select(func.count()).select_from(ArgumentWeight)) == [1]


def test_replies_at_once_each_get_a_place_of_their_own(app, says, act, look):
    root = says("Ada", "Where?")

    def reply(n: int) -> None:
        with app.app_context():
            says("Ben", f"Reply {n}", to=root)

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(reply, range(30)))
    places = sorted(look(select(Comment.place).where(Comment.root_id == root.id)))
    assert places == list(range(1, 31))


def test_first_messages_at_once_are_all_kept_and_follow_the_debate_once(app, says, look):
    says("Ada", "Where?")

    def begin(n: int) -> None:
        with app.app_context():
            says("Ben", f"Message {n}")

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(begin, range(16)))
    assert look(select(func.count()).select_from(Comment)) == [17]
