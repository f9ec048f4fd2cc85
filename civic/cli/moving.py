"""All rows of one database into another, whichever two they are."""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import click
import sqlalchemy as sa
from sqlalchemy import JSON, Connection, Engine, Table
from sqlmodel import SQLModel

BATCH = 1_000
Row = dict[str, Any]
Progress = Callable[[str, int], "click._termui_impl.ProgressBar[int]"]


class NotEmpty(ValueError):
    """Names the table that has rows already."""


def move(source: Engine, target: Engine, progress: Progress) -> dict[str, int]:
    """Rows of each table, counted again where they arrived; ``source`` reads, so that it is all of
    one moment. Raises NotEmpty; all or nothing."""
    import civic.app  # noqa: F401  (knows every table)

    tables = SQLModel.metadata.sorted_tables
    with source.connect() as here, target.begin() as there:
        for table in tables:
            if there.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
                raise NotEmpty(table.name)
        total = sum(_count(here, table) for table in tables)
        with _guards_asleep(there), progress("Copying", total) as bar:
            for table in tables:
                for batch in _batches(_parents_first(table, rows_of(here, table))):
                    there.execute(sa.insert(insertable(table)), batch)
                    bar.update(len(batch))
        counts = {table.name: _count(there, table) for table in tables}
        assert counts == {table.name: _count(here, table) for table in tables}
        if there.dialect.name == "postgresql":
            _continue_numbers(there)
    return counts


@contextmanager
def _guards_asleep(connection: Connection) -> Iterator[None]:
    """Triggers that refuse changes of what is frozen would refuse its arrival, too. They wake in
    the same transaction. The search index's own triggers go on filling it."""
    run = connection.exec_driver_sql
    if connection.dialect.name == "postgresql":
        for table in SQLModel.metadata.sorted_tables:
            run(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER')
        yield
        for table in SQLModel.metadata.sorted_tables:
            run(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER')
        return
    found = run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    guards = [(name, sql) for name, sql in found if not name.startswith("search_words")]
    for name, _sql in guards:
        run(f'DROP TRIGGER "{name}"')
    yield
    for _name, sql in guards:
        run(sql)


def rows_of(connection: Connection, table: Table) -> Iterator[Row]:
    """In the order of the primary key. JSON is read as text: only so an absent value and the
    JSON word null stay two things."""
    chosen = [
        sa.cast(column, sa.Text).label(column.name) if isinstance(column.type, JSON) else column
        for column in table.columns
    ]
    words = {column.name for column in table.columns if isinstance(column.type, JSON)}
    found = connection.execution_options(yield_per=BATCH).execute(
        sa.select(*chosen).order_by(*table.primary_key.columns)
    )
    for row in found.mappings():
        yield {
            name: value if name not in words or value is None else _parsed(value)
            for name, value in row.items()
        }


def _parsed(text: str) -> Any:
    value = json.loads(text)
    return JSON.NULL if value is None else value


def insertable(table: Table, names: Collection[str] | None = None) -> sa.TableClause:
    """The table (or these columns of it) without defaults, in which None is an absent value in
    JSON columns, too."""
    return sa.table(
        table.name,
        *(
            sa.column(c.name, JSON(none_as_null=True) if isinstance(c.type, JSON) else c.type)
            for c in table.columns
            if names is None or c.name in names
        ),
    )


def _parents_first(table: Table, rows: Iterator[Row]) -> Iterator[Row]:
    """Rows that point at rows of the same table come after those."""
    pointers = {
        key.parent.name: key.column.name
        for key in table.foreign_keys
        if key.column.table is table and key.column.primary_key
    }
    if not pointers:
        yield from rows
        return
    name = next(iter(pointers.values()))
    arrived, waiting = {None}, []
    for row in rows:
        if all(row[pointer] in arrived or row[pointer] == row[name] for pointer in pointers):
            arrived.add(row[name])
            yield row
        else:
            waiting.append(row)
    while waiting:
        ready = [row for row in waiting if all(row[pointer] in arrived for pointer in pointers)]
        yield from ready or waiting
        arrived |= {row[name] for row in ready}
        waiting = [row for row in waiting if row[name] not in arrived] if ready else []


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _continue_numbers(connection: Connection) -> None:
    """PostgreSQL keeps the next number apart from the rows."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.primary_key.columns:
            if table.autoincrement_column is not column:
                continue
            highest = connection.execute(sa.select(sa.func.max(column))).scalar()
            if highest is not None:
                connection.execute(
                    sa.text("SELECT setval(pg_get_serial_sequence(:t, :c), :n)"),
                    {"t": f'"{table.name}"', "c": column.name, "n": highest},
                )
