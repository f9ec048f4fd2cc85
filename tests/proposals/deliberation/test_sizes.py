"""A debate of 20,000 messages costs what one of 20 costs; a hundred hands move one weight."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, text
from sqlmodel import func, select

from civic.core import db
from proposals.deliberation import actions, queries
from proposals.deliberation.models import ArgumentWeight, Comment
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


def test_every_list_of_a_debate_is_read_by_an_index(trees, fill, statements, app, people):
    fill(2_000)
    with db.writing() as session:
        session.execute(text("ANALYZE"))
    engine = app.extensions["engine"]
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with db.reading() as session:
        asked = {
            "roots": queries._posts(0).where(
                Comment.proposal_id == trees.id, Comment.place == 0, Comment.alignment.is_(None),
                Comment.id > 5,
            ).order_by(Comment.id).limit(41),
            "replies": queries._posts(0).where(Comment.root_id == 11, Comment.place > 3)
            .order_by(Comment.place).limit(41),
            "side": queries._side(trees.id, "for").limit(5),
        }  # fmt: skip
        for name, question in asked.items():
            compiled = question.compile(engine, compile_kwargs={"literal_binds": True})
            plan = "\n".join(map(str, session.execute(text(explain + str(compiled)))))
            assert "SCAN comment\n" not in plan + "\n", f"{name}: {plan}"
            assert "Seq Scan on comment" not in plan, f"{name}: {plan}"


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
