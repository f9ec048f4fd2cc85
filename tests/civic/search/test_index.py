"""SQLite's index of words: laid anew over what a house has, and kept by the rows themselves."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from civic import migrations
from civic.core.db import new_engine

BEFORE = "0032"
"""The last shape in which kind and stem were two words."""
SPACE = """INSERT INTO space (id, title, purpose, kind, language, audience, acts, created_at,
        support_threshold, joining)
    VALUES (1, 'The garden', '', 'process', 'en', 'space', '[]', '2026-01-01', 0, 'open')"""
ROW = """INSERT INTO search_entry
    (id, kind, subject_id, space_id, language, title, text, written_at)
    VALUES (:id, :kind, :id, 1, 'en', :title, 'a ladder', '2026-01-01')"""


@pytest.fixture
def house(tmp_path):
    """One of the former shape, with a proposal and, far behind, a message."""
    engine = new_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    migrations.upgrade(engine, BEFORE)
    with engine.begin() as connection:
        connection.execute(text(SPACE))
        connection.execute(text(ROW), {"id": 3, "kind": "proposal", "title": "plant"})
        connection.execute(text(ROW), {"id": 45_000, "kind": "comment", "title": ""})
    yield engine
    engine.dispose()


def found(engine, match):
    with engine.connect() as connection:
        asked = text("SELECT rowid FROM search_words WHERE search_words MATCH :match")
        return connection.execute(asked, {"match": match}).scalars().all()


def test_what_a_house_has_is_found_after_the_upgrade_which_tells_how_far_it_is(house):
    steps = []

    @contextmanager
    def progress(label, total):
        yield SimpleNamespace(update=steps.append)
        assert sum(steps) == total == 44_998

    migrations.upgrade(house, progress=progress)
    assert len(steps) == 3, "twenty thousand numbers at a time"
    assert found(house, '"p8plant"') == found(house, '"p8pla"*') == found(house, '"1p8"') == [3]
    assert found(house, '"c7ladder"') == [45_000]
    assert found(house, '"tp8plant"') == [3], "a word of a title stands there once more"
    assert found(house, '"tp8ladder" OR "tc7ladder"') == [], "and one of a text does not"


def test_the_index_follows_each_change_of_a_row(house):
    migrations.upgrade(house)
    with house.begin() as connection:
        connection.execute(text("UPDATE search_entry SET title = 'water' WHERE id = 3"))
        connection.execute(text("DELETE FROM search_entry WHERE id = 45000"))
        connection.execute(text(ROW), {"id": 7, "kind": "round", "title": "lawn"})
        check = "INSERT INTO search_words (search_words) VALUES ('integrity-check')"
        connection.exec_driver_sql(check)  # raises where index and rows differ
    assert found(house, '"p8plant" OR "tp8plant" OR "c7ladder"') == []
    assert (found(house, '"p8water"'), found(house, '"r5lawn"')) == ([3], [7])
    assert (found(house, '"tp8water"'), found(house, '"tr5lawn"')) == ([3], [7])
