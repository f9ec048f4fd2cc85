"""A search begins with the newest rows and goes on until it has enough, wherever they lie."""

import pytest
from sqlalchemy import text

from civic.core import db
from civic.core.pagination import COUNT_LIMIT
from civic.search import queries
from civic.search.models import SearchEntry

FINE, COARSE = 12, 16
"""Bits of a number within a slice, as the migration lays them."""


@pytest.fixture
def entries(app, garden):
    """Rows with these numbers, of the word ``bench``; each about a subject of the same number."""

    def entries(numbers, kind="proposal", word="bench"):
        with db.writing() as session:
            session.add_all(
                SearchEntry(id=number, kind=kind, subject_id=number, space_id=garden.id, text=word)
                for number in numbers
            )

    return entries


def found(actor, words="bench", kind="proposal"):
    with db.reading() as session:
        numbers = queries.matches(session, words=words, kind=kind, actor=actor)
        return sorted(session.execute(numbers).scalars(), reverse=True)


def test_old_rows_are_found_behind_many_newer_ones(entries, act):
    ages = [1, 5 << FINE, (1 << COARSE) + 1, (2 << COARSE) + 7, (6 << COARSE) + 9]
    entries(ages)
    entries([(7 << COARSE) + 3], word="ladder")
    entries([(9 << COARSE) + 3], kind="comment")
    assert found(act.ben) == ages[::-1]
    assert found(act.ben, words="benche ladder") == [(7 << COARSE) + 3, *ages[::-1]]
    assert found(act.ben, kind="comment") == [(9 << COARSE) + 3]


def test_of_too_many_the_newest_thousand_are_taken(entries, act):
    old = list(range(1, 31))
    newer = [(4 << COARSE) + number for number in range(COUNT_LIMIT - 10)]
    entries([*old, *newer])
    assert found(act.ben) == newer[::-1] + old[:-11:-1]
    entries([(5 << COARSE) + number for number in range(20)])
    assert found(act.ben)[-1] == newer[10]


def test_a_long_text_of_many_different_words_can_be_kept(entries, act):
    word = " ".join(f"{number:05x}" for number in range(8_000))
    entries([(9 << COARSE) + 1], word=word)
    assert found(act.ben, words="01f3f") == [(9 << COARSE) + 1]


@pytest.mark.thorough
def test_where_enough_was_found_older_slices_are_not_read(app, garden, entries, act):
    """PostgreSQL's own count of rows fetched; SQLite's index is walked from the newest on."""
    entries(range(1, 20_000))
    entries([(9 << COARSE) + number for number in range(COUNT_LIMIT + 5)])
    assert len(found(act.ben)) == COUNT_LIMIT
    if app.extensions["engine"].dialect.name == "postgresql":
        with db.reading() as session:
            numbers = queries.matches(session, words="bench", kind="proposal", actor=act.ben)
            session.execute(numbers).all()
            spaces = "ARRAY[CAST(:space AS integer)]"
            counted = f"SELECT search_number('proposal', '{{bench}}', '{{t}}', {spaces}, 1000)"
            assert session.scalar(text(counted), {"space": garden.id}) == COUNT_LIMIT
            fetched = "SELECT pg_stat_get_xact_tuples_fetched('search_entry'::regclass)"
            assert session.scalar(text(fetched)) < 5 * COUNT_LIMIT


@pytest.mark.thorough
def test_the_next_slices_are_as_many_as_it_takes(app, entries, act):
    """So that a word of which the newest slices have almost enough gathers few more of it."""
    entries(range(1, 40_000, 9))
    assert len(found(act.ben)) == COUNT_LIMIT
    if app.extensions["engine"].dialect.name == "postgresql":
        with db.reading() as session:
            numbers = queries.matches(session, words="bench", kind="proposal", actor=act.ben)
            session.execute(numbers).all()
            fetched = "SELECT pg_stat_get_xact_tuples_fetched('search_entry'::regclass)"
            assert session.scalar(text(fetched)) < 3 * COUNT_LIMIT
