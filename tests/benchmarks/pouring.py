"""Many rows into a table at once, by each database's fastest way: SQLite's
executemany, PostgreSQL's COPY."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import SQLModel


@contextmanager
def indexed_afterwards(engine: Engine) -> Iterator[None]:
    """SQLite's index of words is made when all are there: four times as fast as word by word."""
    if engine.dialect.name != "sqlite":
        yield
        return
    with engine.begin() as connection:
        asked = text("SELECT sql FROM sqlite_master WHERE name = 'search_words_insert'")
        trigger = connection.execute(asked).scalar_one()
        connection.execute(text("DROP TRIGGER search_words_insert"))
    yield
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))
        connection.exec_driver_sql(trigger)


def settle(engine: Engine) -> None:
    """Ids go on after the poured ones, and the planners know what lies in the tables."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            for table in ("member", "space", "proposal", "comment", "search_entry",
                          "sign_in_session", "audit_entry"):  # fmt: skip
                connection.execute(
                    text(
                        "SELECT setval(pg_get_serial_sequence(:name, 'id'),"
                        f" (SELECT max(id) FROM {table}))"
                    ),
                    {"name": table},
                )
        connection.execute(text("ANALYZE"))
        connection.commit()


def pour(
    engine: Engine,
    model: type[SQLModel],
    names: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    **same: Any,
) -> None:
    """Rows of ``names``; ``same`` for all of them, and the model's defaults for the rest."""
    table = model.__table__  # type: ignore[attr-defined]
    known = model().model_dump() | same
    rest = {
        column.name: known[column.name]
        for column in table.columns
        if column.name not in names and known.get(column.name) is not None
    }
    fixed = tuple(_stored(value, engine.dialect.name) for value in rest.values())
    columns = [*names, *rest]
    given = ((*(_stored(value, engine.dialect.name) for value in row), *fixed) for row in rows)
    listed = ", ".join(f'"{column}"' for column in columns)
    raw = engine.raw_connection()
    driver: Any = raw.driver_connection
    cursor = driver.cursor()
    if engine.dialect.name == "sqlite":
        cursor.execute("BEGIN")
        marks = ", ".join("?" * len(columns))
        cursor.executemany(f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})', given)
        cursor.execute("COMMIT")
    else:
        with cursor.copy(f'COPY "{table.name}" ({listed}) FROM STDIN') as copy:
            for row in given:
                copy.write_row(row)
        driver.commit()
    raw.close()


def _stored(value: Any, dialect: str) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict | list):
        return json.dumps(value)
    if dialect == "sqlite" and isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S.%f}"
    return value
