"""An upgrade that lays the index of words anew is killed in its midst: nothing of it has happened,
and the next one ends well. SQLite lays that index in migration 0033, PostgreSQL in 0026."""

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import column, insert, table, text

from civic import migrations
from civic.core.db import new_engine

pytestmark = pytest.mark.thorough

BEFORE = {"sqlite": "0032", "postgresql": "0025"}
WHERE = {
    "sqlite": {
        "the former index is gone": ("DROP TABLE search_words", 1),
        "the first piece is laid": ("INSERT INTO search_words(rowid", 1),
        "the last piece is laid": ("INSERT INTO search_words(rowid", 3),
        "some triggers are there": ("CREATE TRIGGER search_words_erase", 1),
        "all but the last word": ("UPDATE alembic_version SET version_num='0033'", 1),
    },
    "postgresql": {
        "the former index is gone": ("ALTER TABLE search_entry DROP COLUMN", 1),
        "the first piece is laid": ("CREATE FUNCTION search_lexemes", 1),
        "the last piece is laid": ("CREATE INDEX search_words", 1),
        "some triggers are there": ("CREATE FUNCTION search_newest", 1),
        "all but the last word": ("UPDATE alembic_version SET version_num='0026'", 1),
    },
}
SPACE = {
    "id": 1, "title": "The garden", "purpose": "", "kind": "process", "language": "en",
    "audience": "space", "acts": "[]", "support_threshold": 0, "joining": "open",
}  # fmt: skip
ENTRIES = (3, 25_000, 45_000)
"""Three pieces of twenty thousand numbers."""


@pytest.fixture
def engine(database_url):
    """A house of the former shape, with three proposals about a ladder."""
    engine = new_engine(database_url)
    config = migrations.alembic_config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE[engine.dialect.name])
        connection.commit()
    with engine.begin() as connection:
        _write(connection, "space", SPACE | {"created_at": _long_ago()})
        for number in ENTRIES:
            about = {"id": number, "subject_id": number, "space_id": 1, "language": "en"}
            said = {"kind": "proposal", "title": "plant", "text": "a ladder"}
            _write(connection, "search_entry", about | said | {"written_at": _long_ago()})
    yield engine
    engine.dispose()


@pytest.mark.parametrize("place", WHERE["sqlite"])
def test_an_upgrade_begins_again_after_it_was_killed(engine, config, start, place):
    statement, time = WHERE[engine.dialect.name][place]
    upgrade = start("tests.halting", config.data, config.database_url, "upgrade", time, statement)
    assert upgrade.line() == "stopped"
    upgrade.kill()
    with engine.connect() as connection:
        stands = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert stands == BEFORE[engine.dialect.name]
    migrations.upgrade(engine)
    assert migrations.state(engine) == "current"
    migrations.check(engine)
    assert _found(engine) == set(ENTRIES)


def _write(connection, name, values):
    connection.execute(insert(table(name, *map(column, values))).values(values))


def _long_ago():
    return datetime(2026, 1, 1, tzinfo=UTC)


def _found(engine):
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql(
                "INSERT INTO search_words (search_words) VALUES ('integrity-check')"
            )  # raises where index and rows differ
            asked = "SELECT rowid FROM search_words WHERE search_words MATCH '\"p8ladder\"'"
        else:
            asked = "SELECT id FROM search_newest('proposal', '{ladder}', '{f}', '{1}', 9, false)"
        return set(connection.exec_driver_sql(asked).scalars())
