"""How the database goes about what is asked. A plugin of pytest, named in tests/conftest.py."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlmodel import Session

from civic.core import db
from tests import query_costs

Plans = Callable[[Callable[[Session], object]], list[tuple[str, list[str]]]]


@pytest.fixture
def plans(own_file: None, app: Flask) -> Plans:
    """Of each statement that a question makes, what the database would do, step by step."""
    engine = app.extensions["readers"]
    on_sqlite = engine.dialect.name == "sqlite"

    def explained(ask: Callable[[Session], object]) -> list[tuple[str, list[str]]]:
        heard: list[tuple[str, Any]] = []

        def hear(_connection, _cursor, statement, parameters, *_):
            heard.append((statement, parameters))

        with db.reading() as session:
            event.listen(engine, "before_cursor_execute", hear)
            ask(session)
            event.remove(engine, "before_cursor_execute", hear)
            if not on_sqlite:
                session.execute(text("SET LOCAL enable_seqscan = off"))  # a small table needs none
            connection = session.connection()
            return [
                (
                    sql,
                    [
                        str(step[-1])
                        for step in (
                            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
                            if on_sqlite
                            else query_costs.explained(connection, "FORMAT TEXT", sql, values)
                        )
                    ],
                )
                for sql, values in heard
            ]

    return explained


def whole(table: str, steps: list[str]) -> list[str]:
    """The steps that look at each row of a table, by no index."""
    scan = re.compile(rf"SCAN {table}\b(?! USING)|Seq Scan on {table}\b")
    return [step for step in steps if scan.search(step)]
