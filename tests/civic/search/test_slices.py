"""A search begins with the newest rows and goes on until it has enough, wherever they lie."""

import pytest
from sqlalchemy import text

from civic.core import db
from civic.core.pagination import COUNT_LIMIT
from civic.search import queries
from civic.search.models import SearchEntry
from civic.search.slices import COARSE, FINE, steps


@pytest.mark.parametrize(
    "newest", [0, 1, (1 << FINE) - 1, 1 << FINE, 3 << FINE, (1 << COARSE) + 5, 90 << COARSE]
)
def test_every_row_is_asked_for_once_and_the_newest_first(newest):
    ends = newest + 1
    for step in steps("proposal", newest):
        assert step.end == ends, "where the step before began"
        for number in (step.first, step.end - 1):
            laid = {f"proposal/{number >> FINE}/", f"proposal//{number >> COARSE}/"}
            assert laid & set(step.slices)
        ends = step.first
    assert ends == 0


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


def test_postgresql_stops_where_enough_was_found(app, entries, act):
    """Later steps of the statement are never begun: EXPLAIN says so."""
    if app.extensions["engine"].dialect.name == "sqlite":
        return  # whose index is walked from the newest on
    entries(range(1, 20))
    entries([(4 << COARSE) + number for number in range(COUNT_LIMIT + 5)])
    with db.reading() as session:
        statement = queries.matches(session, words="bench", kind="proposal", actor=act.ben)
        told = statement.compile(
            session.get_bind(), compile_kwargs={"literal_binds": True, "render_postcompile": True}
        )
        plan = session.execute(text(f"EXPLAIN (ANALYZE, COSTS OFF) {told}")).scalars().all()
    scans = [line for line in plan if "Scan" in line and "search_entry" in line]
    assert sum("never executed" in line for line in scans) == len(scans) - 1, "\n".join(plan)
