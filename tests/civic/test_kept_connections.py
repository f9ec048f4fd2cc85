"""Connections and plans are kept from page to page, and let go when the database ends them."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import col, select

from civic.core import db
from civic.spaces.models import Space


@pytest.fixture
def end_connections(app, config):
    """As a restart of PostgreSQL does; SQLite has nobody who could."""

    def end() -> None:
        if config.database_url.startswith("sqlite"):
            return
        url = make_url(config.database_url).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as other:
            ended = other.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchall()
        assert ended, "nothing was connected"

    return end


def test_a_page_is_answered_after_the_database_ended_its_connections(
    browser, garden, end_connections
):
    ben = browser("Ben")
    assert ben.get("/spaces/").status_code == 200
    end_connections()
    assert ben.get("/spaces/").status_code == 200


def test_a_deed_is_done_after_the_database_ended_its_connections(app, garden, end_connections):
    with db.writing() as session:
        session.get_one(Space, garden.id).title = "Orchard"
    end_connections()
    with db.writing() as session:
        session.get_one(Space, garden.id).title = "Meadow"
    with db.reading() as session:
        assert session.exec(select(Space.title).where(col(Space.id) == garden.id)).one() == "Meadow"


def test_what_pages_ask_again_is_planned_once(app, browser, garden):
    """PostgreSQL plans a statement for its values five times before it keeps a plan."""
    ben = browser("Ben")
    for _ in range(12):
        assert ben.get("/spaces/").status_code == 200
    with app.extensions["readers"].connect() as connection:
        if connection.dialect.name == "postgresql":
            asked = "SELECT statement FROM pg_prepared_statements WHERE generic_plans > 0"
            kept = connection.execute(text(asked)).scalars().all()
            assert any("FROM sign_in_session" in statement for statement in kept), kept
            assert any("FROM space" in statement for statement in kept), kept


def test_a_list_is_one_statement_in_however_many_spaces_its_reader_is(
    app, world, browser, statements
):
    """Each would be prepared and planned by itself. SQLite has no arrays, and plans in a trice."""
    asked = []
    for name in ("Zoe", "Oli", "Ada"):
        reader = browser(name)
        statements.clear()
        assert reader.get("/proposals/").status_code == 200
        asked.append(next(one for one in statements if "proposal.title" in one))
    assert len(set(asked)) == 1 or app.extensions["engine"].dialect.name == "sqlite"


def test_a_word_that_a_query_names_is_written_into_it(app, browser, garden, statements):
    """A plan for all values takes a parameter for a word of average rarity, and would read every
    round that was ever closed for the few that are open. SQLite plans for no values at all."""
    statements.clear()
    assert browser("Ben").get("/").status_code == 200
    asked = "".join(statements)
    assert "round.state = 'open'" in asked or app.extensions["engine"].dialect.name == "sqlite"
